import { over } from "../domain/pairs.ts";
import { device } from "../domain/phone.ts";
import { open as openPairs } from "../domain/relationships.ts";
import { Page, Quiet, Row, Rows } from "../ui/page.tsx";
import { app } from "../words/app.ts";
import { codes, people as words } from "../words/relationships.ts";
import { AsAt } from "./parts/as-at.tsx";
import { PairRows } from "./parts/pair-rows.tsx";
import { inOrder } from "./parts/pair-words.ts";

/** Everybody this doctor meets, has asked, or may answer; and what has closed lately. */
export function Screen() {
  const open = device();
  const all = open.documents("relationship").value;
  const pairings = open.documents("pairing").value;
  const now = inOrder(open, openPairs(all, pairings));
  const closed = over(all, pairings);
  return (
    <Page title={words.title} back={{ to: "/", words: app.backTo(app.tabs.today) }}>
      {now.length === 0 ? <p>{words.empty}</p> : <PairRows pairs={now} label={words.now} />}
      {closed.length > 0 && (
        <>
          <h2 class="nhsuk-heading-m">{words.over}</h2>
          <PairRows pairs={closed} label={words.over} />
          <Quiet>{words.overWords}</Quiet>
        </>
      )}
      <Rows label={codes.joinTitle}>
        <Row to="/mentors" title={words.look} />
        <Row to="/join" title={words.join} />
      </Rows>
      <AsAt />
    </Page>
  );
}
