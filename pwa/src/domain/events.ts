import type { EventDocument, GuestDocument, RsvpDocument, Session } from "../contract.ts";
import { type Acts, find, type View } from "./view.ts";

/**
 * Events of a scheme, and the place one keeps. Names and states are the server's. Only the server says that
 * there is a place, so nothing done here does.
 */

type Said = Omit<RsvpDocument, "event" | "standing">;

/** What is read of an event, from the scheme's list or from one's own place. */
export type Event = Said & { id: string; full: boolean; kept: Kept | undefined };
export type Kept = RsvpDocument & { id: string };

/** One's own place is laid down with the event, so that it is read with no list at hand. */
function said({ full: _, ...event }: EventDocument): Said {
  return event;
}

function change(view: View, id: string, how: Partial<Said>): void {
  const event = view.get("event", id);
  if (event) view.put("event", id, { ...event, ...how, sequence: event.sequence + 1 });
  const own = find(view, "rsvp", (rsvp) => rsvp.event === id);
  if (own) view.put("rsvp", own[0], { ...own[1], ...how, sequence: own[1].sequence + 1 });
}

const at = (made: number) => new Date(made).toISOString();

export const eventActs: Acts<"event.publish" | "event.change" | "event.cancel" | "rsvp.set"> = {
  "event.publish": {
    apply(view, { event, places: _, ...what }) {
      // The code and its digest are the server's to make.
      const made = { state: "published", full: false, sequence: 0, changed_at: null, check: "" } as const;
      view.put("event", event, { ...what, ...made });
    },
  },
  "event.change": {
    apply(view, { event, places, ...what }, { made }) {
      change(view, event, { ...what, changed_at: at(made) });
      const office = view.get("event_office", event);
      if (office) view.put("event_office", event, { ...office, places });
    },
  },
  "event.cancel": {
    apply: (view, { event }, { made }) => change(view, event, { state: "cancelled", changed_at: at(made) }),
  },
  "rsvp.set": {
    apply(view, { event, going }, { id }) {
      const own = find(view, "rsvp", (rsvp) => rsvp.event === event);
      const held = view.get("event", event);
      if (!going && own) view.delete("rsvp", own[0]);
      if (going && !own && held) view.put("rsvp", id, { event, standing: "waiting", ...said(held) });
    },
  },
};

type Rsvps = ReadonlyMap<string, RsvpDocument>;

/** One's own place at an event, kept or waited for. */
export function keptAt(all: Rsvps, event: string): Kept | undefined {
  for (const [id, body] of all) if (body.event === event) return { id, ...body };
  return undefined;
}

/** Who has a place at an event of names, by name; two may have the same one. */
export function guestsAt(
  all: ReadonlyMap<string, GuestDocument>,
  event: string,
): { id: string; name: string }[] {
  return [...all]
    .filter(([, guest]) => guest.event === event)
    .map(([id, { name }]) => ({ id, name }))
    .sort((one, other) => one.name.localeCompare(other.name, "en"));
}

/** One event by its id, as far as this phone knows it. */
export function eventOf(
  events: ReadonlyMap<string, EventDocument>,
  all: Rsvps,
  id: string,
): Event | undefined {
  const kept = keptAt(all, id);
  const body = events.get(id);
  if (body !== undefined) return { ...body, id, kept };
  return kept && { ...kept, id, full: false, kept };
}

/** Every event that this phone knows of, the next one first. */
export function eventsOf(events: ReadonlyMap<string, EventDocument>, all: Rsvps): Event[] {
  const ids = new Set([...events.keys(), ...[...all.values()].map(({ event }) => event)]);
  return [...ids]
    .flatMap((id) => eventOf(events, all, id) ?? [])
    .sort((one, other) => startOf(one) - startOf(other) || one.title.localeCompare(other.title, "en"));
}

type When = Pick<Said, "sessions">;

const time = (session: Session | undefined, end: "starts" | "ends") => Date.parse(session?.[end] ?? "");
export const startOf = ({ sessions }: When): number => time(sessions[0], "starts");
export const endOf = ({ sessions }: When): number => time(sessions.at(-1), "ends");
export const hasEnded = (event: When, now: number): boolean => endOf(event) <= now;
export const hasStarted = (event: When, now: number): boolean => startOf(event) <= now;

/** The session that is on or comes next; of an event that is over, the last. */
export function nextSession({ sessions }: When, now: number): Session | undefined {
  return sessions.find((session) => time(session, "ends") > now) ?? sessions.at(-1);
}

/** On Today: what this doctor goes to or waits for, and of the others the first that is still to begin. */
export function onToday(all: readonly Event[], now: number, most: number): Event[] {
  const coming = all.filter((event) => !hasEnded(event, now));
  const other = coming.find(
    (event) => event.kept === undefined && event.state === "published" && !hasStarted(event, now),
  );
  return coming
    .filter(({ kept }) => kept !== undefined)
    .slice(0, most)
    .concat(other ?? []);
}
