import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { ahead, meetingsIn } from "../../domain/arranged.ts";
import type { Meeting } from "../../domain/meetings.ts";
import { clock, device } from "../../domain/phone.ts";
import { Button, Equal } from "../../ui/button.tsx";
import { Checkboxes } from "../../ui/choice.tsx";
import { Form } from "../../ui/form.tsx";
import { app } from "../../words/app.ts";
import { meeting as words } from "../../words/meetings.ts";
import { timeOf } from "./meeting-words.ts";
import type { Saying } from "./saying.tsx";
import { notesOn } from "./time-notes.ts";

/** The times that can still be chosen, best first; or those that were. */
export function Listed({ meeting, ranking }: { meeting: Meeting; ranking?: readonly string[] | undefined }) {
  const times = ranking
    ? ranking.flatMap((at) => meeting.candidates.find((one) => one.at === at) ?? [])
    : ahead(meeting, clock.value);
  return (
    <ol class="nhsuk-list nhsuk-list--number">
      {(times.length > 0 ? times : meeting.candidates).map(({ at, zone }) => (
        <li key={at}>{timeOf(at, zone)}</li>
      ))}
    </ol>
  );
}

interface AnsweringProps {
  meeting: Meeting;
  saying: Saying;
  /** The other way on, of the same size. */
  instead: ComponentChildren;
}

/** Yes to one or several, in the order in which they are chosen. */
export function Answering({ meeting, saying, instead }: AnsweringProps) {
  const chosen = useSignal<readonly string[]>([]);
  const error = useSignal<string | undefined>(undefined);
  const times = ahead(meeting, clock.value);
  const notes = (at: string) => notesAt(meeting, at);
  const agree = (ranking: readonly string[]) => {
    const [best] = ranking;
    error.value = best === undefined ? words.chooseOne : undefined;
    const zone = times.find(({ at }) => at === best)?.zone ?? null;
    if (best === undefined) return undefined;
    const said = ranking.length === 1 ? words.saidYes(timeOf(best, zone)) : words.saidYesMany(ranking.length);
    return saying.does(said, ["meeting.accept", { meeting: meeting.id, ranking }]);
  };
  const [only] = times;
  if (times.length === 1 && only !== undefined) {
    const time = timeOf(only.at, only.zone);
    return (
      <>
        <p>
          <strong>{time}</strong>
        </p>
        {notes(only.at).map((note) => (
          <p class="quiet" key={note}>
            {note}
          </p>
        ))}
        <Equal>
          <Button label={words.agreeTo(time)} onPress={() => void agree([only.at])}>
            {words.agree}
          </Button>
          {instead}
        </Equal>
      </>
    );
  }
  return (
    <Form
      problem={app.problem}
      errors={error.value === undefined ? {} : { times: error.value }}
      onSubmit={() => void agree(chosen.value.filter((at) => times.some((one) => one.at === at)))}
    >
      <Checkboxes
        id="times"
        legend={words.choose}
        hint={words.chooseHint}
        error={error.value}
        values={chosen.value}
        onChange={(values) => {
          error.value = undefined;
          chosen.value = values;
        }}
        options={times.map(({ at, zone }) => {
          const rank = chosen.value.indexOf(at);
          const said = [...(rank < 0 ? [] : [words.place(rank + 1)]), ...notes(at)];
          return { value: at, words: timeOf(at, zone), hint: said.join(". ") || undefined };
        })}
      />
      <Equal>
        <Button submit>{words.agree}</Button>
        {instead}
      </Equal>
    </Form>
  );
}

/** What this phone knows against a time that somebody else suggests. */
export function notesAt(meeting: Meeting, at: string): string[] {
  const all = meetingsIn(device().documents("meeting").value);
  return notesOn(Date.parse(at) / 1000, {
    mentor: undefined,
    offer: undefined,
    minutes: meeting.minutes,
    now: clock.value / 1000,
    all,
    about: meeting.id,
  });
}

/** What this doctor has said yes to, as long as it waits on this phone: the server tells nobody's ranking. */
export function rankingFor(meeting: string): readonly string[] | undefined {
  const said = device().outbox.value.findLast(
    ({ name, args }) => name === "meeting.accept" && (args as { meeting: string }).meeting === meeting,
  );
  return (said?.args as { ranking?: readonly string[] } | undefined)?.ranking;
}
