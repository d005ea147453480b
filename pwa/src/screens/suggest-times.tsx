import { mayPropose, meetingsOf } from "../domain/arranged.ts";
import { device } from "../domain/phone.ts";
import type { Relationship } from "../domain/relationships.ts";
import { Page } from "../ui/page.tsx";
import type { ScreenProps } from "../ui/route.tsx";
import { app } from "../words/app.ts";
import { meetings, suggesting as words } from "../words/meetings.ts";
import { people } from "../words/relationships.ts";
import { agreedTime } from "./parts/meeting-words.ts";
import { charterOf, namesIn } from "./parts/pair-words.ts";
import { Suggesting } from "./parts/suggesting.tsx";

/** Times for a new meeting of a pair, other times for a suggestion, or a move of what was agreed. */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const meeting =
    params.meeting === undefined ? undefined : open.documents("meeting").value.get(params.meeting);
  const id = params.pair ?? meeting?.relationship ?? "";
  const body = open.documents("relationship").value.get(id);
  if (body === undefined) {
    return (
      <Page title={people.notHere} back={{ to: "/people", words: app.backTo(people.title) }}>
        <p>{people.notHereWords}</p>
      </Page>
    );
  }
  const pair: Relationship = { id, ...body };
  const names = namesIn(pair, open.account);
  if (meeting !== undefined && params.meeting !== undefined) {
    const held = { id: params.meeting, ...meeting };
    const time = agreedTime(held);
    return (
      <Page
        title={held.state === "confirmed" ? words.titleMove : words.titleCounter}
        back={{ to: `/meetings/${held.id}`, words: app.backTo(meetings.title(names)) }}
      >
        {held.state === "confirmed" && time !== undefined && <p>{words.staysUntil(time)}</p>}
        <Suggesting pair={pair} about={held} />
      </Page>
    );
  }
  const may = mayPropose(
    pair,
    charterOf(open, pair),
    meetingsOf(open.documents("meeting").value, id),
    open.account,
  );
  return (
    <Page title={words.title} back={{ to: `/people/${id}`, words: app.backTo(names) }}>
      <Suggesting pair={pair} may={may} />
    </Page>
  );
}
