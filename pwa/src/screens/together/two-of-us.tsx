import { phone } from "../../domain/phone.ts";
import { Page, Row, Rows } from "../../ui/page.tsx";
import { app } from "../../words/app.ts";
import { reflections } from "../../words/reflections.ts";
import { together as words } from "../../words/together.ts";
import { TurnLine } from "./turn-line.tsx";

/** What people need to meet without a scheme (P7). It counts nobody, and leads nobody to register. */
export function Screen() {
  const back =
    phone.value === undefined
      ? { to: "/welcome", words: app.back }
      : { to: "/you", words: app.backTo(app.tabs.you) };
  return (
    <Page title={words.title} back={back}>
      <p>{words.intro}</p>
      <p>{words.private}</p>
      <TurnLine />
      <Rows label={words.tools}>
        <Row to="/together/turns" title={words.turns}>
          {words.turnsWhat}
        </Row>
        <Row to="/together/cards" title={words.cards}>
          {words.cardsWhat}
        </Row>
        <Row to="/together/times" title={words.times}>
          {words.timesWhat}
        </Row>
        <Row to="/reflections/" apart title={reflections.title}>
          {reflections.what}
        </Row>
      </Rows>
    </Page>
  );
}
