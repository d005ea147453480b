import { useSignal } from "@preact/signals";
import { accountOf } from "../domain/accounts.ts";
import { addAddress, askForAddress, removeAddress } from "../domain/addresses.ts";
import type { Outcome } from "../domain/asking.ts";
import { device } from "../domain/phone.ts";
import { looksLikeEmail } from "../domain/session.ts";
import { Button, Plain } from "../ui/button.tsx";
import { Form, Input } from "../ui/form.tsx";
import { Card, Inset, Page } from "../ui/page.tsx";
import { logIn, register, you } from "../words/account.ts";
import { app } from "../words/app.ts";
import { addresses as words } from "../words/own-account.ts";
import { MailedCode } from "./parts/mailed-code.tsx";
import { PasswordAgain, unprovedWords } from "./parts/password-again.tsx";
import { useSending, wrong } from "./parts/sending.ts";

const MOST = 5;

/** What waits for the password, and what its button says. */
interface Held {
  submit: string;
  go: (password: string) => Promise<void>;
}

export function Screen() {
  const own = accountOf(device().documents("account").value)?.emails ?? [];
  const said = useSignal<string | undefined>(undefined);
  const asked = useSignal<string | undefined>(undefined);
  const held = useSignal<Held | undefined>(undefined);
  const busy = useSignal(false);

  async function does(
    submit: string,
    ask: (password?: string) => Promise<Outcome<unknown>>,
    then: () => void,
  ) {
    const go = async (password?: string): Promise<void> => {
      if (busy.value) return;
      busy.value = true;
      said.value = undefined;
      const answer = await ask(password);
      busy.value = false;
      if (answer.ok) {
        held.value = undefined;
        then();
      } else if (answer.code === "wrong-log-in" && password === undefined) held.value = { submit, go };
      else said.value = answer.code === "stopped" ? words.stopped : unprovedWords(answer.code, words.offline);
    };
    await go();
  }
  const start = (email: string) =>
    does(
      words.sendCode,
      (password) => askForAddress(email, password),
      () => {
        asked.value = email;
      },
    );
  const take = (email: string) =>
    does(
      words.removeWhat(email),
      (password) => removeAddress(email, password),
      () => {
        said.value = words.removed(email);
      },
    );
  return (
    <Page title={words.title} back={{ to: "/you", words: app.backTo(you.title) }}>
      <p>{words.intro}</p>
      <div role="status">{said.value && <Inset>{said.value}</Inset>}</div>
      {own.map((email) => (
        <Card key={email}>
          <h2 class="nhsuk-heading-s">{email}</h2>
          {own.length > 1 && (
            <Button label={words.removeWhat(email)} onPress={() => void take(email)}>
              {words.remove}
            </Button>
          )}
        </Card>
      ))}
      {held.value ? (
        <PasswordAgain submit={held.value.submit} onGiven={(password) => void held.value?.go(password)} />
      ) : asked.value !== undefined ? (
        <Finish
          email={asked.value}
          onAdded={() => {
            said.value = words.added(asked.value ?? "");
            asked.value = undefined;
          }}
          onOther={() => {
            asked.value = undefined;
          }}
        />
      ) : own.length < MOST ? (
        <Start onGiven={start} />
      ) : (
        <p>{words.full}</p>
      )}
    </Page>
  );
}

function Start({ onGiven }: { onGiven: (email: string) => Promise<void> }) {
  const email = useSignal("");
  const error = useSignal<string | undefined>(undefined);
  const submit = () => {
    const typed = email.value.trim();
    error.value = looksLikeEmail(typed) ? undefined : logIn.emailWrong;
    if (error.value === undefined) void onGiven(typed);
  };
  return (
    <>
      <h2 class="nhsuk-heading-m">{words.add}</h2>
      <Form problem={app.problem} errors={error.value ? { email: error.value } : {}} onSubmit={submit}>
        <Input
          id="email"
          label={words.email}
          hint={words.hint}
          type="email"
          autoComplete="email"
          value={email.value}
          error={error.value}
          onInput={(typed) => {
            email.value = typed;
          }}
        />
        <Button kind="first" submit>
          {words.sendCode}
        </Button>
      </Form>
    </>
  );
}

function Finish({ email, onAdded, onOther }: { email: string; onAdded: () => void; onOther: () => void }) {
  const code = useSignal("");
  const { errors, busy, send } = useSending();
  const submit = () =>
    send(
      wrong({ code: code.value.trim() ? undefined : register.codeMissing }),
      () => addAddress(email, code.value.trim()),
      onAdded,
    );
  return (
    <>
      <h2 class="nhsuk-heading-m">{register.codeTitle}</h2>
      <p>{words.codeIntro(email)}</p>
      <Form problem={app.problem} errors={errors.value} onSubmit={() => void submit()}>
        <MailedCode code={code} error={errors.value.code} />
        <Button kind="first" submit disabled={busy.value}>
          {words.submit}
        </Button>
      </Form>
      <Plain onPress={onOther}>{words.other}</Plain>
    </>
  );
}
