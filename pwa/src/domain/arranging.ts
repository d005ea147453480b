import type { CandidateTime } from "../contract.ts";
import type { Act } from "./acting.ts";
import type { Meeting, Mode } from "./meetings.ts";

/** One way to say "one of these times": for something new, instead of a suggestion, or of an agreed time. */
export interface Arranged {
  readonly candidates: readonly CandidateTime[];
  readonly minutes: number;
  readonly mode: Mode;
  readonly place: string | null;
}

export interface Arranging {
  /** The meeting it is about from then on. */
  readonly meeting: string;
  readonly act: Act;
  /** What takes it back after it has gone. */
  readonly opposite: Act | undefined;
}

/** `meeting` is what it is an answer to or a move of, if that can still be; `id` is for a new one. */
export function arrange(
  relationship: string,
  meeting: Meeting | undefined,
  { candidates, minutes, mode, place }: Arranged,
  id: string,
): Arranging {
  if (meeting?.state === "confirmed") {
    const { id: moved, sequence, proposed_by } = meeting;
    return {
      meeting: moved,
      act: ["meeting.move", { meeting: moved, candidates, sequence }],
      // What waited before this one would not come back by it.
      opposite: proposed_by === null ? ["meeting.keep", { meeting: moved }] : undefined,
    };
  }
  if (meeting?.state === "proposed") {
    const said = { meeting: meeting.id, instead: id, candidates, minutes, mode, place };
    return { meeting: id, act: ["meeting.counter", said], opposite: undefined };
  }
  const said = { meeting: id, relationship, candidates, minutes, mode, place };
  return {
    meeting: id,
    act: ["meeting.propose", said],
    opposite: ["meeting.cancel", { meeting: id }],
  };
}
