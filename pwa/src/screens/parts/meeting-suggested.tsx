import { turnOf } from "../../domain/arranged.ts";
import { device } from "../../domain/phone.ts";
import { Button } from "../../ui/button.tsx";
import { Quiet, Row, Rows, Summary } from "../../ui/page.tsx";
import { meetings, meeting as words } from "../../words/meetings.ts";
import { Answering, Listed, rankingFor } from "./answering.tsx";
import type { MeetingProps } from "./meeting-agreed.tsx";
import { howOf, nameOf } from "./meeting-words.ts";
import { Standing } from "./standing.tsx";

/** Times that wait for an answer. Agreeing, other times and none of these are one tap each. */
export function Suggested({ meeting, pair, names, saying, open }: MeetingProps & { open: boolean }) {
  const { account } = device();
  const own = meeting.proposed_by === account;
  const cancel = (said: string) => saying.does(said, ["meeting.cancel", { meeting: meeting.id }]);
  const standing = saying.done === undefined && <Standing kind="meeting" id={meeting.id} />;
  const how = <Summary rows={[[meetings.how, howOf(meeting)]]} />;
  if (!open) {
    return (
      <>
        <p>{words.passed}</p>
        <Listed meeting={meeting} />
        <Rows label={meetings.suggest}>
          <Row to={`/meetings/${meeting.id}/times`} title={words.otherTimes} />
        </Rows>
      </>
    );
  }
  if (turnOf(meeting, account) === "mine") {
    return (
      <>
        <p>{words.theySuggest(nameOf(pair, meeting.proposed_by))}</p>
        <Answering
          meeting={meeting}
          saying={saying}
          instead={
            <Button onPress={() => void cancel(words.closedNow)} label={words.notThese}>
              {words.notThese}
            </Button>
          }
        />
        <Quiet>{words.notTheseWords}</Quiet>
        {how}
        <Rows label={meetings.suggest}>
          <Row to={`/meetings/${meeting.id}/times`} title={words.otherTimes} />
        </Rows>
      </>
    );
  }
  return (
    <>
      <p>
        {own ? words.youSuggest : words.youSaidYes} {standing}
      </p>
      <Listed meeting={meeting} ranking={own ? undefined : rankingFor(meeting.id)} />
      <p>
        {own ? words.waitsFor(names) : pair.members.length > 2 ? words.agreedWhenAll : words.agreedWhenSent}
      </p>
      {how}
      {own && <Button onPress={() => void cancel(words.closedNow)}>{words.takeBack}</Button>}
    </>
  );
}
