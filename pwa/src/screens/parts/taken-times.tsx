import { meetingsIn } from "../../domain/arranged.ts";
import { arrange } from "../../domain/arranging.ts";
import { candidateOf, meets, offerOf, suggestions } from "../../domain/free-times.ts";
import type { Meeting } from "../../domain/meetings.ts";
import { clock, device, newId } from "../../domain/phone.ts";
import type { Relationship } from "../../domain/relationships.ts";
import { coverage, rest } from "../../domain/rota.ts";
import type { AttentionEntry } from "../../sync/store/records.ts";
import { suggest } from "../../times/suggest.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/page.tsx";
import { go, Link } from "../../ui/route.tsx";
import { cameBack as words } from "../../words/meetings.ts";
import { ownZone, timeOf } from "./meeting-words.ts";
import { restNotes } from "./rested.ts";
import { inWords } from "./time-notes.ts";

const FEW = 3;

/** The time went to somebody else, whose name nobody is told: what is still open, and three ways on. */
export function TakenTimes({
  entry,
  meeting,
  pair,
}: {
  entry: AttentionEntry;
  meeting: Meeting;
  pair: Relationship;
}) {
  const open = device();
  const now = clock.value;
  const { ranking = [] } = entry.args as { ranking?: readonly string[] };
  const [best = ""] = ranking;
  const zone = meeting.candidates.find(({ at }) => at === best)?.zone ?? null;
  const starts = stillOpen(entry, meeting, pair, now);
  const ask = async (times: readonly number[]) => {
    const candidates = times.map((start) => candidateOf(start, ownZone()));
    const { minutes, mode, place } = meeting;
    const arranging = arrange(pair.id, meeting, { candidates, minutes, mode, place }, newId());
    await open.mutate(arranging.act[0], arranging.act[1] as never);
    await open.dismiss(entry.number);
    go(`/meetings/${arranging.meeting}`);
  };
  return (
    <Card>
      <p>
        {ranking.length > 1 ? words.takenMany : words.taken(timeOf(best, zone))} {words.notYours}
      </p>
      {starts.length > 0 ? (
        <>
          <p>{coverage(now).known ? words.askOne : words.askOneUnknown}</p>
          {starts.map((start) => (
            <div key={start}>
              <Button onPress={() => void ask([start])}>{inWords(start)}</Button>
              {restNotes(start, meeting.minutes, now).map((note) => (
                <p class="quiet" key={note}>
                  {note}
                </p>
              ))}
            </div>
          ))}
          {starts.length > 1 && (
            <Button onPress={() => void ask(starts)}>{words.askAll(starts.length)}</Button>
          )}
        </>
      ) : (
        <p>{words.noOthers}</p>
      )}
      <Button onPress={() => void open.dismiss(entry.number)}>{words.notNow}</Button>
      <p>
        <Link to={`/meetings/${meeting.id}/times`}>{words.another}</Link>
      </p>
    </Card>
  );
}

/** The best of what the server said is open and this doctor is rested for; else of what this phone knows. */
function stillOpen(entry: AttentionEntry, meeting: Meeting, pair: Relationship, now: number): number[] {
  const open = device();
  const all = meetingsIn(open.documents("meeting").value);
  const said = entry.problem?.open_times;
  const { minutes } = meeting;
  const taken = (start: number) => meets(all, start, minutes, meeting.id);
  const starts = (Array.isArray(said) ? said : [])
    .map((at) => Date.parse(String(at)) / 1000)
    .filter((start) => start > now / 1000 && !taken(start));
  const offer = offerOf(pair, open.documents("free_time").value, meeting);
  const found =
    starts.length > 0
      ? suggest({ mentors: [{ id: "", starts }], minutes, rest: rest.value, most: FEW })
      : offer === undefined
        ? []
        : suggestions(offer, minutes, rest.value, now / 1000, FEW, taken);
  return found.map(({ start }) => start).sort((one, other) => one - other);
}
