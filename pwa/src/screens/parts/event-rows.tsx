import type { Event } from "../../domain/events.ts";
import { clock, device } from "../../domain/phone.ts";
import { Rows, State } from "../../ui/page.tsx";
import { Link } from "../../ui/route.tsx";
import { kindOf, standingOf, whenOf } from "./event-words.ts";
import { Standing } from "./standing.tsx";

/** Events as rows: what, when, and where this doctor's place stands. */
export function EventRows({ events, label }: { events: readonly Event[]; label: string }) {
  const open = device();
  const now = clock.value;
  return (
    <Rows label={label}>
      {events.map((event) => {
        const { kept } = event;
        const pending = kept !== undefined && open.pendingFor("rsvp", kept.id) !== undefined;
        return (
          <li key={event.id}>
            <Link class="row" to={`/events/${event.id}`}>
              <strong>{event.title}</strong>
              <span class="quiet">
                {kindOf(event)} · {whenOf(event, now)}
              </span>
              <State words={standingOf(event, pending, now)} />
              {kept && <Standing kind="rsvp" id={kept.id} />}
            </Link>
          </li>
        );
      })}
    </Rows>
  );
}
