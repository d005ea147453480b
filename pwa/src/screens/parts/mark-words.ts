import type { SyncStatus } from "../../sync/status.ts";
import { since } from "../../when.ts";
import { mark } from "../../words/app.ts";

/** One thing, the most important, and never more than the phone knows. */
export function markWords(status: SyncStatus, now: number): string {
  const { waiting } = status;
  if (status.attention > 0 && status.mark !== "signed-out") return mark.attention(status.attention);
  switch (status.mark) {
    case "up-to-date":
      return mark.upToDate;
    case "sending":
      return waiting > 0 ? mark.sending : mark.loading;
    case "on-this-phone":
      return mark.onThisPhone(waiting);
    case "stuck":
      return mark.stuck(waiting);
    case "signed-out":
      return waiting > 0 ? mark.logInToSend(waiting) : mark.signedOut;
    case "cannot-reach":
      return status.since === undefined ? mark.unreachableNow : mark.unreachable(since(status.since, now));
    case "storage-lost":
      return mark.loading;
    case "storage-full":
      return mark.full;
    case "update-needed":
      return waiting > 0 ? mark.onThisPhone(waiting) : mark.updateNeeded;
    case "removed":
      return mark.signedOut;
  }
}
