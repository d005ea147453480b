import { useSignal } from "@preact/signals";
import { canUsePasskeys, logInWithPasskey } from "../domain/passkeys.ts";
import { environment, phone } from "../domain/phone.ts";
import { logIn as enter, looksLikeEmail } from "../domain/session.ts";
import { Button } from "../ui/button.tsx";
import { Form, Input, Password } from "../ui/form.tsx";
import { Inset, Page } from "../ui/page.tsx";
import { go, Link, place } from "../ui/route.tsx";
import { logIn } from "../words/account.ts";
import { app } from "../words/app.ts";
import { useSending, wrong } from "./parts/sending.ts";

/** Where the person was going when the log-in came in between. */
function onward(): void {
  go(place.value.path === "/log-in" ? "/" : location.pathname + location.search + location.hash, {
    replace: true,
  });
}

export function Screen() {
  const email = useSignal("");
  const password = useSignal("");
  const { errors, busy, send } = useSending();
  const offline = !environment.online();

  const submit = () =>
    send(
      wrong({
        email: looksLikeEmail(email.value) ? undefined : logIn.emailWrong,
        password: password.value ? undefined : logIn.passwordMissing,
      }),
      () => enter(email.value.trim(), password.value),
      onward,
    );
  const withPasskey = async () => {
    if (busy.value) return;
    busy.value = true;
    const answer = await logInWithPasskey();
    busy.value = false;
    if (answer.ok) onward();
    else errors.value = { "": answer.code === "offline" ? app.offline : logIn.passkeyStopped };
  };

  return (
    <Page title={logIn.title}>
      {offline && (
        <Inset>
          <p>{logIn.offline}</p>
          {phone.value !== undefined && (
            <p>
              {logIn.offlineOpen} <Link to="/">{logIn.open}</Link>
            </p>
          )}
        </Inset>
      )}
      <Form problem={app.problem} errors={errors.value} onSubmit={() => void submit()}>
        <Input
          id="email"
          label={logIn.email}
          type="email"
          autoComplete="username"
          value={email.value}
          error={errors.value.email}
          onInput={(typed) => {
            email.value = typed;
          }}
        />
        <Password
          id="password"
          label={logIn.password}
          autoComplete="current-password"
          show={app.showPassword}
          hide={app.hidePassword}
          value={password.value}
          error={errors.value.password}
          onInput={(typed) => {
            password.value = typed;
          }}
        />
        <Button kind="first" submit disabled={busy.value}>
          {logIn.submit}
        </Button>
      </Form>
      {canUsePasskeys() && (
        <p>
          <Button onPress={() => void withPasskey()}>{logIn.passkey}</Button>
        </p>
      )}
      <p>
        <Link to="/reset">{logIn.forgotten}</Link>
      </p>
      <p>
        <Link to="/register">{logIn.noAccount}</Link>
      </p>
    </Page>
  );
}
