import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** What is wrong, by the field it is about; "" is about the whole form. */
export type Errors = Readonly<Record<string, string>>;

interface FormProps {
  /** The heading of the summary: "There is a problem". */
  problem: string;
  errors: Errors;
  onSubmit: () => void;
  children: ComponentChildren;
}

/** A form that tells what is wrong after it was sent, at the top and at the field, and clears nothing. */
export function Form({ problem, errors, onSubmit, children }: FormProps) {
  const summary = useRef<HTMLDivElement>(null);
  const wrong = Object.entries(errors);
  useEffect(() => {
    if (wrong.length > 0) summary.current?.focus();
  }, [wrong.length]);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {wrong.length > 0 && (
        <div class="nhsuk-error-summary" ref={summary} role="alert" tabIndex={-1}>
          <h2 class="nhsuk-error-summary__title">{problem}</h2>
          <div class="nhsuk-error-summary__body">
            <ul class="nhsuk-list nhsuk-error-summary__list">
              {wrong.map(([field, words]) => (
                <li key={field}>{field === "" ? words : <ToField id={field}>{words}</ToField>}</li>
              ))}
            </ul>
          </div>
        </div>
      )}
      {children}
    </form>
  );
}

function ToField({ id, children }: { id: string; children: string }) {
  return (
    <a
      href={`#${id}`}
      onClick={(event) => {
        event.preventDefault();
        document.getElementById(id)?.focus();
      }}
    >
      {children}
    </a>
  );
}

interface FieldProps {
  id: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  value: string;
  onInput: (value: string) => void;
}

export const described = (id: string, hint?: string, error?: string) =>
  [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;

export function Wrong({ id, words }: { id: string; words: string | undefined }) {
  return words === undefined ? null : (
    <span class="nhsuk-error-message" id={`${id}-error`}>
      {words}
    </span>
  );
}

export function Field({
  id,
  label,
  hint,
  error,
  children,
}: Omit<FieldProps, "value" | "onInput"> & { children: ComponentChildren }) {
  return (
    <div class={error ? "nhsuk-form-group nhsuk-form-group--error" : "nhsuk-form-group"}>
      <label class="nhsuk-label" for={id}>
        {label}
      </label>
      {hint && (
        <div class="nhsuk-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      <Wrong id={id} words={error} />
      {children}
    </div>
  );
}

interface FileFieldProps extends Omit<FieldProps, "value" | "onInput"> {
  accept: string;
  onChoose: (file: File | undefined) => void;
}

/** A file out of this phone. */
export function FileField({ accept, onChoose, ...field }: FileFieldProps) {
  const { id, hint, error } = field;
  return (
    <Field {...field}>
      <input
        class="file"
        id={id}
        type="file"
        accept={accept}
        aria-describedby={
          [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined
        }
        onChange={(event) => onChoose(event.currentTarget.files?.[0])}
      />
    </Field>
  );
}

interface InputProps extends FieldProps {
  type?: "text" | "email" | "password" | "search" | "tel";
  autoComplete?: string;
  inputMode?: "numeric" | "text" | "email" | "search";
  maxLength?: number;
  onFocus?: (event: FocusEvent) => void;
}

export function Input({ id, label, hint, error, value, onInput, type = "text", ...rest }: InputProps) {
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <input
        {...({ type, ...rest } as { type: "text" })}
        class={error ? "nhsuk-input nhsuk-input--error" : "nhsuk-input"}
        id={id}
        name={id}
        value={value}
        aria-describedby={described(id, hint, error)}
        aria-invalid={error ? "true" : undefined}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </Field>
  );
}

interface PasswordProps extends FieldProps {
  autoComplete: "current-password" | "new-password";
  show: string;
  hide: string;
}

/** A password that can be shown while it is typed. */
export function Password({ show, hide, ...field }: PasswordProps) {
  const shown = useSignal(false);
  return (
    <>
      <Input {...field} type={shown.value ? "text" : "password"} />
      <p>
        <button
          type="button"
          class="plain"
          aria-controls={field.id}
          aria-pressed={shown.value}
          onClick={() => {
            shown.value = !shown.value;
          }}
        >
          {shown.value ? hide : show}
        </button>
      </p>
    </>
  );
}

export function Textarea({ id, label, hint, error, value, onInput, maxLength }: InputProps) {
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <textarea
        class={error ? "nhsuk-textarea nhsuk-textarea--error" : "nhsuk-textarea"}
        id={id}
        name={id}
        rows={6}
        maxLength={maxLength}
        aria-describedby={described(id, hint, error)}
        aria-invalid={error ? "true" : undefined}
        onInput={(event) => onInput(event.currentTarget.value)}
        value={value}
      />
    </Field>
  );
}
