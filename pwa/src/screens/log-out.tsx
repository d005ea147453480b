import { useSignal } from "@preact/signals";
import { device } from "../domain/phone.ts";
import { logOut } from "../domain/session.ts";
import { Button, Equal } from "../ui/button.tsx";
import { Inset, Page } from "../ui/page.tsx";
import { go, Link } from "../ui/route.tsx";
import { you as words } from "../words/account.ts";
import { app } from "../words/app.ts";
import { waiting } from "../words/sending.ts";
import { useClearing } from "./parts/clearing.tsx";
import { problemWords } from "./parts/sending.ts";

/** Logging out asks first where something is not sent yet: nothing is thrown away either way. */
export function Screen() {
  const open = device();
  const unsent = open.outbox.value.filter((entry) => entry.outcome === undefined).length;
  const problem = useSignal<string | undefined>(undefined);
  const clearing = useClearing({
    settled: open.outbox.value.length === 0 && open.status.value.attention === 0,
  });

  const leave = async () => {
    const answer = await logOut({ clear: clearing.kept() });
    if (answer.ok) await clearing.forgetRota(open.account);
    if (answer.ok) go("/", { replace: true });
    else problem.value = answer.code === "offline" ? words.loggedOutOffline : problemWords(answer.code);
  };
  return (
    <Page title={words.logOutTitle} back={{ to: "/you", words: app.backTo(words.title) }}>
      <div role="status">{problem.value && <Inset>{problem.value}</Inset>}</div>
      {unsent > 0 && (
        <>
          <p>
            <strong>{words.unsent(unsent)}</strong>
          </p>
          <p>{words.unsentWords}</p>
          <p>
            <Link to="/waiting">{waiting.title}</Link>
          </p>
        </>
      )}
      {clearing.shown}
      <Equal>
        <Button onPress={() => void leave()}>{words.logOutNow}</Button>
        <Button onPress={() => go("/you")}>{words.stay}</Button>
      </Equal>
    </Page>
  );
}
