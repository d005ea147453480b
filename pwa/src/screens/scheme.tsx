import { changes } from "../domain/charter.ts";
import { partIn } from "../domain/participation.ts";
import { device } from "../domain/phone.ts";
import { charterAt, contactOf, pagesOf } from "../domain/schemes.ts";
import { Button } from "../ui/button.tsx";
import { Card, Inset, Page, Quiet, Row, Rows } from "../ui/page.tsx";
import { go, Link, type ScreenProps } from "../ui/route.tsx";
import { day } from "../when.ts";
import { app } from "../words/app.ts";
import { changeWords } from "../words/charter.ts";
import { events } from "../words/events.ts";
import { mentors } from "../words/mentors.ts";
import { participation } from "../words/participation.ts";
import { roles } from "../words/roles.ts";
import { schemes as words } from "../words/schemes.ts";
import { CharterInWords, ForWhom } from "./parts/charter-in-words.tsx";
import { Contact } from "./parts/contact.tsx";
import { Following } from "./parts/following.tsx";
import { Matched } from "./parts/matched.tsx";
import { OutsideAnswer } from "./parts/outside.tsx";
import { Standing } from "./parts/standing.tsx";
import { WhatChanged } from "./parts/what-changed.tsx";

/** A scheme with its charter in plain words; printed, it fits one page. */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const id = params.scheme ?? "";
  const scheme = open.documents("scheme").value.get(id);
  const back = { to: "/schemes", words: app.backTo(words.title) };
  if (scheme === undefined) {
    return (
      <Page title={words.notHere} back={back}>
        <p>{words.empty}</p>
      </Page>
    );
  }
  const contact = contactOf(scheme, open.documents("contact_point").value);
  const parts = partIn(open.documents("participation").value, id);
  const pages = pagesOf(open.documents("page").value, id);
  const { charter, version } = scheme;
  const earlier = charterAt(id, version - 1, open.documents("scheme").value, open.documents("charter").value);
  return (
    <Page title={scheme.name} back={back}>
      <Quiet>{scheme.organisation}</Quiet>
      <p>{scheme.summary}</p>
      {scheme.state === "considering" && <Inset>{words.consideringWords}</Inset>}
      {scheme.state === "closed" && <Inset>{words.closed}.</Inset>}
      {parts.map((part) => (
        <p key={part.id}>
          {participation.inRole(roles[part.role].as)} <Standing kind="participation" id={part.id} />
        </p>
      ))}
      <ForWhom charter={charter} />
      <div class="unprinted">
        {parts.length === 0 && <OutsideAnswer scheme={id} />}
        <Matched id={id} scheme={scheme} />
        {scheme.state === "open" && scheme.roles.length > 0 && (
          <Button kind="first" onPress={() => go(`/schemes/${id}/taking-part`)}>
            {words.choose}
          </Button>
        )}
        {scheme.roles.length === 0 && <p>{words.eventsOnly}</p>}
        {scheme.state !== "considering" && (
          <p>
            <Link to={`/schemes/${id}/events`}>{events.title}</Link>
          </p>
        )}
        {charter.listing === "none" ? (
          <p>{mentors.noList}</p>
        ) : (
          scheme.roles.length > 0 && (
            <p>
              <Link to={`/mentors?scheme=${id}`}>{words.look}</Link>
            </p>
          )
        )}
        <Following scheme={id} />
      </div>
      <CharterInWords charter={charter} />
      {contact && (
        <Card>
          <h2 class="nhsuk-heading-s">{words.contact}</h2>
          <Contact contact={contact} />
        </Card>
      )}
      {earlier && (
        <div class="unprinted">
          <WhatChanged title={changeWords.title(version)} changes={changes(earlier, charter)} />
        </div>
      )}
      {pages.length > 0 && (
        <div class="unprinted">
          <h2 class="nhsuk-heading-m">{words.pages}</h2>
          <Rows>
            {pages.map((page) => (
              <Row key={page.id} to={`/guidance/${page.id}`} title={page.title} />
            ))}
          </Rows>
        </div>
      )}
      <Quiet>{words.charterVersion(version, day(scheme.published))}</Quiet>
      <Button onPress={() => print()}>{app.print}</Button>
    </Page>
  );
}
