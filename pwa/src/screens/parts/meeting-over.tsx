import { correctableUntil } from "../../domain/arranged.ts";
import { clock } from "../../domain/phone.ts";
import { Button } from "../../ui/button.tsx";
import { Quiet, Row, Rows, Summary } from "../../ui/page.tsx";
import { dayOf } from "../../when.ts";
import { meetings, meeting as words } from "../../words/meetings.ts";
import type { MeetingProps } from "./meeting-agreed.tsx";
import { agreedTime, howOf } from "./meeting-words.ts";
import { Standing } from "./standing.tsx";
import { ToReflections } from "./to-reflections.tsx";

const FACTS = {
  held: words.isHeld,
  missed: words.isMissed,
  cancelled: words.cancelled,
  closed: words.closed,
} as const;

/** Held, not gone ahead, cancelled or closed: the fact, and the way on. */
export function Over({ meeting, pair, saying }: MeetingProps) {
  const until = correctableUntil(meeting, clock.value);
  const other = meeting.state === "held" ? "missed" : "held";
  const time = agreedTime(meeting);
  const correct = () =>
    saying.does(
      other === "held" ? words.savedHeld : words.savedMissed,
      ["meeting.correct", { meeting: meeting.id, state: other }],
      ["meeting.correct", { meeting: meeting.id, state: other === "held" ? "missed" : "held" }],
    );
  return (
    <>
      <p>
        {FACTS[meeting.state as keyof typeof FACTS]}{" "}
        {saying.done === undefined && <Standing kind="meeting" id={meeting.id} />}
      </p>
      {time !== undefined && (
        <Summary
          rows={[
            [meetings.when, time],
            [meetings.how, howOf(meeting)],
          ]}
        />
      )}
      {until !== undefined && (
        <>
          <Button onPress={() => void correct()}>
            {other === "held" ? words.correctHeld : words.correctMissed}
          </Button>
          <Quiet>
            {words.correctUntil(dayOf(until))} {words.seen}
          </Quiet>
        </>
      )}
      {meeting.state === "held" && <ToReflections meeting={meeting} pair={pair} />}
      <Rows label={meetings.suggest}>
        <Row
          to={`/people/${meeting.relationship}/times`}
          title={meeting.state === "held" ? meetings.suggest : meetings.suggestAnother}
        />
      </Rows>
    </>
  );
}
