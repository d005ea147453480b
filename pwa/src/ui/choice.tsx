import type { ComponentChildren } from "preact";
import { described, Field, Wrong } from "./form.tsx";

export interface Option {
  value: string;
  words: string;
  hint?: string | undefined;
}

interface ChoiceProps {
  id: string;
  legend: string;
  hint?: string | undefined;
  error?: string | undefined;
  options: readonly Option[];
  /** The legend is the question of the page. */
  large?: boolean;
}

function Group({
  id,
  legend,
  hint,
  error,
  large,
  children,
}: Omit<ChoiceProps, "options"> & { children: ComponentChildren }) {
  return (
    <div class={error ? "nhsuk-form-group nhsuk-form-group--error" : "nhsuk-form-group"}>
      <fieldset
        class="nhsuk-fieldset"
        aria-describedby={
          [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined
        }
      >
        <legend class={large ? "nhsuk-fieldset__legend nhsuk-fieldset__legend--s" : "nhsuk-fieldset__legend"}>
          {legend}
        </legend>
        {hint && (
          <div class="nhsuk-hint" id={`${id}-hint`}>
            {hint}
          </div>
        )}
        <Wrong id={id} words={error} />
        {children}
      </fieldset>
    </div>
  );
}

/** Nothing is chosen beforehand; every choice looks the same. */
export function Radios({
  value,
  onChoose,
  options,
  ...group
}: ChoiceProps & { value: string | undefined; onChoose: (value: string) => void }) {
  return (
    <Group {...group}>
      <div class="nhsuk-radios">
        {options.map((option, place) => {
          const id = place === 0 ? group.id : `${group.id}-${option.value}`;
          return (
            <div class="nhsuk-radios__item" key={option.value}>
              <input
                class="nhsuk-radios__input"
                id={id}
                name={group.id}
                type="radio"
                value={option.value}
                checked={value === option.value}
                aria-describedby={option.hint ? `${id}-option-hint` : undefined}
                onChange={() => onChoose(option.value)}
              />
              <label class="nhsuk-label nhsuk-radios__label" for={id}>
                {option.words}
              </label>
              {option.hint && (
                <div class="nhsuk-hint nhsuk-radios__hint" id={`${id}-option-hint`}>
                  {option.hint}
                </div>
              )}
            </div>
          );
        })}
      </div>
    </Group>
  );
}

export function Checkboxes({
  values,
  onChange,
  options,
  ...group
}: ChoiceProps & { values: readonly string[]; onChange: (values: string[]) => void }) {
  const turn = (value: string) =>
    onChange(values.includes(value) ? values.filter((one) => one !== value) : [...values, value]);
  return (
    <Group {...group}>
      <div class="nhsuk-checkboxes">
        {options.map((option, place) => {
          const id = place === 0 ? group.id : `${group.id}-${option.value}`;
          return (
            <div class="nhsuk-checkboxes__item" key={option.value}>
              <input
                class="nhsuk-checkboxes__input"
                id={id}
                name={group.id}
                type="checkbox"
                value={option.value}
                checked={values.includes(option.value)}
                aria-describedby={option.hint ? `${id}-option-hint` : undefined}
                onChange={() => turn(option.value)}
              />
              <label class="nhsuk-label nhsuk-checkboxes__label" for={id}>
                {option.words}
              </label>
              {option.hint && (
                <div class="nhsuk-hint nhsuk-checkboxes__hint" id={`${id}-option-hint`}>
                  {option.hint}
                </div>
              )}
            </div>
          );
        })}
      </div>
    </Group>
  );
}

interface SelectProps {
  id: string;
  label: string;
  hint?: string;
  error?: string | undefined;
  value: string;
  options: readonly Option[];
  onChoose: (value: string) => void;
}

export function Select({ id, label, hint, error, value, options, onChoose }: SelectProps) {
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <select
        class="nhsuk-select"
        id={id}
        name={id}
        value={value}
        aria-describedby={described(id, hint, error)}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.words}
          </option>
        ))}
      </select>
    </Field>
  );
}

export function Switch({
  id,
  words,
  on,
  onTurn,
}: {
  id: string;
  words: string;
  on: boolean;
  onTurn: (on: boolean) => void;
}) {
  return (
    <label class="switch" for={id}>
      <input id={id} type="checkbox" checked={on} onChange={(event) => onTurn(event.currentTarget.checked)} />
      <span>{words}</span>
    </label>
  );
}
