import { useSignal } from "@preact/signals";
import type { Mutations } from "../contract.ts";
import { confirmWithPasskey } from "../domain/passkeys.ts";
import { clock, device } from "../domain/phone.ts";
import type { AttentionEntry } from "../sync/store/records.ts";
import { Button, Equal, Plain } from "../ui/button.tsx";
import { Card, Page, Quiet } from "../ui/page.tsx";
import { moment } from "../when.ts";
import { app } from "../words/app.ts";
import { office } from "../words/office.ts";
import { refusalWords } from "../words/refusals.ts";
import { waiting, attention as words } from "../words/sending.ts";
import { isMeetingBack, MeetingBack } from "./parts/meeting-back.tsx";
import { inWords, namesOf, wordsOf } from "./parts/names.ts";

/** What came back: the fact, what to do next, and the person's own words until they let go. */
export function Screen() {
  const open = device();
  const entries = open.attention.value;
  const again = useSignal(false);
  return (
    <Page title={words.title} back={{ to: "/waiting", words: app.backTo(waiting.title) }}>
      {again.value && <p role="status">{words.sentAgain}</p>}
      {entries.length === 0 ? <p>{words.empty}</p> : <p>{words.intro}</p>}
      {entries.map((entry) => (
        <Attention
          key={entry.id}
          entry={entry}
          onAgain={() => {
            again.value = true;
          }}
        />
      ))}
    </Page>
  );
}

function Attention({ entry, onAgain }: { entry: AttentionEntry; onAgain: () => void }) {
  return isMeetingBack(entry) ? <MeetingBack entry={entry} /> : <Back entry={entry} onAgain={onAgain} />;
}

function Back({ entry, onAgain }: { entry: AttentionEntry; onAgain: () => void }) {
  const open = device();
  const copied = useSignal(false);
  const own = wordsOf(entry);
  const { title, next } = refusalWords(entry.code);

  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text);
    copied.value = true;
  };
  const sendAgain = async () => {
    if (entry.code === "passkey-needed" && !(await confirmWithPasskey()).ok) return;
    // The same words, as a new change: the old number has its answer for ever.
    await open.mutate(entry.name as keyof Mutations, entry.args as never);
    await open.dismiss(entry.number);
    onAgain();
  };
  return (
    <Card>
      <p>
        <strong>{inWords(entry, namesOf(open))}</strong>
      </p>
      <p>{entry.outcome === "quarantined" ? words.quarantined : `${title}. ${next}`}</p>
      <Quiet>{waiting.made(moment(entry.made, clock.value))}</Quiet>
      {own !== undefined && (
        <>
          <h2 class="nhsuk-heading-xs">{words.words}</h2>
          <pre class="words">{own}</pre>
          <p>
            <Plain onPress={() => void copy(own)}>{words.copy}</Plain>{" "}
            <span role="status">{copied.value ? words.copied : ""}</span>
          </p>
        </>
      )}
      {entry.code === "passkey-needed" && <p>{office.confirmWords}</p>}
      <Equal>
        <Button onPress={() => void sendAgain()}>{words.again}</Button>
        <Button onPress={() => void open.dismiss(entry.number)}>{words.letGo}</Button>
      </Equal>
    </Card>
  );
}
