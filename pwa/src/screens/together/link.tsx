import { useSignal } from "@preact/signals";
import { clock, environment } from "../../domain/phone.ts";
import {
  type Answered,
  calendarFile,
  fragmentOf,
  type Meeting,
  readFragment,
  type Shared,
  type Suggested,
} from "../../domain/shared-link.ts";
import { Button } from "../../ui/button.tsx";
import { Radios } from "../../ui/choice.tsx";
import { Form } from "../../ui/form.tsx";
import { Page, Quiet, Summary } from "../../ui/page.tsx";
import { Link, place } from "../../ui/route.tsx";
import { dayAndTime } from "../../when.ts";
import { app } from "../../words/app.ts";
import { times, link as words } from "../../words/times.ts";
import { LinkBox } from "./link-box.tsx";

/** What somebody sent in a link. It is read from the address on this phone, and shown as plain words only. */
export function Screen() {
  const { fragment } = place.value;
  const shared = readFragment(fragment);
  if (shared === undefined) return <Broken />;
  return shared.kind === "suggested" ? (
    <Suggestion key={fragment} shared={shared} />
  ) : (
    <Answer key={fragment} shared={shared} />
  );
}

function Broken() {
  return (
    <Page title={words.brokenTitle}>
      <p>{words.broken}</p>
      <Tools />
    </Page>
  );
}

function Tools() {
  return (
    <p>
      <Link to="/together">{words.tools}</Link>
    </p>
  );
}

const NONE = "none";

function Suggestion({ shared }: { shared: Suggested }) {
  const choice = useSignal<string | undefined>(undefined);
  const error = useSignal<string | undefined>(undefined);
  const answer = useSignal<Answered | undefined>(undefined);
  const coming = shared.times.filter((time) => time > clock.value);

  const submit = () => {
    answer.value = undefined;
    error.value = choice.value === undefined ? words.chooseMissing : undefined;
    if (choice.value === undefined) return;
    const { minutes, place: where } = shared;
    const time = choice.value === NONE ? undefined : Number(choice.value);
    answer.value = { kind: "answered", time, minutes, place: where };
  };
  const made = answer.value;
  return (
    <Page title={words.suggestedTitle}>
      <p>{words.suggestedIntro}</p>
      <About shared={shared} />
      {made !== undefined && (
        <>
          <LinkBox
            key={made.time}
            title={words.answerReady}
            intro={words.answerWords}
            fragment={fragmentOf(made)}
          />
          {made.time !== undefined && <Calendar time={made.time} meeting={made} />}
        </>
      )}
      {coming.length === 0 && <p>{words.allPast}</p>}
      <Form
        problem={app.problem}
        errors={error.value === undefined ? {} : { time: error.value }}
        onSubmit={submit}
      >
        <Radios
          id="time"
          legend={words.choose}
          large
          error={error.value}
          value={choice.value}
          onChoose={(value) => {
            choice.value = value;
            answer.value = undefined;
          }}
          options={[
            ...coming.map((time) => ({ value: String(time), words: dayAndTime(time) })),
            { value: NONE, words: words.none, hint: words.noneHint },
          ]}
        />
        <Button kind="first" submit>
          {words.answer}
        </Button>
      </Form>
      {shared.times
        .filter((time) => !coming.includes(time))
        .map((time) => (
          <Quiet key={time}>
            {dayAndTime(time)}. {words.past}.
          </Quiet>
        ))}
      <Quiet>{words.ignore}</Quiet>
      <Quiet>{times.zone}</Quiet>
      <Tools />
    </Page>
  );
}

function Answer({ shared }: { shared: Answered }) {
  const { time } = shared;
  return (
    <Page title={words.answeredTitle}>
      <p>{time === undefined ? words.suitsNone : words.suits}</p>
      <About shared={shared} />
      {time !== undefined && time > clock.value && <Calendar time={time} meeting={shared} />}
      {time !== undefined && time <= clock.value && <p>{words.past}.</p>}
      {time === undefined && (
        <p>
          <Link to="/together/times">{words.suggestOthers}</Link>
        </p>
      )}
      <Quiet>{times.zone}</Quiet>
      <Tools />
    </Page>
  );
}

function About({ shared }: { shared: Shared }) {
  const rows: [string, string][] = [[words.howLong, words.minutes(shared.minutes)]];
  if (shared.kind === "answered" && shared.time !== undefined)
    rows.unshift([words.when, dayAndTime(shared.time)]);
  if (shared.place !== "") rows.push([words.where, shared.place]);
  return <Summary rows={rows} />;
}

/** The file is made here and handed to the phone. No server makes it, or learns that it was made. */
function Calendar({ time, meeting }: { time: number; meeting: Meeting }) {
  const save = () => {
    const text = calendarFile(time, meeting, words.summary, environment.now(), environment.newId());
    const address = URL.createObjectURL(new Blob([text], { type: "text/calendar;charset=utf-8" }));
    const anchor = document.createElement("a");
    anchor.href = address;
    anchor.download = words.file;
    anchor.click();
    environment.after(60_000, () => URL.revokeObjectURL(address));
  };
  return (
    <>
      <Button onPress={save}>{words.calendar}</Button>
      <Quiet>{meeting.place === "" ? words.calendarWhat : words.calendarWhere}</Quiet>
    </>
  );
}
