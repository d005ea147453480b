import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { clock, device } from "../domain/phone.ts";
import type { SentEntry, SentField } from "../sync/store/records.ts";
import { Button } from "../ui/button.tsx";
import { Card, Details, Page, Quiet } from "../ui/page.tsx";
import { dayAndTime, moment } from "../when.ts";
import { you } from "../words/account.ts";
import { app } from "../words/app.ts";
import { left as words } from "../words/sending.ts";
import { namesOf } from "./parts/names.ts";
import { fieldName, isEnvelope, requestName, seenByWords, valueWords } from "./parts/sent-words.ts";

const PAGE = 20;

/** What left this phone: written by the sync layer from the very bytes it sends. */
export function Screen() {
  const open = device();
  const entries = useSignal<readonly SentEntry[] | undefined>(undefined);
  const shown = useSignal(PAGE);
  useEffect(() => {
    void open.sent().then((read) => {
      entries.value = read;
    });
  }, [open, entries]);
  const all = entries.value ?? [];
  const more = all.length - shown.value;
  return (
    <Page title={words.title} back={{ to: "/you", words: app.backTo(you.title) }}>
      <p>{words.intro}</p>
      {entries.value !== undefined && all.length === 0 && <p>{words.empty}</p>}
      {all.slice(0, shown.value).map((entry) => (
        <Sent key={`${entry.at} ${entry.path}`} entry={entry} />
      ))}
      {more > 0 && (
        <Button
          onPress={() => {
            shown.value += PAGE;
          }}
        >
          {words.more}
        </Button>
      )}
    </Page>
  );
}

function Sent({ entry }: { entry: SentEntry }) {
  const own = entry.fields.filter((field) => !isEnvelope(field));
  const rest = entry.fields.filter(isEnvelope);
  const when =
    entry.times > 1
      ? words.times(entry.times, moment(entry.last, clock.value))
      : `${words.when} ${dayAndTime(entry.at)}`;
  return (
    <Card>
      <h2 class="nhsuk-heading-xs">{requestName(entry)}</h2>
      <Quiet>{when}</Quiet>
      {own.length === 0 ? <p>{words.nothing}</p> : <Fields fields={own} />}
      {rest.length > 0 && (
        <Details summary={words.envelope}>
          <Fields fields={rest} />
        </Details>
      )}
    </Card>
  );
}

function Fields({ fields }: { fields: readonly SentField[] }) {
  const names = namesOf(device());
  return (
    <ul class="nhsuk-list">
      {fields.map((field, place) => (
        <li key={`${field.path} ${place}`}>
          <strong>{fieldName(field)}:</strong> {valueWords(field, names)}
          <span class="quiet">{words.sees(seenByWords(field))}</span>
        </li>
      ))}
    </ul>
  );
}
