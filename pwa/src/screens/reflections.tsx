import { device } from "../domain/phone.ts";
import { open as live } from "../domain/relationships.ts";
import { Details, Page, Row, Rows, Summary } from "../ui/page.tsx";
import { you } from "../words/account.ts";
import { app } from "../words/app.ts";
import { oneOf } from "../words/charter.ts";
import { reflections as words } from "../words/reflections.ts";
import { charterOf, namesIn } from "./parts/pair-words.ts";

/** What the app can say of reflections: how they are sealed, how to check it, and each scheme's rule on notes. */
export function Screen() {
  const open = device();
  const rules = live(open.documents("relationship").value, open.documents("pairing").value).flatMap(
    (pair) => {
      const charter = charterOf(open, pair);
      return charter === undefined
        ? []
        : [[namesIn(pair, open.account), oneOf.notes[charter.notes]] as const];
    },
  );
  return (
    <Page title={words.about} back={{ to: "/you", words: app.backTo(you.title) }}>
      <p>{words.intro}</p>
      <ul class="nhsuk-list nhsuk-list--bullet">
        {words.points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <p>{words.stay}</p>
      <Rows label={words.title}>
        <Row to="/reflections/" apart title={words.open} />
        <Row to="/reflections/check" apart title={words.check}>
          {words.checkWhat}
        </Row>
      </Rows>
      {rules.length > 0 && (
        <>
          <h2 class="nhsuk-heading-m">{words.rules}</h2>
          <p>{words.rulesIntro}</p>
          <Summary rows={rules} />
        </>
      )}
      <Details summary={words.page}>
        <p>{words.pageWords}</p>
        <pre class="words">{REFLECTIONS_SHA256}</pre>
      </Details>
    </Page>
  );
}
