import { useSignal } from "@preact/signals";
import type { Outcome } from "../../domain/asking.ts";
import type { Errors } from "../../ui/form.tsx";
import { app } from "../../words/app.ts";
import { refusalWords } from "../../words/refusals.ts";

/** The fields that some refusals are about; all others are about the whole form. */
const ABOUT: Record<string, string> = {
  "wrong-code": "code",
  "weak-password": "password",
  "mail-domain": "email",
};

/** What a person reads when the server says no, or nobody answers. */
export function problemWords(code: string | undefined): string {
  if (code === "offline") return app.offline;
  const { title, next } = refusalWords(code);
  return `${title}. ${next}`;
}

/** A form that is sent at once: what is wrong, and whether an answer is awaited. */
export function useSending() {
  const errors = useSignal<Errors>({});
  const busy = useSignal(false);

  async function send<Value>(
    wrong: Errors,
    ask: () => Promise<Outcome<Value>>,
    then: (value: Value) => void,
  ): Promise<void> {
    errors.value = wrong;
    if (Object.keys(wrong).length > 0 || busy.value) return;
    busy.value = true;
    const answer = await ask().catch((): Outcome<Value> => ({ ok: false, code: undefined }));
    busy.value = false;
    if (answer.ok) then(answer.value);
    else errors.value = { [ABOUT[answer.code ?? ""] ?? ""]: problemWords(answer.code) };
  }
  return { errors, busy, send };
}

/** Only what is wrong is kept: `wrong({ email: undefined })` is empty. */
export function wrong(all: Record<string, string | undefined>): Errors {
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
