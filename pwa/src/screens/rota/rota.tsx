import { useSignal } from "@preact/signals";
import { clock } from "../../domain/phone.ts";
import type { Source } from "../../domain/rota/keeping.ts";
import { closed, coverage, remove, rota, setNation } from "../../domain/rota.ts";
import { NATIONS, type Nation } from "../../times/holidays.ts";
import { Button, Plain } from "../../ui/button.tsx";
import { Select } from "../../ui/choice.tsx";
import { Card, Inset, Page, Quiet, Row, Rows } from "../../ui/page.tsx";
import { day, recent } from "../../when.ts";
import { you } from "../../words/account.ts";
import { app } from "../../words/app.ts";
import { nations, rota as words } from "../../words/rota.ts";
import { Said } from "./adding.tsx";
import { Month } from "./month.tsx";

/** Your rota: a month of it, what it came from, and one act that takes all of it off this phone. */
export function Screen() {
  const kept = rota.value;
  const back = useSignal<(() => Promise<void>) | undefined>(undefined);
  const said = useSignal("");
  const take = async (id?: string) => {
    back.value = await remove(id);
    said.value = words.removed;
  };
  const undo = async () => {
    await back.value?.();
    back.value = undefined;
    said.value = app.undone;
  };
  const reach = coverage(clock.value);
  const sources = kept?.sources ?? [];
  return (
    <Page title={words.title} back={{ to: "/you", words: app.backTo(you.title) }}>
      <p>{words.private}</p>
      {closed.value && <Inset>{words.closed}</Inset>}
      {said.value !== "" && (
        <Said said={said.value} {...(back.value === undefined ? {} : { undo: () => void undo() })} />
      )}
      {kept !== undefined && sources.length === 0 && (
        <>
          <p>{words.empty}</p>
          <Quiet>{words.emptyWhy}</Quiet>
        </>
      )}
      {sources.length > 0 && (
        <>
          <p>{reach.known ? words.known(day(reach.through)) : words.ended}</p>
          <Month />
          <Quiet>{words.guidance}</Quiet>
        </>
      )}
      <h2 class="nhsuk-heading-m">{words.add}</h2>
      <Rows label={words.add}>
        <Row to="/you/rota/file" title={words.addFile}>
          {words.addFileHint}
        </Row>
        <Row to="/you/rota/paste" title={words.addPaste}>
          {words.addPasteHint}
        </Row>
        <Row to="/you/rota/pattern" title={words.addPattern}>
          {words.addPatternHint}
        </Row>
      </Rows>
      {sources.length > 0 && (
        <>
          <h2 class="nhsuk-heading-m">{words.here}</h2>
          {sources.map((source) => (
            <Kept key={source.id} source={source} onRemove={() => void take(source.id)} />
          ))}
          <Select
            id="nation"
            label={words.nation}
            hint={words.nationHint}
            value={kept?.nation ?? ""}
            options={NATIONS.map((value) => ({ value, words: nations[value] }))}
            onChoose={(nation) => void setNation(nation as Nation)}
          />
          <Button onPress={() => void take()}>{words.removeAll}</Button>
        </>
      )}
    </Page>
  );
}

function Kept({ source, onRemove }: { source: Source; onRemove: () => void }) {
  const { name, duties, at, through, unread } = source;
  return (
    <Card>
      <h3 class="nhsuk-heading-s">{words.source(name, duties.length)}</h3>
      <Quiet>
        {words.readAt(recent(at, clock.value))}
        {through === undefined ? "" : ` ${words.reaches(day(through))}`}
        {unread === 0 ? "" : ` ${words.couldNot(unread)}`}
      </Quiet>
      <Plain label={words.removeWhat(name)} onPress={onRemove}>
        {words.remove}
      </Plain>
    </Card>
  );
}
