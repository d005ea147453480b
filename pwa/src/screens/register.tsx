import { type Signal, useSignal } from "@preact/signals";
import { finishRegistering, looksLikeEmail, startRegistering } from "../domain/session.ts";
import { Button, Plain } from "../ui/button.tsx";
import { Form, Input, Password } from "../ui/form.tsx";
import { Page } from "../ui/page.tsx";
import { go } from "../ui/route.tsx";
import { logIn, register } from "../words/account.ts";
import { app } from "../words/app.ts";
import { MailedCode } from "./parts/mailed-code.tsx";
import { useSending, wrong } from "./parts/sending.ts";

const typed = (signal: Signal<string>) => (value: string) => {
  signal.value = value;
};

export function Screen() {
  const email = useSignal("");
  const asked = useSignal(false);
  return asked.value ? (
    <Finish
      email={email.value.trim()}
      onBack={() => {
        asked.value = false;
      }}
    />
  ) : (
    <Start
      email={email}
      onAsked={() => {
        asked.value = true;
      }}
    />
  );
}

function Start({ email, onAsked }: { email: Signal<string>; onAsked: () => void }) {
  const { errors, busy, send } = useSending();
  const submit = () =>
    send(
      wrong({ email: looksLikeEmail(email.value) ? undefined : logIn.emailWrong }),
      () => startRegistering(email.value.trim()),
      onAsked,
    );
  return (
    <Page title={register.title} back={{ to: "/welcome", words: app.back }}>
      <p>{register.intro}</p>
      <Form problem={app.problem} errors={errors.value} onSubmit={() => void submit()}>
        <Input
          id="email"
          label={register.email}
          type="email"
          autoComplete="email"
          value={email.value}
          error={errors.value.email}
          onInput={typed(email)}
        />
        <Button kind="first" submit disabled={busy.value}>
          {register.sendCode}
        </Button>
      </Form>
    </Page>
  );
}

function Finish({ email, onBack }: { email: string; onBack: () => void }) {
  const code = useSignal("");
  const name = useSignal("");
  const password = useSignal("");
  const { errors, busy, send } = useSending();
  const submit = () =>
    send(
      wrong({
        code: code.value.trim() ? undefined : register.codeMissing,
        name: name.value.trim() ? undefined : register.nameMissing,
        password: password.value ? undefined : register.passwordMissing,
      }),
      () =>
        finishRegistering({
          email,
          code: code.value.trim(),
          name: name.value.trim(),
          password: password.value,
        }),
      () => go("/", { replace: true }),
    );
  return (
    <Page title={register.codeTitle}>
      <p>{register.codeIntro(email)}</p>
      <Form problem={app.problem} errors={errors.value} onSubmit={() => void submit()}>
        <MailedCode code={code} error={errors.value.code} />
        <Input
          id="name"
          label={register.name}
          hint={register.nameHint}
          autoComplete="name"
          value={name.value}
          error={errors.value.name}
          onInput={typed(name)}
        />
        <Password
          id="password"
          label={register.password}
          hint={register.passwordHint}
          autoComplete="new-password"
          show={app.showPassword}
          hide={app.hidePassword}
          value={password.value}
          error={errors.value.password}
          onInput={typed(password)}
        />
        <Button kind="first" submit disabled={busy.value}>
          {register.submit}
        </Button>
      </Form>
      <Plain onPress={onBack}>{register.again}</Plain>
    </Page>
  );
}
