import type { EventDocument, RsvpDocument } from "../contract.ts";
import { type Acts, find, type View } from "./view.ts";

/**
 * Events of a scheme, and the place one keeps. Names and states are the server's. Only the server says that
 * there is a place, so nothing done here does.
 */

export type Event = Omit<EventDocument, "full"> & { id: string };
type Said = Omit<RsvpDocument, "event" | "standing">;

/** One's own place is laid down with the event, so that it is read with no list at hand. */
function said({ full: _, ...event }: EventDocument): Said {
  return event;
}

function change(view: View, id: string, how: (held: Said) => Partial<Said>): void {
  const event = view.get("event", id);
  if (event) view.put("event", id, { ...event, ...how(event), sequence: event.sequence + 1 });
  const own = find(view, "rsvp", (rsvp) => rsvp.event === id);
  if (own) view.put("rsvp", own[0], { ...own[1], ...how(own[1]), sequence: own[1].sequence + 1 });
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
      change(view, event, () => ({ ...what, changed_at: at(made) }));
      const office = view.get("event_office", event);
      if (office) view.put("event_office", event, { ...office, places });
    },
  },
  "event.cancel": {
    apply: (view, { event }, { made }) =>
      change(view, event, () => ({ state: "cancelled", changed_at: at(made) })),
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

/** One's own place at an event, kept or waited for. */
export function keptAt(all: ReadonlyMap<string, RsvpDocument>, event: string): Kept | undefined {
  for (const [id, body] of all) if (body.event === event) return { id, ...body };
  return undefined;
}

export type Kept = RsvpDocument & { id: string };
