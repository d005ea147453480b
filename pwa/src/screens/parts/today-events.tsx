import { eventsOf, onToday } from "../../domain/events.ts";
import { clock, device } from "../../domain/phone.ts";
import { Link } from "../../ui/route.tsx";
import { events as words } from "../../words/events.ts";
import { EventRows } from "./event-rows.tsx";

const MOST = 3;

/** On Today: the events this doctor has a place at, the next of the others, and the way to all. */
export function Part() {
  const open = device();
  const all = eventsOf(open.documents("event").value, open.documents("rsvp").value);
  const shown = onToday(all, clock.value, MOST);
  if (shown.length === 0) return null;
  return (
    <>
      <h2 class="nhsuk-heading-m">{words.title}</h2>
      <EventRows events={shown} label={words.title} />
      <p>
        <Link to="/events">{words.all}</Link>
      </p>
    </>
  );
}
