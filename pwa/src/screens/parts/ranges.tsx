import type { Signal } from "@preact/signals";
import { Button, Plain } from "../../ui/button.tsx";
import { Select } from "../../ui/choice.tsx";
import { freeDay as words } from "../../words/availability.ts";
import { minuteWords } from "./free-words.ts";

/** What stands in the boxes of one window; "" is not chosen yet. */
export interface Typed {
  start: string;
  end: string;
}

export const MOST_RANGES = 8;
export const NOTHING: Typed = { start: "", end: "" };
const STEP = 15;
const DAY = 1440;
/** A window may end as late as midday of the next day. */
const LATEST = DAY + 720;

interface RangesProps {
  typed: Signal<readonly Typed[]>;
  errors: Readonly<Record<string, string>>;
}

/** The windows of one day: when each starts and ends, one more, or one fewer. */
export function RangesForm({ typed, errors }: RangesProps) {
  const change = (at: number, how: Partial<Typed>) => {
    typed.value = typed.value.map((one, place) => (place === at ? { ...one, ...how } : one));
  };
  return (
    <>
      {typed.value.map((one, at) => (
        <fieldset class="nhsuk-fieldset" key={at}>
          <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">{words.range(at + 1)}</legend>
          <div class="spans">
            <Select
              id={`start-${at}`}
              label={words.start}
              error={errors[`start-${at}`]}
              value={one.start}
              options={options(0, DAY - STEP, one.start)}
              onChoose={(start) => change(at, { start })}
            />
            <Select
              id={`end-${at}`}
              label={words.end}
              value={one.end}
              options={options(one.start === "" ? STEP : Number(one.start) + STEP, LATEST, one.end)}
              onChoose={(end) => change(at, { end })}
            />
          </div>
          <p>
            <Plain
              label={words.remove(at + 1)}
              onPress={() => {
                typed.value = typed.value.filter((_, place) => place !== at);
              }}
            >
              {words.remove(at + 1)}
            </Plain>
          </p>
        </fieldset>
      ))}
      {typed.value.length < MOST_RANGES && (
        <Button
          onPress={() => {
            typed.value = [...typed.value, NOTHING];
          }}
        >
          {words.add}
        </Button>
      )}
    </>
  );
}

/** Every quarter of an hour, and what is chosen already, wherever it was chosen. */
function options(first: number, last: number, chosen: string) {
  const minutes = new Set<number>();
  for (let minute = Math.ceil(first / STEP) * STEP; minute <= last; minute += STEP) minutes.add(minute);
  if (chosen !== "") minutes.add(Number(chosen));
  const sorted = [...minutes].sort((one, other) => one - other);
  return [
    { value: "", words: words.choose },
    ...sorted.map((minute) => ({ value: String(minute), words: minuteWords(minute) })),
  ];
}
