import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { addPasskey, canUsePasskeys, listPasskeys, type Passkey, removePasskey } from "../domain/passkeys.ts";
import { Button } from "../ui/button.tsx";
import { Card, Inset, Page, Quiet } from "../ui/page.tsx";
import { day } from "../when.ts";
import { you } from "../words/account.ts";
import { app } from "../words/app.ts";
import { passkeys as words } from "../words/own-account.ts";
import { PasswordAgain } from "./parts/password-again.tsx";
import { problemWords } from "./parts/sending.ts";

export function Screen() {
  const list = useSignal<readonly Passkey[] | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);
  const asks = useSignal(false);

  const read = async () => {
    const answer = await listPasskeys();
    if (answer.ok) list.value = answer.value;
    else problem.value = answer.code === "offline" ? words.offline : problemWords(answer.code);
  };
  const add = async (password?: string) => {
    problem.value = undefined;
    const answer = await addPasskey(words.unnamed, password);
    if (answer.ok) await read();
    else if (answer.code === "wrong-log-in" && password === undefined) asks.value = true;
    else problem.value = answer.code === "stopped" ? words.stopped : problemWords(answer.code);
    if (answer.ok) asks.value = false;
  };
  const remove = async (id: string) => {
    const answer = await removePasskey(id);
    if (answer.ok) await read();
    else problem.value = problemWords(answer.code === "stopped" ? "wrong-passkey" : answer.code);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once, on arrival
  useEffect(() => void read(), []);

  return (
    <Page title={words.title} back={{ to: "/you", words: app.backTo(you.title) }}>
      <p>{words.intro}</p>
      <div role="status">{problem.value && <Inset>{problem.value}</Inset>}</div>
      {list.value?.length === 0 && <p>{words.empty}</p>}
      {list.value?.map((passkey) => (
        <Card key={passkey.id}>
          <h2 class="nhsuk-heading-s">{passkey.name || words.unnamed}</h2>
          <Quiet>{words.added(day(passkey.created_on))}</Quiet>
          <Button
            label={words.removeWhat(passkey.name || words.unnamed)}
            onPress={() => void remove(passkey.id)}
          >
            {words.remove}
          </Button>
        </Card>
      ))}
      {!canUsePasskeys() && <p>{words.notHere}</p>}
      {canUsePasskeys() && asks.value && (
        <PasswordAgain submit={words.add} onGiven={(password) => void add(password)} />
      )}
      {canUsePasskeys() && !asks.value && (
        <Button kind="first" onPress={() => void add()}>
          {words.add}
        </Button>
      )}
    </Page>
  );
}
