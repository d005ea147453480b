import { useSignal } from "@preact/signals";
import { MOST_TIMES } from "../../domain/free-times.ts";
import { environment } from "../../domain/phone.ts";
import { instantOf, timeFrom } from "../../domain/shared-link.ts";
import { Button } from "../../ui/button.tsx";
import { DateBoxes, type DateTyped } from "../../ui/date-boxes.tsx";
import { type Errors, Input } from "../../ui/form.tsx";
import { Details } from "../../ui/page.tsx";
import { dateFrom, daysAfter } from "../../when.ts";
import { suggesting } from "../../words/meetings.ts";
import { times as words } from "../../words/times.ts";
import { wrong } from "./sending.ts";
import { inWords } from "./time-notes.ts";

const EMPTY: DateTyped = { day: "", month: "", year: "" };
const FARTHEST = 730;

interface AnyTimeProps {
  /** There are suggested times above it, so it opens when it is asked for. */
  closed: boolean;
  chosen: readonly number[];
  onAdd: (start: number, said: string) => void;
}

/** Any time at all, in this phone's zone: it is theirs to choose. */
export function AnyTime({ closed, chosen, onAdd }: AnyTimeProps) {
  const date = useSignal<DateTyped>(EMPTY);
  const time = useSignal("");
  const errors = useSignal<Errors>({});
  const add = () => {
    const day = dateFrom(date.value.day, date.value.month, date.value.year);
    const minute = timeFrom(time.value);
    const at = day === undefined || minute === undefined ? undefined : instantOf(day, minute);
    errors.value = wrong({
      day: day === undefined ? words.dateWrong : at === undefined ? undefined : fault(at, day, chosen),
      time: minute === undefined ? words.timeWrong : day && at === undefined ? words.timeLeftOut : undefined,
    });
    if (at === undefined || Object.keys(errors.value).length > 0) return;
    date.value = EMPTY;
    time.value = "";
    onAdd(at / 1000, words.added(inWords(at / 1000)));
  };
  const boxes = (
    <>
      <p class="quiet">{suggesting.anyWords}</p>
      <DateBoxes words={words} typed={date} error={errors.value.day} />
      <Input
        id="time"
        label={words.time}
        hint={words.timeHint}
        maxLength={10}
        error={errors.value.time}
        value={time.value}
        onInput={(typed) => {
          time.value = typed;
        }}
      />
      <Button onPress={add}>{words.add}</Button>
    </>
  );
  return closed ? <Details summary={suggesting.any}>{boxes}</Details> : boxes;
}

function fault(at: number, day: string, chosen: readonly number[]): string | undefined {
  const now = environment.now();
  if (at <= now) return words.datePast;
  if (day > daysAfter(new Date(now).toISOString().slice(0, 10), FARTHEST)) return suggesting.tooFar;
  if (chosen.includes(at / 1000)) return words.twice;
  return chosen.length >= MOST_TIMES ? words.tooMany : undefined;
}
