import type { MeetingDocument } from "../contract.ts";
import type { Acts, View } from "./view.ts";

/**
 * Meetings: times suggested, agreed, moved, and how it was. Names and states are the server's. Only the server
 * agrees a time for both, so nothing done here makes a meeting "confirmed".
 */

export type Meeting = MeetingDocument & { id: string };
export type Mode = MeetingDocument["mode"];

/** Either side may say that it was otherwise, for so long. */
const CORRECTABLE = 14 * 86_400_000;

function change(
  view: View,
  id: string,
  how: (held: MeetingDocument) => Partial<MeetingDocument> | undefined,
): void {
  const held = view.get("meeting", id);
  const said = held && how(held);
  // Every change raises it on the server too, so that what follows with no signal carries the right one.
  if (held && said) view.put("meeting", id, { ...held, sequence: held.sequence + 1, ...said });
}

const nothingWaits = { candidates: [], proposed_by: null, accepted: [] } as const;

const said = (state: "held" | "missed", made: number): Partial<MeetingDocument> => ({
  ...nothingWaits,
  state,
  correctable_until: new Date(made + CORRECTABLE).toISOString(),
});

export const hasBegun = (meeting: MeetingDocument, now: number): boolean =>
  meeting.starts !== null && Date.parse(meeting.starts) <= now;

export const meetingActs: Acts<
  | "meeting.propose"
  | "meeting.accept"
  | "meeting.counter"
  | "meeting.move"
  | "meeting.keep"
  | "meeting.cancel"
  | "meeting.confirm_held"
  | "meeting.record_missed"
  | "meeting.correct"
> = {
  "meeting.propose": {
    apply(view, { meeting, ...what }, { account }) {
      view.put("meeting", meeting, proposed(what, account));
    },
  },
  "meeting.accept": {
    apply: (view, { meeting }, { account }) =>
      change(view, meeting, (held) =>
        held.proposed_by === null ? undefined : { accepted: [...new Set([...held.accepted, account])] },
      ),
  },
  "meeting.counter": {
    apply(view, { meeting, instead, candidates, minutes, mode, place }, { account }) {
      const held = view.get("meeting", meeting);
      if (held?.state !== "proposed") return;
      change(view, meeting, () => ({ ...nothingWaits, state: "closed" }));
      const what = {
        relationship: held.relationship,
        candidates,
        minutes: minutes ?? held.minutes,
        mode: mode ?? held.mode,
        place: place ?? held.place,
      };
      view.put("meeting", instead, proposed(what, account));
    },
  },
  "meeting.move": {
    apply: (view, { meeting, candidates }, { account }) =>
      change(view, meeting, ({ state }) =>
        state === "confirmed" ? { candidates, proposed_by: account, accepted: [] } : undefined,
      ),
  },
  "meeting.keep": {
    apply: (view, { meeting }) =>
      change(view, meeting, ({ state }) => (state === "confirmed" ? nothingWaits : undefined)),
  },
  "meeting.cancel": {
    apply: (view, { meeting }, { made }) =>
      change(view, meeting, (held) => {
        if (held.state === "proposed") return { ...nothingWaits, state: "closed" };
        if (held.state !== "confirmed") return undefined;
        return hasBegun(held, made) ? said("missed", made) : { ...nothingWaits, state: "cancelled" };
      }),
  },
  "meeting.confirm_held": {
    apply: (view, { meeting }, { made }) => change(view, meeting, () => said("held", made)),
  },
  "meeting.record_missed": {
    apply: (view, { meeting }, { made }) => change(view, meeting, () => said("missed", made)),
  },
  "meeting.correct": {
    apply: (view, { meeting, state }) => change(view, meeting, () => ({ state })),
  },
};

function proposed(
  what: Pick<MeetingDocument, "relationship" | "candidates" | "minutes" | "mode" | "place">,
  account: string,
): MeetingDocument {
  return {
    ...what,
    state: "proposed",
    sequence: 0,
    proposed_by: account,
    accepted: [],
    starts: null,
    ends: null,
    wall: null,
    zone: null,
    correctable_until: null,
  };
}
