import type { Signal } from "@preact/signals";
import { Wrong } from "./form.tsx";

export interface DateTyped {
  day: string;
  month: string;
  year: string;
}

interface DateBoxesProps {
  words: { dateLabel: string; dateHint: string; day: string; month: string; year: string };
  typed: Pick<Signal<DateTyped>, "value">;
  error: string | undefined;
}

/** A date in three boxes, which nobody has to scroll through a calendar for. */
export function DateBoxes({ words, typed, error }: DateBoxesProps) {
  return (
    <div class={error ? "nhsuk-form-group nhsuk-form-group--error" : "nhsuk-form-group"}>
      <fieldset class="nhsuk-fieldset" aria-describedby={error ? "date-hint day-error" : "date-hint"}>
        <legend class="nhsuk-fieldset__legend">{words.dateLabel}</legend>
        <div class="nhsuk-hint" id="date-hint">
          {words.dateHint}
        </div>
        <Wrong id="day" words={error} />
        <div class="dates">
          {(["day", "month", "year"] as const).map((part) => (
            <div key={part}>
              <label class="nhsuk-label" for={part}>
                {words[part]}
              </label>
              <input
                class={error ? "nhsuk-input nhsuk-input--error" : "nhsuk-input"}
                id={part}
                inputMode="numeric"
                maxLength={4}
                value={typed.value[part]}
                onInput={(event) => {
                  typed.value = { ...typed.value, [part]: event.currentTarget.value };
                }}
              />
            </div>
          ))}
        </div>
      </fieldset>
    </div>
  );
}
