import { type Signal, useSignal } from "@preact/signals";
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

const EMPTY: DateTyped = { day: "", month: "", year: "" };
const FARTHEST = 730;

/** A date and a time as they are being typed. */
export interface TypedTime {
  readonly date: Signal<DateTyped>;
  readonly time: Signal<string>;
  /** Something stands in the boxes. */
  begun(): boolean;
  /** In whole seconds, or what is wrong with it. */
  read(chosen: readonly number[]): { start: number } | { errors: Errors };
  clear(): void;
}

export function useTypedTime(): TypedTime {
  const date = useSignal<DateTyped>(EMPTY);
  const time = useSignal("");
  return {
    date,
    time,
    begun: () => [...Object.values(date.value), time.value].some((typed) => typed.trim() !== ""),
    read(chosen) {
      const day = dateFrom(date.value.day, date.value.month, date.value.year);
      const minute = timeFrom(time.value);
      const at = day === undefined || minute === undefined ? undefined : instantOf(day, minute);
      const errors = wrong({
        day: day === undefined ? words.dateWrong : at === undefined ? undefined : fault(at, day, chosen),
        time:
          minute === undefined ? words.timeWrong : day && at === undefined ? words.timeLeftOut : undefined,
      });
      return at === undefined || Object.keys(errors).length > 0 ? { errors } : { start: at / 1000 };
    },
    clear() {
      date.value = EMPTY;
      time.value = "";
    },
  };
}

interface AnyTimeProps {
  typed: TypedTime;
  /** There are suggested times above it, so it opens when it is asked for. */
  closed: boolean;
  errors: Errors;
  onAdd: () => void;
}

/** Any time at all, in this phone's zone: it is theirs to choose. */
export function AnyTime({ typed, closed, errors, onAdd }: AnyTimeProps) {
  const boxes = (
    <>
      <p class="quiet">{suggesting.anyWords}</p>
      <DateBoxes words={words} typed={typed.date} error={errors.day} />
      <Input
        id="time"
        label={words.time}
        hint={words.timeHint}
        maxLength={10}
        error={errors.time}
        value={typed.time.value}
        onInput={(said) => {
          typed.time.value = said;
        }}
      />
      <Button onPress={onAdd}>{words.add}</Button>
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
