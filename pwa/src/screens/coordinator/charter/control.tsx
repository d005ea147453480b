import type { Signal } from "@preact/signals";
import { fields, type Typed } from "../../../domain/draft-forms.ts";
import type { Setting } from "../../../domain/drafts.ts";
import { device } from "../../../domain/phone.ts";
import { Checkboxes, Radios, Select } from "../../../ui/choice.tsx";
import { Input, Textarea } from "../../../ui/form.tsx";
import { hints, drafts as words } from "../../../words/drafts.ts";
import { settingName } from "./setting-name.ts";

interface ControlProps {
  setting: Setting;
  typed: Signal<Typed>;
  error: string | undefined;
}

/** What a setting is answered with, by the kind of answer that it takes. */
export function Control({ setting, typed, error }: ControlProps) {
  const field = fields[setting];
  const common = { id: setting, hint: hints[setting], error };
  const text = {
    ...common,
    label: settingName(setting),
    value: String(typed.value),
    onInput: (value: string) => {
      typed.value = value;
    },
  };
  switch (field.as) {
    case "line":
      return <Input {...text} autoComplete="off" />;
    case "number":
      return <Input {...text} autoComplete="off" inputMode="numeric" />;
    case "paragraph":
    case "sentences":
      return <Textarea {...text} />;
    case "one":
      return (
        <Radios
          {...common}
          legend={settingName(setting)}
          value={String(typed.value)}
          onChoose={text.onInput}
          options={options(field.choices)}
        />
      );
    case "some":
      return (
        <Checkboxes
          {...common}
          legend={settingName(setting)}
          values={Array.isArray(typed.value) ? typed.value : []}
          onChange={(values) => {
            typed.value = values;
          }}
          options={options(field.choices)}
        />
      );
    case "contact":
      return <Contacts {...text} />;
  }
}

const options = (choices: Readonly<Record<string, string>>) =>
  Object.entries(choices).map(([value, said]) => ({ value, words: said }));

interface ContactsProps {
  id: string;
  label: string;
  hint: string | undefined;
  value: string;
  onInput: (value: string) => void;
}

function Contacts({ id, label, hint, value, onInput }: ContactsProps) {
  const points = [...device().documents("contact_point").value]
    .map(([point, { organisation, role }]) => ({ value: point, words: `${organisation}, ${role}` }))
    .sort((one, other) => one.words.localeCompare(other.words, "en"));
  return (
    <Select
      id={id}
      label={label}
      {...(hint === undefined ? {} : { hint })}
      value={value}
      options={[{ value: "", words: words.none }, ...points]}
      onChoose={onInput}
    />
  );
}
