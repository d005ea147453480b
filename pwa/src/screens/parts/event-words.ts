import type { Session } from "../../contract.ts";
import { type Event, hasEnded, nextSession } from "../../domain/events.ts";
import { between, dayAndTime, dayOf } from "../../when.ts";
import { kinds, place, events as words } from "../../words/events.ts";

/** "Tuesday 8 December 2026, 5:30pm to 6:30pm", by the clock of the event's place. */
export function sessionTime({ starts, ends }: Pick<Session, "starts" | "ends">, zone: string): string {
  const [from, to] = [Date.parse(starts), Date.parse(ends)];
  const read = (there?: string) =>
    dayOf(from, there) === dayOf(to, there)
      ? `${dayOf(from, there)}, ${between(from, to, there)}`
      : `${dayAndTime(from, there)} to ${dayAndTime(to, there)}`;
  try {
    const there = read(zone);
    return there === read() ? there : words.inZone(there, cityOf(zone));
  } catch {
    // A zone that this phone's tables do not know.
    return read();
  }
}

/** "America/New_York" as "New York". */
export const cityOf = (zone: string): string => (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");

/** The session that comes next, with how many there are besides. */
export function whenOf(event: Event, now: number): string {
  const next = nextSession(event, now);
  return next === undefined ? "" : words.sessions(sessionTime(next, event.zone), event.sessions.length);
}

/** Where it stands for this doctor, in one short line; nothing where there is nothing to say. */
export function standingOf(event: Event, pending: boolean, now: number): string | undefined {
  if (event.state === "cancelled") return place.cancelled;
  if (hasEnded(event, now)) return place.over;
  if (event.kept === undefined || pending) return undefined;
  return event.kept.standing === "going" ? place.going : place.waiting;
}

export const kindOf = (event: Event): string => kinds[event.kind];
