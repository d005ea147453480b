import type { Signal } from "@preact/signals";
import { days, fields, listing, parts } from "../../words/profile.ts";

/** A week in three parts a day: roughly when a mentor is free. */
export function WeekGrid({ chosen, hint }: { chosen: Signal<readonly string[]>; hint: string }) {
  const turn = (value: string) => {
    const held = chosen.value;
    chosen.value = held.includes(value) ? held.filter((one) => one !== value) : [...held, value];
  };
  return (
    <fieldset class="nhsuk-fieldset nhsuk-form-group" aria-describedby="grid-hint">
      <legend class="nhsuk-fieldset__legend">{fields.usually_free.name}</legend>
      <div class="nhsuk-hint" id="grid-hint">
        {hint}
      </div>
      <div class="day" aria-hidden="true">
        <span />
        {Object.values(parts).map((part) => (
          <span key={part}>{part}</span>
        ))}
      </div>
      {Object.entries(days).map(([day, dayName]) => (
        <div class="day" key={day}>
          <span aria-hidden="true">{dayName}</span>
          {Object.entries(parts).map(([part, partName]) => (
            <label key={part}>
              <span class="nhsuk-u-visually-hidden">{listing.gridCell(dayName, partName.toLowerCase())}</span>
              <input
                type="checkbox"
                checked={chosen.value.includes(`${day}_${part}`)}
                onChange={() => turn(`${day}_${part}`)}
              />
            </label>
          ))}
        </div>
      ))}
    </fieldset>
  );
}
