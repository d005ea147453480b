import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Outcome } from "../domain/asking.ts";
import { needsExplaining } from "../domain/installing.ts";
import { quietAnew } from "../domain/rota.ts";
import { type Choice, look, type Telling, turnOff, turnOn } from "../domain/webpush.ts";
import { Inset, Page, Quiet } from "../ui/page.tsx";
import { you } from "../words/account.ts";
import { app } from "../words/app.ts";
import { telling as words } from "../words/webpush.ts";
import { problemWords } from "./parts/sending.ts";
import { TellingChoice } from "./parts/telling-choice.tsx";

/** Whether this phone says something while the app is closed. Nothing in the app asks for it by itself. */
export function Screen() {
  const how = useSignal<Telling | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);
  const saved = useSignal(false);
  const busy = useSignal(false);

  const ask = async (asked: Promise<Outcome<Telling>>, saves: boolean) => {
    busy.value = true;
    problem.value = undefined;
    saved.value = false;
    const answer = await asked.catch((): Outcome<Telling> => ({ ok: false, code: undefined }));
    busy.value = false;
    if (answer.ok) {
      how.value = answer.value;
      saved.value = saves;
      if (answer.value.state === "on") void quietAnew();
    } else problem.value = answer.code === "unreached" ? words.unreached : problemWords(answer.code);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, on arrival
  useEffect(() => void ask(look(), false), []);

  const { state } = how.value ?? {};
  return (
    <Page title={words.title} back={{ to: "/you", words: app.backTo(you.title) }}>
      <p>{words.intro}</p>
      <p>{words.only}</p>
      <div role="status">
        {problem.value && <Inset>{problem.value}</Inset>}
        {saved.value && <Inset>{words.saved}</Inset>}
        {how.value === undefined && busy.value && <p>{words.looking}</p>}
        {state !== undefined && <p>{words[state]}</p>}
      </div>
      {state === "cannot" && needsExplaining() && <p>{words.install}</p>}
      {(state === "on" || state === "off") && (
        <TellingChoice
          key={state}
          held={how.value?.state === "on" ? how.value.choice : undefined}
          onSave={(choice: Choice) => void ask(turnOn(choice), true)}
          onStop={() => void ask(turnOff(), true)}
        />
      )}
      <Quiet>{words.says}</Quiet>
      <Quiet>{words.carried}</Quiet>
    </Page>
  );
}
