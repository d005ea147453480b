import { useSignal } from "@preact/signals";
import { closeAccount } from "../domain/closing.ts";
import { device } from "../domain/phone.ts";
import { Button, Equal } from "../ui/button.tsx";
import { Inset, Page } from "../ui/page.tsx";
import { go } from "../ui/route.tsx";
import { you } from "../words/account.ts";
import { app } from "../words/app.ts";
import { closing as words } from "../words/own-account.ts";
import { useClearing } from "./parts/clearing.tsx";
import { PasswordAgain, unprovedWords } from "./parts/password-again.tsx";

/** Asked once more, and then it is done: no reason, no approval. */
export function Screen() {
  const open = device();
  const unsent = open.outbox.value.filter((entry) => entry.outcome === undefined).length;
  const problem = useSignal<string | undefined>(undefined);
  const asks = useSignal(false);
  const busy = useSignal(false);
  const clearing = useClearing({ settled: false }); // of itself, all of it goes

  const close = async (password?: string) => {
    if (busy.value) return;
    busy.value = true;
    problem.value = undefined;
    const answer = await closeAccount(password);
    if (answer.ok) await clearing.forgetRota(open.account).catch(() => {});
    busy.value = false;
    if (answer.ok) go("/closed", { replace: true });
    else if (answer.code === "wrong-log-in" && password === undefined) asks.value = true;
    else if (answer.code !== "stopped") problem.value = unprovedWords(answer.code, words.offline);
  };
  return (
    <Page title={words.title} back={{ to: "/you", words: app.backTo(you.title) }}>
      {words.words.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {unsent > 0 && (
        <p>
          <strong>{words.unsent(unsent)}</strong>
        </p>
      )}
      <p>{words.noReason}</p>
      {clearing.shown}
      <div role="status">{problem.value && <Inset>{problem.value}</Inset>}</div>
      {asks.value ? (
        <>
          <PasswordAgain submit={words.close} onGiven={(password) => void close(password)} />
          <Button onPress={() => go("/you")}>{words.stay}</Button>
        </>
      ) : (
        <Equal>
          <Button disabled={busy.value} onPress={() => void close()}>
            {words.close}
          </Button>
          <Button onPress={() => go("/you")}>{words.stay}</Button>
        </Equal>
      )}
    </Page>
  );
}
