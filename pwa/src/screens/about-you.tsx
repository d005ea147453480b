import { useSignal } from "@preact/signals";
import { accountOf } from "../domain/accounts.ts";
import { act, type Done } from "../domain/acting.ts";
import { device } from "../domain/phone.ts";
import { Button } from "../ui/button.tsx";
import { Form, Input } from "../ui/form.tsx";
import { Page } from "../ui/page.tsx";
import { you as words } from "../words/account.ts";
import { app } from "../words/app.ts";
import { fields } from "../words/profile.ts";
import { Saved } from "./parts/saved.tsx";

export function Screen() {
  const open = device();
  const before = accountOf(open.documents("account").peek());
  const grade = useSignal(before?.grade ?? "");
  const specialty = useSignal(before?.specialty ?? "");
  const done = useSignal<Done | undefined>(undefined);
  const save = async () => {
    const said = { grade: grade.value.trim() || null, specialty: specialty.value.trim() || null };
    const opposite = { grade: before?.grade ?? null, specialty: before?.specialty ?? null };
    done.value = await act(open, ["account.describe", said], ["account.describe", opposite]);
  };
  return (
    <Page title={words.about} back={{ to: "/you", words: app.backTo(words.title) }}>
      <p>{words.aboutHint}</p>
      {done.value && (
        <Saved
          device={open}
          words={app.saved}
          done={done.value}
          onUndone={() => {
            done.value = undefined;
            grade.value = before?.grade ?? "";
            specialty.value = before?.specialty ?? "";
          }}
        />
      )}
      <Form problem={app.problem} errors={{}} onSubmit={() => void save()}>
        <Input
          id="grade"
          label={words.grade}
          hint={fields.grade.hint}
          maxLength={80}
          value={grade.value}
          onInput={(typed) => {
            grade.value = typed;
          }}
        />
        <Input
          id="specialty"
          label={words.specialty}
          hint={fields.specialty.hint}
          maxLength={80}
          value={specialty.value}
          onInput={(typed) => {
            specialty.value = typed;
          }}
        />
        <Button kind="first" submit>
          {app.save}
        </Button>
      </Form>
    </Page>
  );
}
