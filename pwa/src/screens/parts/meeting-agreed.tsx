import { turnOf } from "../../domain/arranged.ts";
import type { Meeting } from "../../domain/meetings.ts";
import { device } from "../../domain/phone.ts";
import type { Relationship } from "../../domain/relationships.ts";
import { Button, Equal } from "../../ui/button.tsx";
import { Card, Quiet, State, Summary } from "../../ui/page.tsx";
import { go, Link } from "../../ui/route.tsx";
import { lines, meetings, meeting as words } from "../../words/meetings.ts";
import { Answering, Listed, rankingFor } from "./answering.tsx";
import { MeetingCalendar } from "./meeting-calendar.tsx";
import { agreedTime, howOf, nameOf } from "./meeting-words.ts";
import type { Saying } from "./saying.tsx";
import { Standing } from "./standing.tsx";
import { ToReflections } from "./to-reflections.tsx";

export interface MeetingProps {
  meeting: Meeting;
  pair: Relationship;
  names: string;
  saying: Saying;
}

/** Agreed: when and how. It can be moved and cancelled until it begins, and from then on said how it was. */
export function Agreed({
  meeting,
  pair,
  names,
  saying,
  begun,
  moving,
}: MeetingProps & { begun: boolean; moving: boolean }) {
  const { id } = meeting;
  return (
    <>
      <p>
        <State words={lines.agreed} />
      </p>
      <Summary
        rows={[
          [meetings.when, <strong key="when">{agreedTime(meeting)}</strong>],
          [meetings.how, howOf(meeting)],
        ]}
      />
      {!begun && <MeetingCalendar meeting={meeting} />}
      {moving && <Move meeting={meeting} pair={pair} names={names} saying={saying} />}
      {begun ? (
        <Card>
          <h2 class="nhsuk-heading-s">{words.how}</h2>
          <Equal>
            <Button
              onPress={() => void saying.does(words.savedHeld, ["meeting.confirm_held", { meeting: id }])}
            >
              {words.held}
            </Button>
            <Button
              onPress={() => void saying.does(words.savedMissed, ["meeting.record_missed", { meeting: id }])}
            >
              {words.missed}
            </Button>
          </Equal>
          <Quiet>{words.howWords}</Quiet>
          <ToReflections meeting={meeting} pair={pair} />
        </Card>
      ) : (
        <>
          {!(moving && turnOf(meeting, device().account) === "mine") && (
            <Button onPress={() => go(`/meetings/${id}/times`)}>{words.move}</Button>
          )}
          <Button onPress={() => void saying.does(words.cancelledNow, ["meeting.cancel", { meeting: id }])}>
            {words.cancel}
          </Button>
        </>
      )}
    </>
  );
}

/** Another time was suggested; until it is agreed the time stands. */
function Move({ meeting, pair, names, saying }: MeetingProps) {
  const { account } = device();
  const turn = turnOf(meeting, account);
  const own = meeting.proposed_by === account;
  const keep = () => saying.does(words.kept, ["meeting.keep", { meeting: meeting.id }]);
  return (
    <Card>
      <p>
        {own ? words.moveYours : words.moveTheirs(nameOf(pair, meeting.proposed_by))}{" "}
        {saying.done === undefined && <Standing kind="meeting" id={meeting.id} />}
      </p>
      {turn === "mine" ? (
        <>
          <Answering
            meeting={meeting}
            saying={saying}
            instead={<Button onPress={() => void keep()}>{words.keep}</Button>}
          />
          <p>
            <Link to={`/meetings/${meeting.id}/times`}>{words.otherTimes}</Link>
          </p>
        </>
      ) : (
        <>
          <Listed meeting={meeting} ranking={own ? undefined : rankingFor(meeting.id)} />
          {!own && <p>{words.youSaidYes}</p>}
          <p>{own ? words.waitsFor(names) : words.agreedWhenAll}</p>
          {own && <Button onPress={() => void keep()}>{words.keep}</Button>}
        </>
      )}
    </Card>
  );
}
