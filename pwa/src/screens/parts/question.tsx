import { useSignal } from "@preact/signals";
import { act, type Done } from "../../domain/acting.ts";
import { partIn, type Role } from "../../domain/participation.ts";
import { clock, device } from "../../domain/phone.ts";
import { Button } from "../../ui/button.tsx";
import { Radios } from "../../ui/choice.tsx";
import { Form } from "../../ui/form.tsx";
import { Quiet } from "../../ui/page.tsx";
import { dateOf, day, monthsAfter } from "../../when.ts";
import { app } from "../../words/app.ts";
import { participation } from "../../words/participation.ts";
import { roles } from "../../words/roles.ts";
import { Saved } from "./saved.tsx";

interface QuestionProps {
  scheme: string;
  name: string;
  roles: readonly Role[];
  /** The legend is the page's own question. */
  legend: string;
  /** The scheme has said that they are welcome from outside its group. */
  outside?: boolean;
}

/** How long "not now" lasts unless another date is chosen. */
const MONTHS = 6;

/** Take part, or not now: choices of equal weight, nothing chosen beforehand, no reason asked. */
export function Question({ scheme, name, roles: offered, legend, outside = false }: QuestionProps) {
  const open = device();
  const choice = useSignal<string | undefined>(undefined);
  const error = useSignal<string | undefined>(undefined);
  const saved = useSignal<{ done: Done; words: string } | undefined>(undefined);
  const id = `part-${scheme}`;

  if (saved.value !== undefined) {
    return (
      <Saved
        device={open}
        {...saved.value}
        onUndone={() => {
          saved.value = undefined;
        }}
      />
    );
  }

  const save = async () => {
    if (choice.value === undefined) {
      error.value = participation.chooseOne;
      return;
    }
    error.value = undefined;
    if (choice.value === "not-now") {
      const until = monthsAfter(dateOf(clock.value), MONTHS);
      const done = await act(
        open,
        ["participation.not_now", { scheme, until }],
        ["participation.resume", { scheme }],
      );
      saved.value = { done, words: participation.savedNotNow(day(until)) };
      return;
    }
    const role = choice.value as Role;
    const all = open.documents("participation").peek();
    const already = partIn(all, scheme, role).length > 0;
    const done = await act(
      open,
      ["participation.opt_in", outside ? { scheme, role, outside } : { scheme, role }],
      already ? undefined : ["participation.opt_out", { scheme, role, current: "end" }],
    );
    saved.value = { done, words: participation.savedIn(name) };
  };

  return (
    <Form
      problem={app.problem}
      errors={error.value ? { [id]: error.value } : {}}
      onSubmit={() => void save()}
    >
      <Radios
        id={id}
        legend={legend}
        large
        hint={participation.canTakePart}
        error={error.value}
        value={choice.value}
        onChoose={(value) => {
          choice.value = value;
        }}
        options={[
          ...offered.map((role) => ({
            value: role,
            words: offered.length === 1 ? participation.takePart : roles[role].takePart,
            hint: roles[role].what,
          })),
          { value: "not-now", words: participation.notNow, hint: participation.anytime },
        ]}
      />
      <Button submit>{app.save}</Button>
      <Quiet>{participation.nothingHappens}</Quiet>
    </Form>
  );
}
