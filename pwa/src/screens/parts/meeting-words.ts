import { nextOf, turnOf } from "../../domain/arranged.ts";
import type { Meeting, Mode } from "../../domain/meetings.ts";
import { dayAndTime } from "../../when.ts";
import { lines, meetings as words } from "../../words/meetings.ts";
import { modes } from "../../words/profile.ts";

/** The zone that this phone's own clock goes by. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** "Tuesday 12 January 2027, 5:30pm", by the clock it was chosen by; which one, where this phone's differs. */
export function timeOf(instant: string, zone: string | null): string {
  const at = Date.parse(instant);
  if (zone === null) return dayAndTime(at);
  let there: string;
  try {
    there = dayAndTime(at, zone);
  } catch {
    // A zone that this phone's tables do not know.
    return dayAndTime(at);
  }
  return there === dayAndTime(at) ? there : words.inZone(there, placeOf(zone));
}

/** "America/New_York" as "New York". */
const placeOf = (zone: string) => (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");

/** "60 minutes, by video, Room 4". */
export function howOf({ minutes, mode, place }: Pick<Meeting, "minutes" | "mode" | "place">): string {
  return [words.minutes(minutes), modeWords(mode), place].filter(Boolean).join(", ");
}

export const modeWords = (mode: Mode): string => modes[mode];

/** The agreed time, or undefined while there is none. */
export const agreedTime = ({ starts, zone }: Meeting): string | undefined =>
  starts === null ? undefined : timeOf(starts, zone);

/** Where it stands, in one short line. */
export function lineOf(meeting: Meeting, account: string): string {
  const turn = turnOf(meeting, account);
  switch (meeting.state) {
    case "proposed":
      return turn === "mine" ? lines.yourAnswer : lines.theirAnswer;
    case "confirmed":
      if (turn === undefined) return lines.agreed;
      return turn === "mine" ? lines.moveAsked : lines.moveWaits;
    case "held":
      return lines.held;
    case "missed":
      return lines.missed;
    case "cancelled":
      return lines.cancelled;
    case "closed":
      return lines.closed;
  }
}

/** For a list of people: the next agreed time and nothing else. */
export function nextLine(all: readonly Meeting[], now: number): string | undefined {
  const next = nextOf(all, now);
  const time = next && agreedTime(next);
  return time === undefined ? undefined : lines.next(time);
}
