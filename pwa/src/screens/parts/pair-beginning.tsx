import { sizeOf } from "../../domain/pairs.ts";
import { device } from "../../domain/phone.ts";
import { type Relationship, self } from "../../domain/relationships.ts";
import { Button, Equal } from "../../ui/button.tsx";
import { Quiet, Summary } from "../../ui/page.tsx";
import { Link } from "../../ui/route.tsx";
import { day } from "../../when.ts";
import { asking, pair as words } from "../../words/relationships.ts";
import { schemes } from "../../words/schemes.ts";
import { CodeCard } from "./code-card.tsx";
import { answerable, charterOf, namesIn } from "./pair-words.ts";
import { RulesOf } from "./rules.tsx";
import type { Saying } from "./saying.tsx";
import { Standing } from "./standing.tsx";

/** Asked, offered, suggested: two answers of the same size, or a way to take one's own word back. */
export function Beginning({ pair, saying }: { pair: Relationship; saying: Saying }) {
  const open = device();
  const scheme = open.documents("scheme").value.get(pair.scheme);
  const charter = charterOf(open, pair);
  const mayAnswer = answerable(open, pair);
  const code = pair.code !== null && pair.members.length < sizeOf(charter) ? pair.code : undefined;
  return (
    <>
      <p>
        {standsAs(pair, open.account, sizeOf(charter), mayAnswer)}{" "}
        {saying.done === undefined && <Standing kind="relationship" id={pair.id} />}
      </p>
      {mayAnswer && <Answers pair={pair} saying={saying} />}
      {code !== undefined && <CodeCard code={code} pair={pair.id} />}
      {!mayAnswer && <TakeBack pair={pair} saying={saying} />}
      {pair.lapses !== null && (
        <Quiet>{(mayAnswer ? words.lapses : words.lapsesUnanswered)(day(pair.lapses))}</Quiet>
      )}
      <Summary
        rows={[
          [
            words.scheme,
            <Link key="scheme" to={`/schemes/${pair.scheme}`}>
              {scheme?.name ?? schemes.unknown}
            </Link>,
          ],
        ]}
      />
      {charter && pair.members.length > 1 && <RulesOf charter={charter} />}
    </>
  );
}

function standsAs(pair: Relationship, account: string, size: number, mayAnswer: boolean): string {
  const me = self(pair, account);
  const names = namesIn(pair, account);
  if (pair.members.length < size) {
    return me?.role === "mentor" ? words.offerWaits : words.circleWaits(pair.members.length, size);
  }
  if (pair.state === "requested" && me?.role === "mentee") return words.youAsked(names);
  if (!mayAnswer) return words.afterYes;
  if (pair.state === "requested") return words.asksYou(names);
  if (me?.role === "co_mentor") return words.suggestedCircle(names);
  return me?.role === "mentor" ? words.suggestedMentee(names) : words.suggestedMentor(names);
}

/** One tap each, no question after it: what has not gone can be taken back. */
function Answers({ pair, saying }: { pair: Relationship; saying: Saying }) {
  const { id: relationship } = pair;
  return (
    <>
      <Equal>
        <Button onPress={() => void saying.does(words.savedYes, ["relationship.accept", { relationship }])}>
          {words.yes}
        </Button>
        <Button onPress={() => void saying.does(words.savedNo, ["relationship.decline", { relationship }])}>
          {words.no}
        </Button>
      </Equal>
      <Quiet>{words.either}</Quiet>
    </>
  );
}

function TakeBack({ pair, saying }: { pair: Relationship; saying: Saying }) {
  const { id: relationship } = pair;
  const said =
    pair.state === "offered"
      ? words.takeBackOffer
      : pair.state === "requested" && self(pair, device().account)?.role === "mentee"
        ? asking.takeBack
        : self(pair, device().account)?.yes
          ? words.takeBackYes
          : words.leaveCircle;
  return (
    <Button onPress={() => void saying.does(asking.takenBack, ["relationship.decline", { relationship }])}>
      {said}
    </Button>
  );
}
