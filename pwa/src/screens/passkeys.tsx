import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { addPasskey, canUsePasskeys, listPasskeys, type Passkey, removePasskey } from "../domain/passkeys.ts";
import { Button } from "../ui/button.tsx";
import { Card, Inset, Page, Quiet } from "../ui/page.tsx";
import { day } from "../when.ts";
import { passkeys as words, you } from "../words/account.ts";
import { app } from "../words/app.ts";
import { problemWords } from "./parts/sending.ts";

export function Screen() {
  const list = useSignal<readonly Passkey[] | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);

  const read = async () => {
    const answer = await listPasskeys();
    if (answer.ok) list.value = answer.value;
    else problem.value = answer.code === "offline" ? words.offline : problemWords(answer.code);
  };
  const add = async () => {
    problem.value = undefined;
    const answer = await addPasskey(words.unnamed);
    if (answer.ok) await read();
    else problem.value = answer.code === "stopped" ? words.stopped : problemWords(answer.code);
  };
  const remove = async (id: string) => {
    const answer = await removePasskey(id);
    if (answer.ok) await read();
    else problem.value = problemWords(answer.code);
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
          <Button label={words.removeWhat(passkey.name)} onPress={() => void remove(passkey.id)}>
            {words.remove}
          </Button>
        </Card>
      ))}
      {canUsePasskeys() ? (
        <Button kind="first" onPress={() => void add()}>
          {words.add}
        </Button>
      ) : (
        <p>{words.notHere}</p>
      )}
    </Page>
  );
}
