import { useRef } from "preact/hooks";
import { ahead, answerable, meetingsIn, toCome, toSay, turnOf, waits } from "../../domain/arranged.ts";
import type { Meeting } from "../../domain/meetings.ts";
import { clock, device } from "../../domain/phone.ts";
import type { Relationship } from "../../domain/relationships.ts";
import { Button } from "../../ui/button.tsx";
import { Card, Inset } from "../../ui/page.tsx";
import { Link } from "../../ui/route.tsx";
import { onToday, meeting as words } from "../../words/meetings.ts";
import { notesAt } from "./answering.tsx";
import { CameBack } from "./came-back.tsx";
import { isMeetingBack, MeetingsBack } from "./meeting-back.tsx";
import { MeetingRows } from "./meeting-rows.tsx";
import { agreedTime, howOf, nameOf, timeOf } from "./meeting-words.ts";
import { namesIn } from "./pair-words.ts";
import { useSaying } from "./saying.tsx";

const MOST = 3;

/** What is arranged, what may be answered, and what has been and may be said. */
export function TodayMeetings({ pairs }: { pairs: readonly Relationship[] }) {
  const open = device();
  const now = clock.value;
  const pairOf = (meeting: Meeting) => pairs.find(({ id }) => id === meeting.relationship);
  const all = meetingsIn(open.documents("meeting").value).filter((one) => pairOf(one) !== undefined);
  const names = (meeting: Meeting) => {
    const pair = pairOf(meeting);
    return pair === undefined ? "" : namesIn(pair, open.account);
  };
  // What was answered on this visit stays, with where it stands and its undo, until the screen is left.
  const asked = useRef(new Set<string>()).current;
  for (const { id } of answerable(all, open.account, now)) asked.add(id);
  const next = toCome(all, now).slice(0, MOST);
  const past = toSay(all, now).slice(0, MOST);
  const near = [...open.documents("reminder").value.keys()];
  return (
    <>
      {next
        .filter(({ id }) => near.includes(id))
        .map((one) => (
          <Inset key={one.id}>{onToday.near(names(one), agreedTime(one) ?? "")}</Inset>
        ))}
      {all
        .filter(({ id }) => asked.has(id))
        .map((one) => {
          const pair = pairOf(one);
          return pair && <Answer key={one.id} meeting={one} pair={pair} />;
        })}
      {next.length > 0 && (
        <>
          <h2 class="nhsuk-heading-m">{onToday.next}</h2>
          <MeetingRows meetings={next} label={onToday.next} names={names} />
        </>
      )}
      {past.length > 0 && (
        <>
          <h2 class="nhsuk-heading-m">{onToday.before}</h2>
          <MeetingRows meetings={past} label={onToday.before} names={names} />
        </>
      )}
    </>
  );
}

/** A suggestion, answered by one tap; everything else about it is a tap further. */
function Answer({ meeting, pair }: { meeting: Meeting; pair: Relationship }) {
  const open = device();
  const saying = useSaying();
  const now = clock.value;
  const name = nameOf(pair, meeting.proposed_by);
  const mine = waits(meeting, now) && turnOf(meeting, open.account) === "mine";
  const agree = (at: string, time: string) =>
    saying.does(words.saidYes(time), ["meeting.accept", { meeting: meeting.id, ranking: [at] }]);
  // Trouble with it is told with its own ways on, instead of the question.
  const back = open.attention.value.some(
    (entry) => isMeetingBack(entry) && (entry.args as { meeting?: string }).meeting === meeting.id,
  );
  if (back) return <MeetingsBack about={(args) => args.meeting === meeting.id} />;
  return (
    <Card>
      {saying.shown}
      <CameBack about={(_, id) => id === saying.done?.id} />
      {mine && (
        <>
          <p>
            {meeting.state === "confirmed"
              ? onToday.moves(name, agreedTime(meeting) ?? "")
              : onToday.suggests(name, howOf(meeting))}
          </p>
          {ahead(meeting, now).map(({ at, zone }) => {
            const time = timeOf(at, zone);
            return (
              <div key={at}>
                <Button onPress={() => void agree(at, time)}>{words.agreeTo(time)}</Button>
                {notesAt(meeting, at).map((note) => (
                  <p class="quiet" key={note}>
                    {note}
                  </p>
                ))}
              </div>
            );
          })}
        </>
      )}
      <p>
        <Link to={`/meetings/${meeting.id}`}>{mine ? onToday.otherwise : onToday.open}</Link>
      </p>
    </Card>
  );
}
