import { useSignal } from "@preact/signals";
import { device, newId } from "../domain/phone.ts";
import { looksLikeEmail } from "../domain/session.ts";
import { Button, Plain } from "../ui/button.tsx";
import { Form, Input } from "../ui/form.tsx";
import { Card, Page } from "../ui/page.tsx";
import { you } from "../words/account.ts";
import { app } from "../words/app.ts";
import { privateList as words } from "../words/relationships.ts";
import { CameBack } from "./parts/came-back.tsx";
import { useSaying } from "./parts/saying.tsx";
import { Standing } from "./parts/standing.tsx";

/** People never to be matched with or shown to. No reason is kept, and nobody else is shown the list. */
export function Screen() {
  const open = device();
  const saying = useSaying();
  const email = useSignal("");
  const error = useSignal<string | undefined>(undefined);
  const all = [...open.documents("never").value].sort(([, one], [, other]) =>
    one.label.localeCompare(other.label, "en"),
  );
  const add = async () => {
    const said = email.value.trim();
    error.value = looksLikeEmail(said) ? undefined : words.emailWrong;
    if (error.value !== undefined) return;
    const never = newId();
    await saying.does(
      words.added,
      ["relationship.declare_conflict", { never, email: said, listing: null, relationship: null }],
      ["relationship.withdraw_conflict", { never }],
    );
    email.value = "";
  };
  const remove = (never: string, label: string) =>
    saying.does(
      words.removed(label),
      ["relationship.withdraw_conflict", { never }],
      looksLikeEmail(label)
        ? [
            "relationship.declare_conflict",
            { never: newId(), email: label, listing: null, relationship: null },
          ]
        : undefined,
    );
  return (
    <Page title={words.title} back={{ to: "/you", words: app.backTo(you.title) }}>
      {saying.shown}
      <CameBack about={(_, id) => id === saying.done?.id} />
      <p>{words.intro}</p>
      <p>
        <strong>{words.nobody}</strong> {words.example}
      </p>
      {all.length === 0 ? (
        <p>{words.empty}</p>
      ) : (
        <ul class="rows" aria-label={words.list}>
          {all.map(([id, { label }]) => (
            <li key={id} class="row">
              <div class="between">
                <strong>{label}</strong>
                <Standing kind="never" id={id} />
                <Plain label={words.removeWhat(label)} onPress={() => void remove(id, label)}>
                  {words.remove}
                </Plain>
              </div>
            </li>
          ))}
        </ul>
      )}
      <Card>
        <Form
          problem={app.problem}
          errors={error.value ? { email: error.value } : {}}
          onSubmit={() => void add()}
        >
          <Input
            id="email"
            label={words.byEmail}
            hint={words.emailHint}
            type="email"
            autoComplete="off"
            error={error.value}
            value={email.value}
            onInput={(value) => {
              email.value = value;
            }}
          />
          <Button submit>{words.add}</Button>
        </Form>
      </Card>
    </Page>
  );
}
