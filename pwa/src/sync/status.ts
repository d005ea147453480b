import type { OutboxEntry } from "./store/records.ts";

/** What the sync mark says: one thing, the most important, and never more than the phone knows. */
export interface SyncStatus {
  mark:
    | "up-to-date"
    | "on-this-phone"
    | "sending"
    | "cannot-reach"
    | "signed-out"
    | "removed"
    | "update-needed"
    | "stuck"
    | "storage-full"
    | "storage-lost";
  /** Changes that the server has not answered. */
  waiting: number;
  /** Changes that came back and want a look. */
  attention: number;
  /** Since when the server could not be reached, or since when the oldest change waits. */
  since: number | undefined;
  /** Changes lost with this phone's removal. */
  unsent: number;
  /** The phone cleared what was kept, and it is not all here again. */
  lost: boolean;
}

export interface Situation {
  now: number;
  online: boolean;
  /** Since when this phone thinks it is online. */
  onlineSince: number | undefined;
  sending: boolean;
  /** What stopped the last try, and since when nothing has worked. */
  trouble: "unreachable" | "signed-out" | "full" | undefined;
  troubleSince: number | undefined;
  removed: { at: number; unsent: number } | undefined;
  lost: boolean;
  upgrade: "available" | "required" | null;
  outbox: readonly OutboxEntry[];
  attention: number;
  asAt: number | undefined;
}

/** A healthy-looking screen over a stuck queue is the worst failure. */
export const PATIENCE = 5 * 60_000;

export function statusOf(situation: Situation): SyncStatus {
  const waiting = situation.outbox.filter((entry) => entry.outcome === undefined);
  const told = (mark: SyncStatus["mark"], since?: number): SyncStatus => ({
    mark,
    waiting: waiting.length,
    attention: situation.attention,
    since,
    unsent: situation.removed?.unsent ?? 0,
    lost: situation.lost,
  });
  const { removed, trouble, troubleSince, upgrade } = situation;
  if (removed !== undefined) return told("removed", removed.at);
  if (trouble === "full") return told("storage-full", troubleSince);
  if (trouble === "signed-out") return told("signed-out", troubleSince);
  // "Getting your data" would claim too much where there is nobody to get it from.
  if (situation.lost && situation.online && trouble === undefined) return told("storage-lost");
  const stuck = stuckSince(situation, waiting);
  if (stuck !== undefined) return told("stuck", stuck);
  if (upgrade === "required") return told("update-needed");
  if (situation.sending && waiting.length > 0) return told("sending");
  if (waiting.length > 0) return told("on-this-phone", troubleSince);
  if (trouble === "unreachable" || !situation.online) {
    return told("cannot-reach", troubleSince ?? situation.asAt);
  }
  return situation.sending && situation.asAt === undefined ? told("sending") : told("up-to-date");
}

/** Since when the oldest change waits, once it has waited too long while there was a network. */
function stuckSince(
  { now, online, onlineSince }: Situation,
  waiting: readonly OutboxEntry[],
): number | undefined {
  const oldest = waiting[0]?.made;
  if (!online || onlineSince === undefined || oldest === undefined) return undefined;
  return now - Math.max(oldest, onlineSince) >= PATIENCE ? oldest : undefined;
}
