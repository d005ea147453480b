import { isLive } from "../domain/pairs.ts";
import { device } from "../domain/phone.ts";
import { hasLeft, type Relationship, self } from "../domain/relationships.ts";
import { Page, Row, Rows } from "../ui/page.tsx";
import { Link, type ScreenProps } from "../ui/route.tsx";
import { app } from "../words/app.ts";
import { people, privateList, pair as words } from "../words/relationships.ts";
import { schemes } from "../words/schemes.ts";
import { AsAt } from "./parts/as-at.tsx";
import { CameBack } from "./parts/came-back.tsx";
import { Beginning } from "./parts/pair-beginning.tsx";
import { Living } from "./parts/pair-living.tsx";
import { namesIn } from "./parts/pair-words.ts";
import { useSaying } from "./parts/saying.tsx";

/** One pair or circle: who, where it stands, and what can be done. Leaving it is as easy as going on. */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const id = params.pair ?? "";
  const saying = useSaying();
  const body = open.documents("relationship").value.get(id);
  const back = { to: "/people", words: app.backTo(people.title) };
  if (body === undefined) {
    return (
      <Page title={people.notHere} back={back}>
        <p>{people.notHereWords}</p>
        <Choices />
      </Page>
    );
  }
  const pair: Relationship = { id, ...body };
  const left = hasLeft(open.documents("pairing").value, id);
  const over = left || pair.state === "closed";
  return (
    <Page title={namesIn(pair, open.account)} back={back}>
      {pair.state !== "closed" && saying.shown}
      <CameBack about={(args) => args.relationship === id} />
      {over ? (
        <Over pair={pair} left={left} />
      ) : isLive(pair) ? (
        <Living pair={pair} saying={saying} />
      ) : (
        <Beginning pair={pair} saying={saying} />
      )}
      {pair.members.length > 1 && (
        <p>
          <Link to={`/you/private/pair/${id}`}>{over || isLive(pair) ? words.never : privateList.link}</Link>
        </p>
      )}
      <AsAt />
    </Page>
  );
}

/** One sentence whatever came before; only whoever ended it is told which of their acts it was. */
function Over({ pair, left }: { pair: Relationship; left: boolean }) {
  const mentee = self(pair, device().account)?.role === "mentee";
  const request = mentee ? words.requestClosedMentee : words.requestClosed;
  return (
    <>
      <p>{!left ? words.closed : isLive(pair) ? words.ended : request}</p>
      <Choices scheme={pair.scheme} />
    </>
  );
}

function Choices({ scheme }: { scheme?: string }) {
  const open = device();
  const listed = scheme !== undefined && open.documents("scheme").value.get(scheme)?.charter.listing;
  return (
    <Rows label={words.choices}>
      <Row to={listed && listed !== "none" ? `/mentors?scheme=${scheme}` : "/mentors"} title={people.look} />
      <Row to="/people" title={people.title} />
      <Row to="/schemes" title={schemes.title} />
    </Rows>
  );
}
