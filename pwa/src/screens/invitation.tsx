import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type Invitation, lookAtInvitation, looksLikeEmail, redeemInvitation } from "../domain/session.ts";
import { Button } from "../ui/button.tsx";
import { Form, Input, Password } from "../ui/form.tsx";
import { Page, Quiet } from "../ui/page.tsx";
import { go, Link } from "../ui/route.tsx";
import { invitation, logIn, register } from "../words/account.ts";
import { app } from "../words/app.ts";
import { roles } from "../words/roles.ts";
import { problemWords, useSending, wrong } from "./parts/sending.ts";

/** The token stands behind the "#", so that no server and no log ever sees it before the person types. */
const tokenInAddress = () => decodeURIComponent(location.hash.slice(1));

export function Screen() {
  const token = useSignal(tokenInAddress());
  const told = useSignal<Invitation | undefined>(undefined);
  const problem = useSignal<string | undefined>(token.value ? undefined : invitation.gone);

  useEffect(() => {
    if (token.value === "") return;
    lookAtInvitation(token.value).then((answer) => {
      if (answer.ok) told.value = answer.value;
      else problem.value = problemWords(answer.code);
    });
  }, [token, told, problem]);

  if (told.value !== undefined) return <Accept token={token.value} told={told.value} />;
  return (
    <Page title={invitation.title}>
      <p role="status">{problem.value ?? invitation.reading}</p>
      <p>
        <Link to="/">{app.toToday}</Link>
      </p>
    </Page>
  );
}

function Accept({ token, told }: { token: string; told: Invitation }) {
  // Typed, not offered: a mail scanner that opens and presses everything comes no further.
  const email = useSignal("");
  const name = useSignal(told.name);
  const password = useSignal("");
  const { errors, busy, send } = useSending();
  const submit = () =>
    send(
      wrong({
        email: looksLikeEmail(email.value) ? undefined : logIn.emailWrong,
        name: name.value.trim() ? undefined : register.nameMissing,
        password: password.value ? undefined : register.passwordMissing,
      }),
      () =>
        redeemInvitation({
          token,
          email: email.value.trim(),
          name: name.value.trim(),
          password: password.value,
        }),
      () => go("/", { replace: true }),
    );
  return (
    <Page title={invitation.title}>
      <p>{invitation.words(told.scheme_name, roles[told.role].as)}</p>
      <p>{invitation.noReason}</p>
      <p>{invitation.account}</p>
      <Form problem={app.problem} errors={errors.value} onSubmit={() => void submit()}>
        <Input
          id="email"
          label={register.email}
          hint={invitation.emailHint}
          type="email"
          autoComplete="email"
          value={email.value}
          error={errors.value.email}
          onInput={(typed) => {
            email.value = typed;
          }}
        />
        <Input
          id="name"
          label={register.name}
          hint={register.nameHint}
          autoComplete="name"
          value={name.value}
          error={errors.value.name}
          onInput={(typed) => {
            name.value = typed;
          }}
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
          onInput={(typed) => {
            password.value = typed;
          }}
        />
        <Button kind="first" submit disabled={busy.value}>
          {register.submit}
        </Button>
      </Form>
      <p>
        <Link to="/log-in">{invitation.have}</Link>
      </p>
      <Quiet>{invitation.notNow}</Quiet>
    </Page>
  );
}
