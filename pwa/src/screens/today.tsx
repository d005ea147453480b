import { useRef } from "preact/hooks";
import type { Documents } from "../contract.ts";
import { takingPart } from "../domain/participation.ts";
import { device } from "../domain/phone.ts";
import { Later } from "../ui/later.tsx";
import { Card, Page, Row, Rows } from "../ui/page.tsx";
import { Link } from "../ui/route.tsx";
import { app } from "../words/app.ts";
import { participation } from "../words/participation.ts";
import { roles } from "../words/roles.ts";
import { today } from "../words/today.ts";
import { AsAt } from "./parts/as-at.tsx";
import { InstallHint } from "./parts/install-hint.tsx";
import { Question } from "./parts/question.tsx";
import { Standing } from "./parts/standing.tsx";

/** Most first screens have none of these. */
const people = () => import("./parts/today-people.tsx");
const events = () => import("./parts/today-events.tsx");

export function Screen() {
  const open = device();
  const schemes = open.documents("scheme").value;
  const parts = takingPart(open.documents("participation").value);
  // What was asked on this visit stays, with its answer and its undo, until the screen is left.
  const asked = useRef(new Map<string, Documents["invited"]>()).current;
  for (const [id, question] of open.documents("invited").value) asked.set(id, question);
  const meets = open.documents("relationship").value.size + open.documents("hearing").value.size > 0;
  const goes = open.documents("event").value.size + open.documents("rsvp").value.size > 0;
  const attention = open.attention.value.length;

  return (
    <Page title={app.tabs.today}>
      {attention > 0 && (
        <Card>
          <Link to="/attention">{today.attention(attention)}</Link>
        </Card>
      )}
      {[...asked].map(([id, { scheme, role }]) => {
        const name = schemes.get(scheme)?.name;
        return (
          name && (
            <Card key={id}>
              <Question
                scheme={scheme}
                name={name}
                roles={[role]}
                legend={participation.questionAs(name, roles[role].as)}
              />
              <Link to={`/schemes/${scheme}`}>{participation.lookAtCharter}</Link>
            </Card>
          )
        );
      })}
      {meets ? <Later load={people} /> : <p>{today.nothing}</p>}
      {goes && <Later load={events} />}
      <Rows label={today.ways}>
        <Row to="/mentors" title={today.mentors}>
          {today.mentorsWhat}
        </Row>
        <Row to="/people" title={today.people}>
          {today.peopleWhat}
        </Row>
        <Row to="/schemes" title={today.schemes}>
          {today.schemesWhat}
        </Row>
        <Row to="/contacts" title={today.contacts}>
          {today.contactsWhat}
        </Row>
      </Rows>
      {parts.length > 0 && (
        <>
          <h2 class="nhsuk-heading-m">{today.part}</h2>
          <Rows label={today.part}>
            {parts.map((part) => (
              <li key={part.id}>
                <Link class="row" to={`/schemes/${part.scheme}/taking-part`}>
                  <strong>{schemes.get(part.scheme)?.name}</strong>
                  <span class="quiet">{part.state === "paused" ? today.paused : roles[part.role].name}</span>
                  <Standing kind="participation" id={part.id} />
                </Link>
              </li>
            ))}
          </Rows>
          <InstallHint />
        </>
      )}
      <AsAt />
    </Page>
  );
}
