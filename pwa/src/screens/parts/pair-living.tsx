import { meetingsOf, meetsLately } from "../../domain/arranged.ts";
import { isQuiet, newerVersion } from "../../domain/pairs.ts";
import { clock, device } from "../../domain/phone.ts";
import { type Relationship, self } from "../../domain/relationships.ts";
import { Button } from "../../ui/button.tsx";
import { Card, Inset, Quiet, Row, Rows, Summary } from "../../ui/page.tsx";
import { go, Link } from "../../ui/route.tsx";
import { dateOf, day, monthsAfter } from "../../when.ts";
import { rhythms, pair as words } from "../../words/relationships.ts";
import { schemes } from "../../words/schemes.ts";
import { PairMeetings } from "./pair-meetings.tsx";
import { charterOf, namesIn } from "./pair-words.ts";
import { RulesOf } from "./rules.tsx";
import type { Saying } from "./saying.tsx";
import { Standing } from "./standing.tsx";

/** Trying, agreed or resting. Nobody but its members ever sees how often they meet. */
export function Living({ pair, saying }: { pair: Relationship; saying: Saying }) {
  const open = device();
  const scheme = open.documents("scheme").value.get(pair.scheme);
  const names = namesIn(pair, open.account);
  const me = self(pair, open.account);
  const stands =
    me?.role === "co_mentor"
      ? words.equals(names)
      : me?.role === "mentor"
        ? words.youMentor(names)
        : words.yourMentor(names);
  const all = meetingsOf(open.documents("meeting").value, pair.id);
  const charter = charterOf(open, pair);
  const limits = charter && <RulesOf charter={charter} />;
  // Before a first meeting they are read first.
  const first = pair.state === "trying" && me?.agreed === null;
  return (
    <>
      <p>
        {stands} {saying.done === undefined && <Standing kind="relationship" id={pair.id} />}
      </p>
      {pair.state === "trying" && <p>{words.trying}</p>}
      {pair.state === "resting" && <p>{words.resting(day(pair.until ?? ""))}</p>}
      {isQuiet(pair, clock.value) && !meetsLately(all, clock.value) && <Inset>{words.quiet}</Inset>}
      {first && limits}
      <Agreement pair={pair} />
      <PairMeetings pair={pair} first={me?.agreed !== null} />
      {scheme && <NewVersion pair={pair} newest={scheme.version} saying={saying} />}
      <Summary
        rows={[
          [
            words.scheme,
            <Link key="scheme" to={`/schemes/${pair.scheme}`}>
              {scheme?.name ?? schemes.unknown}
            </Link>,
          ],
          [words.rhythm, pair.rhythm === null ? words.notAgreed : rhythms[pair.rhythm]],
          ...(pair.ends === null ? [] : [[words.ends, day(pair.ends)] as const]),
          [words.charter, words.version(pair.version)],
        ]}
      />
      {!first && limits}
      <Resting pair={pair} saying={saying} />
      <Rows label={names}>
        {pair.listing !== null && me?.role === "mentee" && (
          <Row to={`/mentors/${pair.scheme}/${pair.listing}`} title={words.listing(names)} />
        )}
        <Row to={`/people/${pair.id}/end`} title={words.end} />
      </Rows>
    </>
  );
}

/** Before the first meeting each says it once; after a trial meeting it is the yes to going on. */
function Agreement({ pair }: { pair: Relationship }) {
  const agreed = self(pair, device().account)?.agreed ?? null;
  const trying = pair.state === "trying";
  if (agreed !== null) {
    return trying ? (
      <p>
        {words.agreed} {words.agreedWaits}
      </p>
    ) : null;
  }
  return (
    <>
      <p>{trying ? words.goOnWords : words.beforeWords}</p>
      <Button kind="first" onPress={() => go(`/people/${pair.id}/agree`)}>
        {trying ? words.goOn : words.before}
      </Button>
    </>
  );
}

/** An existing pair stays on its version until each of them agrees to a new one. */
function NewVersion({ pair, newest, saying }: { pair: Relationship; newest: number; saying: Saying }) {
  const { account } = device();
  const version = newerVersion(pair, account, newest);
  const agreed = self(pair, account)?.agreed ?? null;
  if (version === undefined) {
    return agreed !== null && agreed > pair.version ? (
      <p>
        {words.agreedTo(agreed)} {words.waitsForOther}
      </p>
    ) : null;
  }
  const { id: relationship } = pair;
  const agree = () =>
    saying.does(words.agreedTo(version), ["relationship.agree", { relationship, charter_version: version }]);
  return (
    <Card>
      <p>
        {words.newVersion(version)} {words.staysOn(pair.version)}
      </p>
      <p>
        <Link to={`/schemes/${pair.scheme}`}>{words.readVersion}</Link>
      </p>
      <Button onPress={() => void agree()}>{words.agreeTo(version)}</Button>
    </Card>
  );
}

function Resting({ pair, saying }: { pair: Relationship; saying: Saying }) {
  const { id: relationship, until } = pair;
  const rest = () => {
    const date = monthsAfter(dateOf(clock.value), 1);
    return saying.does(
      words.savedRest(day(date)),
      ["relationship.rest", { relationship, until: date }],
      ["relationship.resume", { relationship }],
    );
  };
  const resume = () =>
    saying.does(
      words.savedResume,
      ["relationship.resume", { relationship }],
      until === null ? undefined : ["relationship.rest", { relationship, until }],
    );
  const resting = pair.state === "resting";
  return (
    <>
      <Button onPress={() => void (resting ? resume() : rest())}>
        {resting ? words.resume : words.rest}
      </Button>
      <p>
        <Link to={`/people/${relationship}/rest`}>{resting ? words.changeRest : words.restUntil}</Link>
      </p>
      {!resting && <Quiet>{words.restWords}</Quiet>}
    </>
  );
}
