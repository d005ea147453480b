import { useSignal } from "@preact/signals";
import { bring, sourceFrom } from "../../domain/rota.ts";
import type { Kind } from "../../times/rota/duty.ts";
import { lastDay } from "../../times/rota/duty.ts";
import { dutiesFrom } from "../../times/rota/reading/pattern.ts";
import { timeOf } from "../../times/rota/reading/words-of.ts";
import { dateText } from "../../times/zones.ts";
import { Button } from "../../ui/button.tsx";
import { Radios } from "../../ui/choice.tsx";
import { DateBoxes, type DateTyped } from "../../ui/date-boxes.tsx";
import { type Errors, Form, Input } from "../../ui/form.tsx";
import { Page } from "../../ui/page.tsx";
import { Link } from "../../ui/route.tsx";
import { dateFrom, day as dayWords } from "../../when.ts";
import { app } from "../../words/app.ts";
import { date as dateWords, patterns, rota as words } from "../../words/rota.ts";
import { wrong } from "../parts/sending.ts";
import { Taken } from "./adding.tsx";

type Shape = keyof typeof patterns;

/** The hours that most rotas give it; whole days have none. */
const HOURS: Record<Shape, readonly [kind: Kind, start: string, end: string] | readonly [kind: Kind]> = {
  long: ["shift", "08:00", "20:30"],
  night: ["shift", "20:30", "09:00"],
  day: ["shift", "09:00", "17:00"],
  other: ["shift", "", ""],
  oncall_home: ["oncall_home", "17:00", "09:00"],
  leave: ["leave"],
  zero: ["zero"],
  nwd: ["nwd"],
};

const whole = (typed: string, most: number) => {
  const number = Number(typed.trim());
  return /^\d{1,2}$/.test(typed.trim()) && number >= 1 && number <= most ? number : undefined;
};

/** Four long days from Monday, tapped in, and again every few weeks if it comes round. */
export function Screen() {
  const shape = useSignal<Shape | undefined>(undefined);
  const days = useSignal("4");
  const from = useSignal<DateTyped>({ day: "", month: "", year: "" });
  const start = useSignal("");
  const end = useSignal("");
  const weeks = useSignal("");
  const times = useSignal("");
  const errors = useSignal<Errors>({});
  const added = useSignal<{ id: string; at: number } | undefined>(undefined);

  const choose = (value: string) => {
    shape.value = value as Shape;
    const [, begins = "", ends = ""] = HOURS[value as Shape];
    start.value = begins;
    end.value = ends;
  };
  const hasTimes = shape.value !== undefined && HOURS[shape.value].length > 1;
  const submit = async () => {
    const chosen = shape.value;
    const count = whole(days.value, 60);
    const date = dateFrom(from.value.day, from.value.month, from.value.year);
    const [begins, ends] = [timeOf(start.value), timeOf(end.value)];
    const again = weeks.value.trim() === "" ? 0 : whole(weeks.value, 52);
    const turns = again === 0 ? 1 : whole(times.value, 26);
    errors.value = wrong({
      shape: chosen === undefined ? words.patternMissing : undefined,
      days: count === undefined ? words.patternDaysWrong : undefined,
      day: date === undefined ? dateWords.wrong : undefined,
      start: hasTimes && begins === undefined ? words.patternTimeWrong : undefined,
      end: hasTimes && ends === undefined ? words.patternTimeWrong : undefined,
      weeks: again === undefined ? words.patternWeeksWrong : undefined,
      times: turns === undefined ? words.patternTimesWrong : undefined,
    });
    if (Object.keys(errors.value).length > 0 || chosen === undefined || date === undefined) return;
    const label = patterns[chosen];
    const duties = dutiesFrom({
      kind: HOURS[chosen][0],
      label,
      from: date,
      days: count ?? 1,
      start: begins ?? 0,
      end: ends ?? 0,
      everyWeeks: again ?? 0,
      times: turns ?? 1,
    });
    const through = dateText(Math.max(...duties.map(lastDay)));
    const name = words.patternName(label, count ?? 1, dayWords(date));
    const source = sourceFrom("pattern", `${chosen} ${date}`, name, { duties, unread: [], through });
    try {
      await bring(source);
      added.value = { id: source.id, at: source.at };
    } catch {
      errors.value = { "": words.closed };
    }
  };
  return (
    <Page title={words.addPattern} back={{ to: "/you/rota", words: app.backTo(words.title) }}>
      <p>{words.private}</p>
      {added.value && (
        <>
          <Taken key={added.value.at} source={added.value.id} said={words.added} />
          <p>
            <Link to="/you/rota">{words.toRota}</Link>
          </p>
        </>
      )}
      <Form problem={app.problem} errors={errors.value} onSubmit={() => void submit()}>
        <Radios
          id="shape"
          legend={words.patternKind}
          error={errors.value.shape}
          value={shape.value}
          options={Object.entries(patterns).map(([value, said]) => ({ value, words: said }))}
          onChoose={choose}
        />
        <Input
          id="days"
          label={words.patternDays}
          inputMode="numeric"
          maxLength={2}
          error={errors.value.days}
          value={days.value}
          onInput={(typed) => {
            days.value = typed;
          }}
        />
        <DateBoxes
          words={{ ...dateWords, dateLabel: words.patternFrom, dateHint: dateWords.hint }}
          typed={from}
          error={errors.value.day}
        />
        {hasTimes &&
          (
            [
              ["start", words.patternStart, start],
              ["end", words.patternEnd, end],
            ] as const
          ).map(([id, label, typed]) => (
            <Input
              key={id}
              id={id}
              label={label}
              hint={id === "end" ? words.patternTimesHint : undefined}
              maxLength={10}
              error={errors.value[id]}
              value={typed.value}
              onInput={(value) => {
                typed.value = value;
              }}
            />
          ))}
        <Input
          id="weeks"
          label={words.patternWeeks}
          hint={words.patternWeeksHint}
          inputMode="numeric"
          maxLength={2}
          error={errors.value.weeks}
          value={weeks.value}
          onInput={(typed) => {
            weeks.value = typed;
          }}
        />
        {weeks.value.trim() !== "" && (
          <Input
            id="times"
            label={words.patternTimes}
            inputMode="numeric"
            maxLength={2}
            error={errors.value.times}
            value={times.value}
            onInput={(typed) => {
              times.value = typed;
            }}
          />
        )}
        <Button kind="first" submit>
          {words.addPatternNow}
        </Button>
      </Form>
    </Page>
  );
}
