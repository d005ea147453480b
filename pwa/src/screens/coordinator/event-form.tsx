import { useSignal } from "@preact/signals";
import { act } from "../../domain/acting.ts";
import {
  chosenFrom,
  EMPTY,
  hasBegun,
  inOrder,
  isNameless,
  type Problems,
  SCHEME_ZONE,
  saidFrom,
  sessionFrom,
  type Typed,
  type TypedSession,
  typedOf,
} from "../../domain/event-form.ts";
import { device, environment, newId } from "../../domain/phone.ts";
import { Button, Plain } from "../../ui/button.tsx";
import { Radios } from "../../ui/choice.tsx";
import { DateBoxes } from "../../ui/date-boxes.tsx";
import { type Errors, Form, Input, Textarea } from "../../ui/form.tsx";
import { Page } from "../../ui/page.tsx";
import { go, type ScreenProps } from "../../ui/route.tsx";
import { app } from "../../words/app.ts";
import { events, kinds, openTo, eventForm as words } from "../../words/events.ts";
import { cityOf, sessionTime } from "../parts/event-words.ts";
import { ownZone } from "../parts/meeting-words.ts";

const NOTHING: TypedSession = { date: { day: "", month: "", year: "" }, from: "", to: "" };

/** A new event, or one that is changed. */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const { scheme = "", event } = params;
  const held = event === undefined ? undefined : open.documents("event").value.get(event);
  const office = event === undefined ? undefined : open.documents("event_office").value.get(event);
  const back = {
    to: event ? `/scheme/${scheme}/events/${event}` : `/scheme/${scheme}/events`,
    words: app.back,
  };
  if (event !== undefined && (held === undefined || office === undefined))
    return (
      <Page title={events.notHere} back={back}>
        <p>{events.notHereWords}</p>
      </Page>
    );
  const changed = event !== undefined;
  const start = held && office ? typedOf({ ...held, places: office.places }) : EMPTY;
  return (
    <Page title={changed ? words.changeTitle : words.title} back={back}>
      {changed && <p>{words.changeIntro}</p>}
      <EventForm scheme={scheme} event={event} start={start} zone={held?.zone ?? SCHEME_ZONE} />
    </Page>
  );
}

interface EventFormProps {
  scheme: string;
  event: string | undefined;
  start: Typed;
  zone: string;
}

