import { eventFile } from "../../domain/calendar.ts";
import { type Event, hasEnded, hasStarted } from "../../domain/events.ts";
import { partIn } from "../../domain/participation.ts";
import { clock, device, environment } from "../../domain/phone.ts";
import { Button } from "../../ui/button.tsx";
import { Card, Quiet, State } from "../../ui/page.tsx";
import { Link } from "../../ui/route.tsx";
import { app } from "../../words/app.ts";
import { certificate, place as words } from "../../words/events.ts";
import { useSaying } from "./saying.tsx";
import { Standing } from "./standing.tsx";

/** One's own place at an event. It is there once the server has said so, and never before. */
export function EventPlace({ event }: { event: Event }) {
  const open = device();
  const saying = useSaying();
  const now = clock.value;
  const { kept } = event;
  const gone = event.state === "cancelled" || hasEnded(event, now);
  const set = (going: boolean) =>
    saying.does(
      going ? words.kept : words.givenBack,
      ["rsvp.set", { event: event.id, going }],
      // Given back and sent, a place may be somebody else's: the way back is the queue, and asking for it again.
      going ? ["rsvp.set", { event: event.id, going: false }] : undefined,
    );
  if (kept === undefined && gone && saying.done === undefined)
    return event.state === "cancelled" ? null : <p>{words.over}.</p>;
  const pending = kept !== undefined && open.pendingFor("rsvp", kept.id) !== undefined;
  return (
    <Card>
      {saying.shown}
      {kept === undefined ? (
        !gone && <Ask event={event} keep={() => void set(true)} />
      ) : pending ? (
        saying.done === undefined && (
          <p>
            {words.onItsWay} <Standing kind="rsvp" id={kept.id} />
          </p>
        )
      ) : (
        <Held event={event} going={kept.standing === "going"} gone={gone} back={() => void set(false)} />
      )}
      {!gone && <Quiet>{event.named ? words.named : words.nameless}</Quiet>}
    </Card>
  );
}

/** Open to this doctor or not, with a place or to wait for one. */
function Ask({ event, keep }: { event: Event; keep: () => void }) {
  const parts = partIn(device().documents("participation").value, event.scheme);
  const open =
    event.open_to === "everyone" ||
    (event.open_to === "members" ? parts.length > 0 : parts.some(({ role }) => role !== "mentee"));
  if (event.open_to !== "everyone" && !open) return <p>{words[event.open_to]}</p>;
  return (
    <>
      {event.full && <p>{words.full}</p>}
      <Button kind="first" onPress={keep}>
        {event.full ? words.wait : words.keep}
      </Button>
    </>
  );
}

interface HeldProps {
  event: Event;
  going: boolean;
  gone: boolean;
  back: () => void;
}

function Held({ event, going, gone, back }: HeldProps) {
  const attended = going && event.state === "published" && hasStarted(event, clock.value);
  if (event.state === "cancelled") return <Button onPress={back}>{words.remove}</Button>;
  return (
    <>
      <p>
        <State words={going ? words.going : words.waiting} />
      </p>
      {!going && !gone && <p>{words.waitingWords}</p>}
      {attended && (
        <p>
          <Link to={`/events/${event.id}/certificate`}>{certificate.open}</Link>
        </p>
      )}
      {going && !gone && <File event={event.id} />}
      {!gone && <Button onPress={back}>{going ? words.giveBack : words.stopWaiting}</Button>}
    </>
  );
}

/** Leaving for a file that cannot come would leave the app. */
function File({ event }: { event: string }) {
  const { mark } = device().status.value;
  const away = !environment.online() || mark === "cannot-reach" || mark === "signed-out";
  if (away) return <Quiet>{`${words.file}: ${app.offline}`}</Quiet>;
  return (
    <p>
      <a href={eventFile(event)}>{words.file}</a>
    </p>
  );
}
