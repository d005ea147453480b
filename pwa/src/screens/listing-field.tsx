import { type Signal, useSignal } from "@preact/signals";
import { act, type Done } from "../domain/acting.ts";
import { type FieldName, type FieldValue, listOf, profileOf } from "../domain/directory.ts";
import { device } from "../domain/phone.ts";
import { Button } from "../ui/button.tsx";
import { Checkboxes } from "../ui/choice.tsx";
import { Form, Input, Textarea } from "../ui/form.tsx";
import { Page } from "../ui/page.tsx";
import type { ScreenProps } from "../ui/route.tsx";
import { app } from "../words/app.ts";
import { fields, modes, listing as words } from "../words/profile.ts";
import { PhotoField } from "./parts/photo-field.tsx";
import { Saved } from "./parts/saved.tsx";
import { WeekGrid } from "./parts/week-grid.tsx";

const LINE = 80;
const LONG = 600;
const MANY = 21;
const SEVERAL: readonly FieldName[] = ["languages", "topics"];

/** One field of the listing: one thing per page. */
export function Screen({ params }: ScreenProps) {
  const field = params.field as FieldName;
  const known = Object.hasOwn(fields, field);
  const back = { to: "/you/listing", words: app.backTo(words.title) };
  if (!known)
    return (
      <Page title={app.noPage} back={back}>
        {app.noPageWords}
      </Page>
    );
  return (
    <Page title={fields[field].name} back={back}>
      {field === "photo" ? <PhotoField /> : <FieldForm field={field} />}
    </Page>
  );
}

function FieldForm({ field }: { field: FieldName }) {
  const open = device();
  const before = profileOf(open.documents("profile").peek())[field]?.value ?? null;
  const text = useSignal(typeof before === "string" ? before : listOf(before).join(", "));
  const chosen = useSignal<readonly string[]>(listOf(before));
  const error = useSignal<string | undefined>(undefined);
  const done = useSignal<Done | undefined>(undefined);
  const listed = field === "modes" || field === "usually_free";

  const save = async () => {
    const value = listed
      ? chosen.value.length > 0
        ? [...chosen.value]
        : null
      : valueFrom(field, text.value);
    error.value = listed ? undefined : tooMuch(field, value);
    if (error.value !== undefined) return;
    done.value = await act(
      open,
      ["profile.patch", { field, value }],
      ["profile.patch", { field, value: before }],
    );
  };
  return (
    <>
      {done.value && (
        <Saved
          device={open}
          words={app.saved}
          done={done.value}
          onUndone={() => {
            done.value = undefined;
            text.value = typeof before === "string" ? before : listOf(before).join(", ");
            chosen.value = listOf(before);
          }}
        />
      )}
      <Form
        problem={app.problem}
        errors={error.value ? { [field]: error.value } : {}}
        onSubmit={() => void save()}
      >
        <Control field={field} text={text} chosen={chosen} error={error.value} />
        <Button kind="first" submit>
          {app.save}
        </Button>
      </Form>
    </>
  );
}

interface ControlProps {
  field: FieldName;
  text: Signal<string>;
  chosen: Signal<readonly string[]>;
  error: string | undefined;
}

function Control({ field, text, chosen, error }: ControlProps) {
  const { name, hint } = fields[field];
  const common = {
    id: field,
    label: name,
    hint,
    error,
    value: text.value,
    onInput: (typed: string) => {
      text.value = typed;
    },
  };
  if (field === "about") return <Textarea {...common} />;
  if (field === "usually_free") return <WeekGrid chosen={chosen} hint={hint} />;
  if (field !== "modes") return <Input {...common} />;
  return (
    <Checkboxes
      id={field}
      legend={name}
      hint={hint}
      values={chosen.value}
      onChange={(values) => {
        chosen.value = values;
      }}
      options={Object.entries(modes).map(([value, said]) => ({ value, words: said }))}
    />
  );
}

function valueFrom(field: FieldName, typed: string): FieldValue {
  const text = typed.trim();
  if (!SEVERAL.includes(field)) return text || null;
  const several = [...new Set(text.split(",").map((one) => one.trim()))].filter(Boolean);
  return several.length > 0 ? several : null;
}

function tooMuch(field: FieldName, value: FieldValue): string | undefined {
  const most = field === "about" ? LONG : LINE;
  if (listOf(value).length > MANY) return words.tooMany(MANY);
  return listOf(value).some((one) => one.length > most) ? words.tooLong(most) : undefined;
}
