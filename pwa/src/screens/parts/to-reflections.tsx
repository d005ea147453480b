import type { Meeting } from "../../domain/meetings.ts";
import { device } from "../../domain/phone.ts";
import type { Relationship } from "../../domain/relationships.ts";
import { Quiet, Row, Rows } from "../../ui/page.tsx";
import { dateOf } from "../../when.ts";
import { oneOf } from "../../words/charter.ts";
import { reflections as words } from "../../words/reflections.ts";
import { charterOf } from "./pair-words.ts";

/** From a meeting to the page of reflections, with its day and nothing else. Not where nobody keeps notes. */
export function ToReflections({ meeting, pair }: { meeting: Meeting; pair: Relationship }) {
  const charter = charterOf(device(), pair);
  if (charter?.notes !== "private" || meeting.starts === null) return null;
  return (
    <>
      <Rows label={words.title}>
        <Row to={`/reflections/#${dateOf(Date.parse(meeting.starts))}`} apart title={words.onMeeting}>
          {words.onMeetingWhat}
        </Row>
      </Rows>
      <Quiet>{oneOf.notes[charter.notes]}</Quiet>
    </>
  );
}
