import { useRef } from "preact/hooks";
import { type Event, eventOf } from "../domain/events.ts";
import { clock, device } from "../domain/phone.ts";
import { Page, Quiet, Row, Rows, State, Summary } from "../ui/page.tsx";
import type { ScreenProps } from "../ui/route.tsx";
import { moment } from "../when.ts";
import { app } from "../words/app.ts";
import { openTo, place, events as words } from "../words/events.ts";
import { AsAt } from "./parts/as-at.tsx";
import { CameBack } from "./parts/came-back.tsx";
import { EventPlace } from "./parts/event-place.tsx";
import { kindOf, sessionTime } from "./parts/event-words.ts";
import { Standing } from "./parts/standing.tsx";

/** One event: what it is, and the place that one can keep. */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const id = params.event ?? "";
  const now = eventOf(open.documents("event").value, open.documents("rsvp").value, id);
  // Given back where the scheme is not followed, it stays on the screen until that is left.
  const known = useRef<Event | undefined>(undefined);
  known.current = now ?? (known.current && { ...known.current, kept: undefined });
  const event = known.current;
  if (event === undefined) {
    return (
      <Page title={words.notHere} back={{ to: "/events", words: app.backTo(words.title) }}>
        <CameBack about={(args) => args.event === id} />
        <p>{words.notHereWords}</p>
        <Rows label={words.title}>
          <Row to="/events" title={words.all} />
        </Rows>
        <AsAt />
      </Page>
    );
  }
  const scheme = open.documents("scheme").value.get(event.scheme)?.name;
  return (
    <Page title={event.title} back={{ to: "/events", words: app.backTo(words.title) }}>
      <p>
        {kindOf(event)}
        {scheme && ` · ${scheme}`} <Standing kind="event" id={id} />
      </p>
      {event.state === "cancelled" && (
        <p>
          <State words={place.cancelled} />
        </p>
      )}
      {event.changed_at && event.state === "published" && (
        <Quiet>{words.changed(moment(Date.parse(event.changed_at), clock.value))}</Quiet>
      )}
      <CameBack about={(args) => args.event === id} />
      <EventPlace event={event} />
      <About event={event} />
      <AsAt />
    </Page>
  );
}

function About({ event }: { event: Event }) {
  const rows: [string, preact.ComponentChildren][] = [
    [
      words.when,
      event.sessions.map((session) => (
        <div key={session.starts}>
          <strong>{sessionTime(session, event.zone)}</strong>
        </div>
      )),
    ],
    [words.where, event.place],
  ];
  if (event.facilitators.length > 0) rows.push([words.leads, event.facilitators.join(", ")]);
  if (event.cpd !== null) rows.push([words.cpd, String(event.cpd)]);
  rows.push([words.openTo, openTo[event.open_to]]);
  return (
    <>
      {event.words.split(/\n\s*\n/).map((paragraph) => (
        <p class="words" key={paragraph}>
          {paragraph}
        </p>
      ))}
      <Summary rows={rows} />
      {event.link && (
        <p>
          <a href={event.link} rel="noopener noreferrer" target="_blank">
            {words.more}
          </a>
        </p>
      )}
    </>
  );
}
