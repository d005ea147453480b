import { inHalves } from "../../domain/codes.ts";
import { eventOf, guestsAt, hasEnded } from "../../domain/events.ts";
import { clock, device } from "../../domain/phone.ts";
import { Button } from "../../ui/button.tsx";
import { Card, Page, Row, Rows, State } from "../../ui/page.tsx";
import type { ScreenProps } from "../../ui/route.tsx";
import { app } from "../../words/app.ts";
import { events, place, officeEvents as words } from "../../words/events.ts";
import { AsAt } from "../parts/as-at.tsx";
import { CameBack } from "../parts/came-back.tsx";
import { whenOf } from "../parts/event-words.ts";
import { useSaying } from "../parts/saying.tsx";
import { Standing } from "../parts/standing.tsx";

/** One event, for its office: places, the code to be shown there, names where the event has them. */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const saying = useSaying();
  const { scheme = "", event: id = "" } = params;
  const event = eventOf(open.documents("event").value, open.documents("rsvp").value, id);
  const office = open.documents("event_office").value.get(id);
  const back = { to: `/scheme/${scheme}/events`, words: app.backTo(words.title) };
  if (event === undefined) {
    return (
      <Page title={events.notHere} back={back}>
        <CameBack about={(args) => args.event === id} />
        <p>{events.notHereWords}</p>
      </Page>
    );
  }
  const open_ = event.state === "published" && !hasEnded(event, clock.value);
  const guests = guestsAt(open.documents("guest").value, id);
  return (
    <Page title={event.title} back={back}>
      {saying.shown}
      <CameBack about={(args) => args.event === id} />
      <p>
        {whenOf(event, clock.value)} {saying.done === undefined && <Standing kind="event" id={id} />}
      </p>
      {event.state === "cancelled" && (
        <p>
          <State words={place.cancelled} />
        </p>
      )}
      {office && (
        <p>
          {words.taken(office.taken, office.places)} {office.waiting > 0 && words.waiting(office.waiting)}
        </p>
      )}
      <Card>
        <h2 class="nhsuk-heading-s">{words.code}</h2>
        {office ? <p class="code">{inHalves(office.code)}</p> : <p>{words.codeLater}</p>}
        <p class="quiet">{words.codeWords}</p>
      </Card>
      {event.named && (
        <>
          <h2 class="nhsuk-heading-m">{words.names}</h2>
          {guests.length === 0 ? (
            <p>{words.namesNone}</p>
          ) : (
            <ul class="nhsuk-list nhsuk-list--bullet">
              {guests.map((guest) => (
                <li key={guest.id}>{guest.name}</li>
              ))}
            </ul>
          )}
        </>
      )}
      <Rows label={words.title}>
        <Row to={`/events/${id}`} title={words.asDoctors} />
        {open_ && office && <Row to={`/scheme/${scheme}/events/${id}/change`} title={words.change} />}
      </Rows>
      {open_ && (
        <Button onPress={() => void saying.does(words.cancelled, ["event.cancel", { event: id }])}>
          {words.cancel}
        </Button>
      )}
      <AsAt />
    </Page>
  );
}
