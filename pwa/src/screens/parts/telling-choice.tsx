import { useSignal } from "@preact/signals";
import { device } from "../../domain/phone.ts";
import { schemesInOrder } from "../../domain/schemes.ts";
import { type Choice, here, QUIET } from "../../domain/webpush.ts";
import { Button, Equal } from "../../ui/button.tsx";
import { Checkboxes, Radios, Select } from "../../ui/choice.tsx";
import { type Errors, Form } from "../../ui/form.tsx";
import { Quiet } from "../../ui/page.tsx";
import { go } from "../../ui/route.tsx";
import { time } from "../../when.ts";
import { app } from "../../words/app.ts";
import { telling as words } from "../../words/webpush.ts";

interface TellingChoiceProps {
  /** What is so now; undefined where this phone is told nothing. */
  held: Choice | undefined;
  onSave: (choice: Choice) => void;
  onStop: () => void;
}

const KINDS = ["notice", "event", "meeting"] as const;
const HOURS = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour * 60),
  words: time(Date.UTC(2026, 0, 1, hour), "UTC"),
}));

/** Nothing is chosen before the person chooses it; detail stays off unless they turn it on. */
export function TellingChoice({ held, onSave, onStop }: TellingChoiceProps) {
  const kinds = useSignal<readonly string[]>(held?.kinds ?? []);
  const schemes = useSignal<readonly string[]>(held?.schemes ?? []);
  const detail = useSignal(held?.detail ?? false);
  const from = useSignal(String(held?.quiet_from ?? QUIET.quiet_from));
  const to = useSignal(String(held?.quiet_to ?? QUIET.quiet_to));
  const errors = useSignal<Errors>({});

  const save = () => {
    errors.value = kinds.value.length === 0 ? { kinds: words.choose } : {};
    if (kinds.value.length === 0) return;
    const asks = kinds.value.includes("notice");
    onSave({
      kinds: KINDS.filter((kind) => kinds.value.includes(kind)),
      schemes: asks ? schemes.value : [],
      detail: detail.value,
      quiet_from: Number(from.value),
      quiet_to: Number(to.value),
      zone: here(),
    });
  };
  return (
    <Form problem={app.problem} errors={errors.value} onSubmit={save}>
      <Checkboxes
        id="kinds"
        legend={words.what}
        large
        error={errors.value.kinds}
        values={kinds.value}
        options={KINDS.map((kind) => ({ value: kind, words: words.kinds[kind] }))}
        onChange={(values) => {
          kinds.value = values;
        }}
      />
      {kinds.value.includes("notice") && (
        <Schemes
          values={schemes.value}
          onChange={(values) => {
            schemes.value = values;
          }}
        />
      )}
      <Radios
        id="lock"
        legend={words.lock}
        value={detail.value ? "detail" : "neutral"}
        onChoose={(value) => {
          detail.value = value === "detail";
        }}
        options={[
          { value: "neutral", words: words.neutral },
          { value: "detail", words: words.detail, hint: words.detailHint },
        ]}
      />
      <h2 class="nhsuk-heading-s">{words.quiet}</h2>
      <Quiet>{words.quietHint}</Quiet>
      <Hour id="from" label={words.from} chosen={from} />
      <Hour id="to" label={words.to} chosen={to} />
      <Quiet>{words.rota}</Quiet>
      <Equal>
        <Button submit>{held === undefined ? words.turnOn : words.change}</Button>
        {held === undefined ? (
          <Button onPress={() => go("/you")}>{words.leave}</Button>
        ) : (
          <Button onPress={onStop}>{words.turnOff}</Button>
        )}
      </Equal>
    </Form>
  );
}

/** Those that this phone follows. */
function Schemes({ values, onChange }: { values: readonly string[]; onChange: (values: string[]) => void }) {
  const open = device();
  const following = new Set([...open.following.value, ...values]);
  const all = schemesInOrder(open.documents("scheme").value).filter(({ id }) => following.has(id));
  if (all.length === 0) return null;
  return (
    <Checkboxes
      id="schemes"
      legend={words.schemes}
      hint={words.schemesHint}
      values={values}
      options={all.map(({ id, name }) => ({ value: id, words: name }))}
      onChange={onChange}
    />
  );
}

function Hour({ id, label, chosen }: { id: string; label: string; chosen: { value: string } }) {
  return (
    <Select
      id={id}
      label={label}
      value={chosen.value}
      options={HOURS}
      onChoose={(value) => {
        chosen.value = value;
      }}
    />
  );
}