function EventForm({ scheme, event, start, zone }: EventFormProps) {
  const open = device();
  const body = open.documents("scheme").value.get(scheme);
  const mayName = body?.charter.event_names === "coordinators";
  const typed = useSignal(start);
  const boxes = useSignal(NOTHING);
  const errors = useSignal<Errors>({});
  const says = (part: Partial<Typed>) => {
    typed.value = { ...typed.value, ...part };
  };
  const inWords = (problems: Problems): Errors =>
    Object.fromEntries(
      Object.entries(problems).flatMap(([field, what]) => (what ? [[field, words[what]]] : [])),
    );

  /** What stands in the boxes joins the times; false: something is wrong with it. */
  const add = (): boolean => {
    const read = sessionFrom(boxes.value, environment.now(), typed.value.sessions, zone);
    if ("problems" in read) {
      errors.value = inWords(read.problems);
      return false;
    }
    errors.value = {};
    says({ sessions: inOrder([...typed.value.sessions, read.session]) });
    boxes.value = NOTHING;
    return true;
  };
  const send = async () => {
    if (hasBegun(boxes.value) && !add()) return;
    const said = saidFrom(typed.value, zone);
    const chosen = event === undefined ? chosenFrom(typed.value, mayName) : undefined;
    const problems = {
      ...(chosen && "problems" in chosen ? chosen.problems : {}),
      ...("problems" in said ? said.problems : {}),
    };
    errors.value = inWords(problems);
    if ("problems" in said || (chosen && "problems" in chosen)) return;
    const id = event ?? newId();
    if (chosen) await act(open, ["event.publish", { event: id, scheme, ...said.said, ...chosen.chosen }]);
    else await act(open, ["event.change", { event: id, ...said.said }]);
    go(`/scheme/${scheme}/events/${id}`);
  };
  const field = (name: "title" | "place" | "link" | "cpd" | "places") => ({
    id: name,
    autoComplete: "off",
    error: errors.value[name],
    value: typed.value[name],
    onInput: (value: string) => says({ [name]: value }),
  });
  return (
    <Form problem={app.problem} errors={errors.value} onSubmit={() => void send()}>
      {event === undefined && (
        <Radios
          id="kind"
          legend={words.kind}
          error={errors.value.kind}
          value={typed.value.kind}
          onChoose={(kind) => says({ kind })}
          options={Object.entries(kinds).map(([value, name]) => ({ value, words: name }))}
        />
      )}
      <Input label={words.name} maxLength={120} {...field("title")} />
      <Textarea
        id="words"
        label={words.words}
        hint={words.wordsHint}
        maxLength={2000}
        error={errors.value.words}
        value={typed.value.words}
        onInput={(value) => says({ words: value })}
      />
      <h2 class="nhsuk-heading-m">{words.sessions}</h2>
      {zone !== ownZone() && <p>{words.clock(cityOf(zone))}</p>}
      {typed.value.sessions.length === 0 && <p>{words.sessionsNone}</p>}
      <ul class="rows" aria-label={words.sessions}>
        {typed.value.sessions.map((session) => {
          const time = sessionTime(session, zone);
          return (
            <li class="row" key={session.starts}>
              <strong>{time}</strong>
              <Plain
                label={words.removeWhat(time)}
                onPress={() => says({ sessions: typed.value.sessions.filter((one) => one !== session) })}
              >
                {words.remove}
              </Plain>
            </li>
          );
        })}
      </ul>
      <SessionBoxes boxes={boxes} errors={errors.value} onAdd={() => void add()} />
      <Input label={words.place} maxLength={200} {...field("place")} />
      <Input label={words.link} maxLength={500} {...field("link")} />
      <Textarea
        id="facilitators"
        label={words.leads}
        hint={words.leadsHint}
        maxLength={960}
        error={errors.value.facilitators}
        value={typed.value.facilitators}
        onInput={(facilitators) => says({ facilitators })}
      />
      <Input label={words.cpd} maxLength={5} {...field("cpd")} />
      <Input
        label={words.places}
        hint={words.placesHint}
        inputMode="numeric"
        maxLength={5}
        {...field("places")}
      />
      {event === undefined &&
        (typed.value.kind === "taster" ? (
          <p>{words.openToTaster}</p>
        ) : (
          <Radios
            id="openTo"
            legend={words.openTo}
            error={errors.value.openTo}
            value={typed.value.openTo}
            onChoose={(value) => says({ openTo: value })}
            options={Object.entries(openTo)
              .filter(([value]) => value === "everyone" || (body?.roles.length ?? 0) > 0)
              .map(([value, name]) => ({ value, words: name }))}
          />
        ))}
      {event === undefined && mayName && !isNameless(typed.value.kind) && (
        <Radios
          id="named"
          legend={words.named}
          hint={words.namedHint}
          error={errors.value.named}
          value={typed.value.named}
          onChoose={(named) => says({ named })}
          options={[
            { value: "no", words: words.namedNo },
            { value: "yes", words: words.namedYes },
          ]}
        />
      )}
      <Button kind="first" submit>
        {event === undefined ? words.publish : words.save}
      </Button>
    </Form>
  );
}

interface SessionBoxesProps {
  boxes: { value: TypedSession };
  errors: Errors;
  onAdd: () => void;
}

/** A date and its times as they are typed. */
function SessionBoxes({ boxes, errors, onAdd }: SessionBoxesProps) {
  const date = {
    get value() {
      return boxes.value.date;
    },
    set value(next: TypedSession["date"]) {
      boxes.value = { ...boxes.value, date: next };
    },
  };
  return (
    <>
      <DateBoxes words={words} typed={date} error={errors.day} />
      {(["from", "to"] as const).map((end) => (
        <Input
          key={end}
          id={end}
          label={words[end]}
          hint={words.timeHint}
          autoComplete="off"
          maxLength={10}
          error={errors[end]}
          value={boxes.value[end]}
          onInput={(typed) => {
            boxes.value = { ...boxes.value, [end]: typed };
          }}
        />
      ))}
      <Button onPress={onAdd}>{words.add}</Button>
    </>
  );
}
