import { eventsOf } from "../../domain/events.ts";
import { clock, device } from "../../domain/phone.ts";
import { Button } from "../../ui/button.tsx";
import { Page, State } from "../../ui/page.tsx";
import { go, Link, type ScreenProps } from "../../ui/route.tsx";
import { app } from "../../words/app.ts";
import { place, officeEvents as words } from "../../words/events.ts";
import { AsAt } from "../parts/as-at.tsx";
import { kindOf, whenOf } from "../parts/event-words.ts";
import { Standing } from "../parts/standing.tsx";

/** A scheme's events, for its office: how many places are taken, and the way to publish one. */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const scheme = params.scheme ?? "";
  const places = open.documents("event_office").value;
  const all = eventsOf(open.documents("event").value, open.documents("rsvp").value).filter(
    (event) => event.scheme === scheme,
  );
  return (
    <Page title={words.title} back={{ to: `/scheme/${scheme}`, words: app.back }}>
      <p>{words.intro}</p>
      <Button kind="first" onPress={() => go(`/scheme/${scheme}/publish-event`)}>
        {words.publish}
      </Button>
      {all.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <ul class="rows" aria-label={words.title}>
          {all.reverse().map((event) => {
            const office = places.get(event.id);
            return (
              <li key={event.id}>
                <Link class="row" to={`/scheme/${scheme}/events/${event.id}`}>
                  <strong>{event.title}</strong>
                  <span class="quiet">
                    {kindOf(event)} · {whenOf(event, clock.value)}
                  </span>
                  {office && <span class="quiet">{words.taken(office.taken, office.places)}</span>}
                  <State words={event.state === "cancelled" ? place.cancelled : undefined} />
                  <Standing kind="event" id={event.id} />
                </Link>
              </li>
            );
          })}
        </ul>
      )}
      <AsAt />
    </Page>
  );
}
