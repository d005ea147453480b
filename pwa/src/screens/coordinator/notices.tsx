import { useSignal } from "@preact/signals";
import { act, type Done } from "../../domain/acting.ts";
import { type SentNotice, sentBy } from "../../domain/notices.ts";
import { clock, device } from "../../domain/phone.ts";
import { Plain } from "../../ui/button.tsx";
import { Card, Page, Quiet, Row, Rows } from "../../ui/page.tsx";
import type { ScreenProps } from "../../ui/route.tsx";
import { dayAndTime } from "../../when.ts";
import { app } from "../../words/app.ts";
import { notices, sending as words } from "../../words/notices.ts";
import { AsAt } from "../parts/as-at.tsx";
import { CameBack } from "../parts/came-back.tsx";
import { NoticeWords } from "../parts/notice-words.tsx";
import { Saved } from "../parts/saved.tsx";
import { Standing } from "../parts/standing.tsx";

/** What this office wrote: what is to go, what has gone, and the way to take it back. Nothing is counted. */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const scheme = params.scheme ?? "";
  const recalled = useSignal<ReadonlyMap<string, Done>>(new Map());
  const sent = sentBy(open.documents("sent_notice").value, scheme, clock.value);
  const recall = async (notice: SentNotice) => {
    const done = await act(open, ["notice.recall", { notice: notice.id }]);
    recalled.value = new Map(recalled.value).set(notice.id, done);
  };
  const undone = (id: string) => {
    const left = new Map(recalled.value);
    left.delete(id);
    recalled.value = left;
  };
  return (
    <Page title={words.title} back={{ to: `/scheme/${scheme}`, words: app.back }}>
      <CameBack about={(args) => args.scheme === scheme && "audience" in args} />
      <Rows>
        <Row to={`/scheme/${scheme}/notices/new`} title={words.write}>
          {words.writeWhat}
        </Row>
      </Rows>
      <h2 class="nhsuk-heading-m">{words.sent}</h2>
      <Quiet>{words.intro}</Quiet>
      {sent.length === 0 && <p>{words.empty}</p>}
      {sent.map((notice) => {
        const done = recalled.value.get(notice.id);
        return (
          <Card key={notice.id}>
            <NoticeWords text={notice.text} />
            <p class="quiet">
              {notices.to[notice.audience]}. {stateOf(notice)} <Standing kind="sent_notice" id={notice.id} />
            </p>
            {canBeRecalled(notice) && <Quiet>{notices.until(dayAndTime(Date.parse(notice.expires)))}</Quiet>}
            {done !== undefined && (
              <Saved device={open} words={words.recalled} done={done} onUndone={() => undone(notice.id)} />
            )}
            {done === undefined && canBeRecalled(notice) && (
              <Plain label={words.recallWhat(notice.text)} onPress={() => void recall(notice)}>
                {words.recall}
              </Plain>
            )}
          </Card>
        );
      })}
      <AsAt />
    </Page>
  );
}

const canBeRecalled = ({ state }: SentNotice) => state === "scheduled" || state === "sent";

function stateOf({ state, sends }: SentNotice): string {
  const said = words.states[state];
  return typeof said === "string" ? said : said(dayAndTime(Date.parse(sends)));
}
