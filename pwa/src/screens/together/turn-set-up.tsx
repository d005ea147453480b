import { useSignal } from "@preact/signals";
import { keepRound } from "../../domain/keeping-time.ts";
import { environment } from "../../domain/phone.ts";
import { begin, MOST_MINUTES } from "../../times/turns.ts";
import { Button } from "../../ui/button.tsx";
import { Radios } from "../../ui/choice.tsx";
import { type Errors, Form, Input } from "../../ui/form.tsx";
import { Quiet } from "../../ui/page.tsx";
import { app } from "../../words/app.ts";
import { lasting, turns as words } from "../../words/together.ts";
import { wrong } from "../parts/sending.ts";

const LENGTHS = [5, 10, 15, 20];

/** How many people, and how long: nothing is chosen beforehand. */
export function SetUp() {
  const people = useSignal<string | undefined>(undefined);
  const length = useSignal<string | undefined>(undefined);
  const typed = useSignal("");
  const errors = useSignal<Errors>({});

  const submit = () => {
    const other = length.value === "other";
    const minutes = Number(other ? typed.value.trim() : length.value);
    const canBe = Number.isInteger(minutes) && minutes >= 1 && minutes <= MOST_MINUTES;
    errors.value = wrong({
      people: people.value === undefined ? words.howManyMissing : undefined,
      minutes: length.value === undefined ? words.howLongMissing : undefined,
      other: other && !canBe ? words.otherWrong(MOST_MINUTES) : undefined,
    });
    if (Object.keys(errors.value).length > 0) return;
    keepRound(begin(people.value === "3" ? 3 : 2, minutes, environment.now()));
  };

  return (
    <>
      <p>{words.intro}</p>
      <Form problem={app.problem} errors={errors.value} onSubmit={submit}>
        <Radios
          id="people"
          legend={words.howMany}
          large
          error={errors.value.people}
          value={people.value}
          onChoose={(value) => {
            people.value = value;
          }}
          options={[
            { value: "2", words: words.two, hint: words.twoHint },
            { value: "3", words: words.three, hint: words.threeHint },
          ]}
        />
        <Radios
          id="minutes"
          legend={words.howLong}
          large
          error={errors.value.minutes}
          value={length.value}
          onChoose={(value) => {
            length.value = value;
          }}
          options={[
            ...LENGTHS.map((minutes) => ({ value: String(minutes), words: lasting(minutes * 60) })),
            { value: "other", words: words.other },
          ]}
        />
        {length.value === "other" && (
          <Input
            id="other"
            label={words.otherLabel}
            hint={words.otherHint(MOST_MINUTES)}
            inputMode="numeric"
            maxLength={3}
            error={errors.value.other}
            value={typed.value}
            onInput={(value) => {
              typed.value = value;
            }}
          />
        )}
        <Button kind="first" submit>
          {words.setUp}
        </Button>
      </Form>
      <Quiet>{words.bleepHint}</Quiet>
    </>
  );
}
