import { type Signal, useSignal } from "@preact/signals";
import { finishReset, looksLikeEmail, startReset } from "../domain/session.ts";
import { Button, Plain } from "../ui/button.tsx";
import { Form, Input, Password } from "../ui/form.tsx";
import { Page } from "../ui/page.tsx";
import { go } from "../ui/route.tsx";
import { logIn, register, reset } from "../words/account.ts";
import { app } from "../words/app.ts";
import { MailedCode } from "./parts/mailed-code.tsx";
import { useSending, wrong } from "./parts/sending.ts";

const typed = (signal: Signal<string>) => (value: string) => {
  signal.value = value;
};

export function Screen() {
  const email = useSignal("");
  const code = useSignal("");
  const password = useSignal("");
  const step = useSignal<"email" | "code">("email");
  const { errors, busy, send } = useSending();

  if (step.value === "email") {
    const start = () =>
      send(
        wrong({ email: looksLikeEmail(email.value) ? undefined : logIn.emailWrong }),
        () => startReset(email.value.trim()),
        () => {
          step.value = "code";
        },
      );
    return (
      <Page title={reset.title} back={{ to: "/log-in", words: app.back }}>
        <p>{reset.intro}</p>
        <Form key="email" problem={app.problem} errors={errors.value} onSubmit={() => void start()}>
          <Input
            id="email"
            label={logIn.email}
            type="email"
            autoComplete="username"
            value={email.value}
            error={errors.value.email}
            onInput={typed(email)}
          />
          <Button kind="first" submit disabled={busy.value}>
            {reset.sendCode}
          </Button>
        </Form>
      </Page>
    );
  }
  const finish = () =>
    send(
      wrong({
        code: code.value.trim() ? undefined : register.codeMissing,
        password: password.value ? undefined : register.passwordMissing,
      }),
      () => finishReset({ email: email.value.trim(), code: code.value.trim(), password: password.value }),
      () => go("/", { replace: true }),
    );
  return (
    <Page title={register.codeTitle}>
      <p>{register.codeIntro(email.value.trim())}</p>
      <p>{reset.elsewhere}</p>
      <Form key="code" problem={app.problem} errors={errors.value} onSubmit={() => void finish()}>
        <MailedCode code={code} error={errors.value.code} />
        <Password
          id="password"
          label={reset.password}
          hint={register.passwordHint}
          autoComplete="new-password"
          show={app.showPassword}
          hide={app.hidePassword}
          value={password.value}
          error={errors.value.password}
          onInput={typed(password)}
        />
        <Button kind="first" submit disabled={busy.value}>
          {reset.submit}
        </Button>
      </Form>
      <Plain
        onPress={() => {
          step.value = "email";
        }}
      >
        {register.again}
      </Plain>
    </Page>
  );
}
