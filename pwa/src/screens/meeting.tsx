import { waits } from "../domain/arranged.ts";
import { hasBegun } from "../domain/meetings.ts";
import { clock, device } from "../domain/phone.ts";
import type { Relationship } from "../domain/relationships.ts";
import { Page, Row, Rows } from "../ui/page.tsx";
import type { ScreenProps } from "../ui/route.tsx";
import { app } from "../words/app.ts";
import { meetings as words } from "../words/meetings.ts";
import { people } from "../words/relationships.ts";
import { AsAt } from "./parts/as-at.tsx";
import { Agreed } from "./parts/meeting-agreed.tsx";
import { MeetingsBack } from "./parts/meeting-back.tsx";
import { Over } from "./parts/meeting-over.tsx";
import { Suggested } from "./parts/meeting-suggested.tsx";
import { namesIn } from "./parts/pair-words.ts";
import { useSaying } from "./parts/saying.tsx";

/** One meeting in whatever state it is: what is so, and what can be done about it now. */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const id = params.meeting ?? "";
  const saying = useSaying();
  const held = open.documents("meeting").value.get(id);
  const body = open.documents("relationship").value.get(held?.relationship ?? "");
  if (held === undefined || body === undefined) {
    return (
      <Page title={words.notHere} back={{ to: "/people", words: app.backTo(people.title) }}>
        <MeetingsBack about={(args) => args.meeting === id || args.instead === id} />
        <p>{words.notHereWords}</p>
        <Rows label={people.title}>
          <Row to="/people" title={people.title} />
        </Rows>
      </Page>
    );
  }
  const pair: Relationship = { id: held.relationship, ...body };
  const names = namesIn(pair, open.account);
  const meeting = { id, ...held };
  const now = clock.value;
  const agreed = meeting.state === "confirmed";
  const what = { meeting, pair, names, saying };
  return (
    <Page title={words.title(names)} back={{ to: `/people/${pair.id}`, words: app.backTo(names) }}>
      {saying.shown}
      <MeetingsBack about={(args) => args.meeting === id || args.instead === id} />
      {agreed ? (
        <Agreed {...what} begun={hasBegun(meeting, now)} moving={waits(meeting, now)} />
      ) : meeting.state === "proposed" ? (
        <Suggested {...what} open={waits(meeting, now)} />
      ) : (
        <Over {...what} />
      )}
      <AsAt />
    </Page>
  );
}
