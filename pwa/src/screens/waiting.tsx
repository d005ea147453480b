import { clock, device } from "../domain/phone.ts";
import type { OutboxEntry } from "../sync/store/records.ts";
import { Button, Plain } from "../ui/button.tsx";
import { Card, Inset, Page, Quiet, State } from "../ui/page.tsx";
import { go, Link } from "../ui/route.tsx";
import { moment } from "../when.ts";
import { app, bars, states } from "../words/app.ts";
import { attention as attentionWords, waiting as words } from "../words/sending.ts";
import { markWords } from "./parts/mark-words.ts";
import { inWords, namesOf } from "./parts/names.ts";

/** Waiting to send: each change in plain words, undo for what has not gone, and send now. */
export function Screen() {
  const open = device();
  const status = open.status.value;
  const entries = open.outbox.value.filter((entry) => entry.outcome === undefined);
  const at = open.asAt.value;
  return (
    <Page title={words.title} back={{ to: "/", words: app.toToday }}>
      <p role="status">
        <strong>{markWords(status, clock.value)}</strong>
      </p>
      <Quiet>{at === undefined ? words.neverSynced : words.asAt(moment(at, clock.value))}</Quiet>
      {open.attention.value.length > 0 && (
        <Inset>
          <Link to="/attention">{attentionWords.title}</Link>
        </Inset>
      )}
      {status.mark === "stuck" && <Inset>{words.stuck}</Inset>}
      {entries.length === 0 ? (
        <p>{words.empty}</p>
      ) : (
        <>
          <p>{status.mark === "signed-out" ? words.introLoggedOut : words.intro}</p>
          {entries.map((entry) => (
            <Waiting key={entry.id} entry={entry} />
          ))}
        </>
      )}
      {status.mark === "signed-out" ? (
        <Button kind="first" onPress={() => go("/log-in")}>
          {bars.logIn}
        </Button>
      ) : (
        entries.length > 0 && (
          <Button kind="first" onPress={() => open.sendNow()}>
            {words.sendNow}
          </Button>
        )
      )}
    </Page>
  );
}

function Waiting({ entry }: { entry: OutboxEntry }) {
  const open = device();
  const what = inWords(entry, namesOf(open));
  return (
    <Card>
      <p>
        <strong>{what}</strong>
      </p>
      <p>
        <State words={states.onThisPhone} />
      </p>
      <Quiet>{entry.sent ? words.gone : words.made(moment(entry.made, clock.value))}</Quiet>
      {!entry.sent && (
        <Plain label={words.undoWhat(what)} onPress={() => void open.undo(entry.number)}>
          {words.undo}
        </Plain>
      )}
    </Card>
  );
}
