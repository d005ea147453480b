import type { Signal } from "@preact/signals";
import { Input } from "../../ui/form.tsx";
import { register } from "../../words/account.ts";

/** The field for a code that came by mail. */
export function MailedCode({ code, error }: { code: Signal<string>; error: string | undefined }) {
  return (
    <Input
      id="code"
      label={register.code}
      hint={register.codeHint}
      inputMode="numeric"
      autoComplete="one-time-code"
      value={code.value}
      error={error}
      onInput={(typed) => {
        code.value = typed;
      }}
    />
  );
}
