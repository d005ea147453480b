import { useSignal } from "@preact/signals";
import { Button } from "../../ui/button.tsx";
import { Form, Password } from "../../ui/form.tsx";
import { logIn } from "../../words/account.ts";
import { app } from "../../words/app.ts";
import { passkeyElsewhere, passwordAgain as words } from "../../words/own-account.ts";
import { problemWords } from "./sending.ts";

/** Why an act that wants its person was not done. */
export function unprovedWords(code: string | undefined, offline: string): string {
  if (code === "offline") return offline;
  return code === "passkey-needed" ? passkeyElsewhere : problemWords(code);
}

interface PasswordAgainProps {
  /** What happens then, as its button says it. */
  submit: string;
  onGiven: (password: string) => void;
}

/** Asked where a log-in is not fresh and the account has no passkey. */
export function PasswordAgain({ submit, onGiven }: PasswordAgainProps) {
  const password = useSignal("");
  const error = useSignal<string | undefined>(undefined);
  const give = () => {
    error.value = password.value ? undefined : logIn.passwordMissing;
    if (password.value) onGiven(password.value);
  };
  return (
    <Form problem={app.problem} errors={error.value ? { password: error.value } : {}} onSubmit={give}>
      <Password
        id="password"
        label={words.label}
        hint={words.why}
        autoComplete="current-password"
        show={app.showPassword}
        hide={app.hidePassword}
        value={password.value}
        error={error.value}
        onInput={(typed) => {
          password.value = typed;
        }}
      />
      <Button kind="first" submit>
        {submit}
      </Button>
    </Form>
  );
}
