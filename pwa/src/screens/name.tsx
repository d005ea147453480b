import { useSignal } from "@preact/signals";
import { accountOf } from "../domain/accounts.ts";
import { act, type Done } from "../domain/acting.ts";
import { device } from "../domain/phone.ts";
import { Button } from "../ui/button.tsx";
import { Form, Input } from "../ui/form.tsx";
import { Page } from "../ui/page.tsx";
import { register, you as words } from "../words/account.ts";
import { app } from "../words/app.ts";
import { Saved } from "./parts/saved.tsx";

export function Screen() {
  const open = device();
  const before = accountOf(open.documents("account").peek())?.name ?? "";
  const name = useSignal(before);
  const error = useSignal<string | undefined>(undefined);
  const done = useSignal<Done | undefined>(undefined);
  const save = async () => {
    const typed = name.value.trim();
    error.value = typed ? undefined : register.nameMissing;
    if (!typed) return;
    const opposite = before ? (["account.rename", { name: before }] as const) : undefined;
    done.value = await act(open, ["account.rename", { name: typed }], opposite);
  };
  return (
    <Page title={words.changeName} back={{ to: "/you", words: app.backTo(words.title) }}>
      {done.value && (
        <Saved
          device={open}
          words={app.saved}
          done={done.value}
          onUndone={() => {
            done.value = undefined;
            name.value = before;
          }}
        />
      )}
      <Form
        problem={app.problem}
        errors={error.value ? { name: error.value } : {}}
        onSubmit={() => void save()}
      >
        <Input
          id="name"
          label={words.name}
          hint={words.nameHint}
          autoComplete="name"
          maxLength={120}
          error={error.value}
          value={name.value}
          onInput={(typed) => {
            name.value = typed;
          }}
        />
        <Button kind="first" submit>
          {app.save}
        </Button>
      </Form>
    </Page>
  );
}
