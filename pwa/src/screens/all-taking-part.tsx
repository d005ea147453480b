import { notNow, takingPart } from "../domain/participation.ts";
import { clock, device } from "../domain/phone.ts";
import { Card, Page } from "../ui/page.tsx";
import { Link } from "../ui/route.tsx";
import { dateOf, day } from "../when.ts";
import { app } from "../words/app.ts";
import { participation as words } from "../words/participation.ts";
import { schemes as schemeWords } from "../words/schemes.ts";
import { PartCard } from "./parts/part-card.tsx";

export function Screen() {
  const open = device();
  const schemes = open.documents("scheme").value;
  const parts = takingPart(open.documents("participation").value);
  const until = notNow(open.documents("not_now").value, null, dateOf(clock.value));
  return (
    <Page title={words.title} back={{ to: "/you", words: app.backTo(app.tabs.you) }}>
      <p>{words.intro}</p>
      {parts.length === 0 && <p>{words.none}</p>}
      {parts.map((part) => (
        <PartCard key={part.id} part={part} name={schemes.get(part.scheme)?.name ?? schemeWords.unknown} />
      ))}
      <p>
        <Link to="/schemes">{words.findScheme}</Link>
      </p>
      <Card>
        <h2 class="nhsuk-heading-s">{words.notNowAllTitle}</h2>
        <p>{until === undefined ? words.notNowAllHint : words.notNowAll(day(until))}</p>
        <p>
          <Link to="/not-now">{until === undefined ? words.notNowAllAsk : words.changeDate}</Link>
        </p>
      </Card>
    </Page>
  );
}
