import { leads } from "../../domain/office.ts";
import { device } from "../../domain/phone.ts";
import { Page, Quiet, Row, Rows } from "../../ui/page.tsx";
import type { ScreenProps } from "../../ui/route.tsx";
import { day } from "../../when.ts";
import { drafts as draftWords } from "../../words/drafts.ts";
import { officeEvents } from "../../words/events.ts";
import { sending } from "../../words/notices.ts";
import { totals, office as words } from "../../words/office.ts";
import { pairs } from "../../words/queue.ts";
import { roles } from "../../words/roles.ts";
import { guidance, schemes as schemeWords } from "../../words/schemes.ts";
import { AsAt } from "../parts/as-at.tsx";
import { Waiting } from "../parts/queue.tsx";
import { Standing } from "../parts/standing.tsx";
import { NewSchemes } from "./new-schemes.tsx";

export function Screen({ params }: ScreenProps) {
  return <Office scheme={params.scheme ?? ""} />;
}

/** One scheme's office. */
export function Office({ scheme }: { scheme: string }) {
  const open = device();
  const body = open.documents("scheme").value.get(scheme);
  const drafted = [...open.documents("draft").value.values()].some((draft) => draft.scheme === scheme);
  // Pairs go by the charter they agreed to: some may be told of under one that has changed since.
  const told = [...open.documents("pair").value.values()].some((pair) => pair.scheme === scheme);
  const knowsPairs =
    leads(open.documents("office").value, scheme) && (told || body?.charter.who_knows_pairs === "lead");
  const invitations = [...open.documents("invitation").value]
    .filter(([, invitation]) => invitation.scheme === scheme)
    .sort(([, one], [, other]) => other.sent.localeCompare(one.sent));
  return (
    <Page title={body?.name ?? schemeWords.unknown}>
      <Waiting schemes={[scheme]} />
      <Rows label={words.title}>
        <Row to={`/scheme/${scheme}/members`} title={words.members}>
          {words.membersDaily}
        </Row>
        <Row to={`/scheme/${scheme}/notices`} title={sending.title}>
          {sending.what}
        </Row>
        <Row to={`/scheme/${scheme}/events`} title={officeEvents.title} />
        {knowsPairs && <Row to={`/scheme/${scheme}/pairs`} title={pairs.title} />}
        <Row to={`/scheme/${scheme}/totals`} title={totals.title} />
        <Row to={`/scheme/${scheme}/invite`} title={words.invite} />
        <Row to={`/scheme/${scheme}/import`} title={words.import} />
        <Row to={`/schemes/${scheme}`} title={words.charter} />
        <Row to={`/scheme/${scheme}/pages`} title={guidance.write} />
        <Row to={`/scheme/${scheme}/charter`} title={draftWords.change}>
          {drafted ? draftWords.isDrafted : draftWords.changeWords}
        </Row>
      </Rows>
      <h2 class="nhsuk-heading-m">{words.invitations}</h2>
      <Quiet>{words.invitationsIntro}</Quiet>
      {invitations.length === 0 ? (
        <p>{words.invitationsEmpty}</p>
      ) : (
        <ul class="rows">
          {invitations.slice(0, 100).map(([id, invitation]) => (
            <li class="row" key={id}>
              <strong>{invitation.name}</strong> <Standing kind="invitation" id={id} />
              <span class="quiet">
                {invitation.email} · {roles[invitation.role].name} · {words.sentOn(day(invitation.sent))}
              </span>
            </li>
          ))}
        </ul>
      )}
      <NewSchemes />
      <AsAt />
    </Page>
  );
}
