import type { Documents, SentNoticeDocument, ToldDocument } from "../contract.ts";
import type { Acts } from "./view.ts";

/** Notices: what a scheme tells a group for a while. Only the server says that one has gone. */

type All<Kind extends keyof Documents> = ReadonlyMap<string, Documents[Kind]>;

export type SentNotice = SentNoticeDocument & { id: string };

/** One notice as its reader has it; `shared` by everybody who follows the scheme, else told to them. */
export interface Notice extends ToldDocument {
  id: string;
  shared: boolean;
}

export const LONGEST_TEXT = 600;
/** Days that one can stay. */
export const STAYS = [1, 3, 7, 14, 30, 60] as const;
const DAY = 86_400_000;

export const noticeActs: Acts<"notice.send" | "notice.recall" | "notice.dismiss"> = {
  "notice.send": {
    apply(view, { notice, text, sends, ...said }, { made }) {
      view.put("sent_notice", notice, {
        ...said,
        text: text.trim(),
        sends: sends ?? instant(made),
        state: "scheduled",
      });
    },
  },
  "notice.recall": {
    apply(view, { notice }) {
      const held = view.get("sent_notice", notice);
      if (held?.state === "scheduled" || held?.state === "sent")
        view.put("sent_notice", notice, { ...held, state: "recalled" });
    },
  },
  "notice.dismiss": {
    apply(view, { notice }) {
      if (view.get("told", notice)) view.delete("told", notice);
    },
  },
};

/** An instant as the server writes it. */
export const instant = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** When one that goes now or at `sends` is over; never more than sixty days after. */
export const overAfter = (days: number, sends: number) => instant(sends + days * DAY);

/** What this phone holds, however it came. The newest first. */
export function noticesOf(told: All<"told">, shared: All<"notice">): Notice[] {
  return [
    ...[...told].map(([id, body]) => ({ id, shared: false, ...body })),
    ...[...shared].map(([id, body]) => ({ id, shared: true, audience: "followers" as const, ...body })),
  ].sort((one, other) => other.sent.localeCompare(one.sent) || one.id.localeCompare(other.id));
}

/** Nothing that is over is shown, with a network or without. */
export const isOn = (notice: { expires: string }, now: number): boolean => Date.parse(notice.expires) > now;

/** What an office wrote: what is to go first, the soonest first; then the newest. */
export function sentBy(all: All<"sent_notice">, scheme: string, now: number): SentNotice[] {
  const waits = (one: SentNotice) => one.state === "scheduled";
  return [...all]
    .map(([id, body]) => ({ id, ...body }))
    .filter((one) => one.scheme === scheme && isOn(one, now))
    .sort((one, other) =>
      waits(one) !== waits(other)
        ? Number(waits(other)) - Number(waits(one))
        : waits(one)
          ? one.sends.localeCompare(other.sends)
          : other.sends.localeCompare(one.sends),
    );
}

/** The next instant at which something that is shown is over. */
export function nextEnd(shown: readonly { expires: string }[]): number | undefined {
  return shown.length === 0 ? undefined : Math.min(...shown.map(({ expires }) => Date.parse(expires)));
}
