import { mayPropose, meetingsOf, said, sessions, toCome, toSay, waits } from "../../domain/arranged.ts";
import type { Meeting } from "../../domain/meetings.ts";
import { clock, device } from "../../domain/phone.ts";
import type { Relationship } from "../../domain/relationships.ts";
import { Button } from "../../ui/button.tsx";
import { Details, Quiet } from "../../ui/page.tsx";
import { go } from "../../ui/route.tsx";
import { meetings as words } from "../../words/meetings.ts";
import { MeetingRows } from "./meeting-rows.tsx";
import { charterOf, namesIn } from "./pair-words.ts";

/** What a pair has arranged and suggested. Nobody but its members ever sees any of it. */
export function PairMeetings({ pair, first }: { pair: Relationship; first: boolean }) {
  const open = device();
  const now = clock.value;
  const all = meetingsOf(open.documents("meeting").value, pair.id);
  const charter = charterOf(open, pair);
  const may = mayPropose(pair, charter, all, open.account);
  const waiting = all.filter((one: Meeting) => one.state === "proposed" && waits(one, now));
  const current = [...toCome(all, now), ...toSay(all, now), ...waiting];
  const before = said(all);
  const { held, of } = sessions(all, charter);
  const names = namesIn(pair, open.account);
  return (
    <section>
      <h2 class="nhsuk-heading-m">{words.heading}</h2>
      {current.length === 0 ? <p>{words.none}</p> : <MeetingRows meetings={current} label={words.heading} />}
      {may === "yes" ? (
        <Button kind={first ? "first" : "second"} onPress={() => go(`/people/${pair.id}/times`)}>
          {words.suggest}
        </Button>
      ) : may === "theirs-first" ? (
        <p>{words.theirsFirst(names)}</p>
      ) : may === "all-arranged" ? (
        <p>{words.allArranged}</p>
      ) : (
        <p>{words.agreeFirst}</p>
      )}
      {of !== undefined && (
        <Quiet>
          {words.sessionsName}: {words.sessions(held, of)}. {words.sessionsSeen(names)}
        </Quiet>
      )}
      {before.length > 0 && (
        <Details summary={words.before}>
          <MeetingRows meetings={before} label={words.before} />
        </Details>
      )}
    </section>
  );
}
