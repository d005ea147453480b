import type { CandidateTime } from "../../contract.ts";
import { turnOf, waits } from "../../domain/arranged.ts";
import type { Meeting } from "../../domain/meetings.ts";
import { clock, device } from "../../domain/phone.ts";
import type { Relationship } from "../../domain/relationships.ts";
import type { AttentionEntry } from "../../sync/store/records.ts";
import { Button, Equal } from "../../ui/button.tsx";
import { Card } from "../../ui/page.tsx";
import { go, Link } from "../../ui/route.tsx";
import { meeting as meetingWords, cameBack as words } from "../../words/meetings.ts";
import { CameBack } from "./came-back.tsx";
import { agreedTime, timeOf } from "./meeting-words.ts";
import { namesIn } from "./pair-words.ts";
import { TakenTimes } from "./taken-times.tsx";

/** What these say has a way on of its own, and two of them. */
const SPECIAL = ["no-candidate-free", "meeting-changed", "meeting-over"];

export const isMeetingBack = (entry: AttentionEntry): boolean =>
  entry.name.startsWith("meeting.") && SPECIAL.includes(entry.code ?? "");

/** What the server could not take of this meeting. */
export function MeetingsBack({ about }: { about: (args: Record<string, unknown>, id: string) => boolean }) {
  const entries = device().attention.value.filter((entry) =>
    about(entry.args as Record<string, unknown>, entry.id),
  );
  return entries.map((entry) =>
    isMeetingBack(entry) ? (
      <MeetingBack key={entry.id} entry={entry} />
    ) : (
      <CameBack key={entry.id} about={(_, id) => id === entry.id} />
    ),
  );
}

export function MeetingBack({ entry }: { entry: AttentionEntry }) {
  const open = device();
  const args = entry.args as { meeting: string };
  const held = open.documents("meeting").value.get(args.meeting);
  const body = open.documents("relationship").value.get(held?.relationship ?? "");
  if (held === undefined || body === undefined) return <Gone entry={entry} />;
  const meeting = { id: args.meeting, ...held };
  const pair: Relationship = { id: held.relationship, ...body };
  if (entry.code === "no-candidate-free") return <TakenTimes entry={entry} meeting={meeting} pair={pair} />;
  if (meeting.state === "confirmed") return <Changed entry={entry} meeting={meeting} pair={pair} />;
  const waiting = meeting.state === "proposed";
  const fact = meeting.state === "cancelled" ? words.cancelled : waiting ? words.changed : words.closed;
  return (
    <Card>
      <p>
        {fact} {notSent(entry)}
      </p>
      <Own entry={entry} />
      <Equal>
        <Button
          onPress={() => leave(entry, waiting ? `/meetings/${meeting.id}` : `/people/${pair.id}/times`)}
        >
          {waiting ? words.look : words.another}
        </Button>
        <Button onPress={() => leave(entry)}>{words.notNow}</Button>
      </Equal>
    </Card>
  );
}

interface BackProps {
  entry: AttentionEntry;
  meeting: Meeting;
  pair: Relationship;
}

/** The time is agreed, and somebody said something about it meanwhile: keep it, or suggest another. */
function Changed({ entry, meeting, pair }: BackProps) {
  const open = device();
  const time = agreedTime(meeting) ?? "";
  const asked = waits(meeting, clock.value) && turnOf(meeting, open.account) === "mine";
  const keep = async () => {
    if (asked) await open.mutate("meeting.keep", { meeting: meeting.id });
    leave(entry);
  };
  return (
    <Card>
      <p>
        {asked
          ? words.wantsToMove(namesIn(pair, open.account), time)
          : `${words.changed} ${words.isNow(time)}`}{" "}
        {notSent(entry)}
      </p>
      <Own entry={entry} />
      <Equal>
        <Button onPress={() => void keep()}>{words.keep}</Button>
        <Button onPress={() => leave(entry, `/meetings/${meeting.id}/times`)}>{words.another}</Button>
      </Equal>
      <p>
        <Link to={`/meetings/${meeting.id}`}>{words.look}</Link>
      </p>
    </Card>
  );
}

function Gone({ entry }: { entry: AttentionEntry }) {
  return (
    <Card>
      <p>
        {words.closed} {notSent(entry)}
      </p>
      <Own entry={entry} />
      <Button onPress={() => leave(entry)}>{words.notNow}</Button>
    </Card>
  );
}

/** What this doctor had suggested is kept until they let go of it. */
function Own({ entry }: { entry: AttentionEntry }) {
  const { candidates } = entry.args as { candidates?: readonly CandidateTime[] };
  if (candidates === undefined) return null;
  return (
    <>
      <p>{meetingWords.youSuggest}</p>
      <ul class="nhsuk-list nhsuk-list--bullet">
        {candidates.map(({ at, zone }) => (
          <li key={at}>{timeOf(at, zone)}</li>
        ))}
      </ul>
    </>
  );
}

function notSent({ name }: AttentionEntry): string {
  if (name === "meeting.accept") return words.answerNotSent;
  return name === "meeting.move" || name === "meeting.counter" ? words.notSent : words.changeNotSent;
}

/** It is let go of, and the next screen is shown. */
function leave(entry: AttentionEntry, to?: string): void {
  void device()
    .dismiss(entry.number)
    .then(() => {
      if (to !== undefined) go(to);
    });
}
