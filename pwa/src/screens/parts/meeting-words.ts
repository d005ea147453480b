import { nextOf, turnOf, waits } from "../../domain/arranged.ts";
import { hasBegun, type Meeting } from "../../domain/meetings.ts";
import type { Relationship } from "../../domain/relationships.ts";
import { dayAndTime } from "../../when.ts";
import { inActs, lines, meetings as words } from "../../words/meetings.ts";
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
  return [words.minutes(minutes), modes[mode].toLowerCase(), place].filter(Boolean).join(", ");
}

/** Of a member; "somebody" where it is not known here. */
export function nameOf(pair: Relationship, account: string | null): string {
  return pair.members.find((one) => one.account === account)?.name ?? inActs.someone;
}

/** The agreed time, or undefined while there is none. */
export const agreedTime = ({ starts, zone }: Meeting): string | undefined =>
  starts === null ? undefined : timeOf(starts, zone);

/** The agreed time, or the first of the suggested ones with how many more there are. */
export function headOf(meeting: Meeting): string {
  const [best, ...more] = meeting.candidates;
  const time = agreedTime(meeting) ?? (best && timeOf(best.at, best.zone)) ?? words.heading;
  return meeting.starts === null && more.length > 0 ? words.andMore(time, more.length) : time;
}

/** Where it stands, in one short line. */
export function lineOf(meeting: Meeting, account: string, now: number): string {
  const turn = waits(meeting, now) ? turnOf(meeting, account) : undefined;
  switch (meeting.state) {
    case "proposed":
      return turn === "mine" ? lines.yourAnswer : lines.theirAnswer;
    case "confirmed":
      if (hasBegun(meeting, now)) return lines.past;
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
