import type { Mentor } from "../domain/directory.ts";
import { hiddenListings } from "../domain/never.ts";
import { device } from "../domain/phone.ts";
import { contactOf } from "../domain/schemes.ts";
import { Card, Page, Quiet, Summary } from "../ui/page.tsx";
import { Link, type ScreenProps } from "../ui/route.tsx";
import { app } from "../words/app.ts";
import { mentors as words } from "../words/mentors.ts";
import { fields, listing } from "../words/profile.ts";
import { privateList } from "../words/relationships.ts";
import { AsAt } from "./parts/as-at.tsx";
import { Asking } from "./parts/asking.tsx";
import { Face } from "./parts/face.tsx";
import { said } from "./parts/said.ts";

const SHOWN = [
  "specialty",
  "grade",
  "site",
  "organisation",
  "pronouns",
  "modes",
  "languages",
  "topics",
  "usually_free",
] as const;

export function Screen({ params }: ScreenProps) {
  const open = device();
  const scheme = params.scheme ?? "";
  const id = params.mentor ?? "";
  const body = open.documents("mentor").value.get(id);
  const back = { to: `/mentors?scheme=${scheme}`, words: app.backTo(words.title) };

  // Somebody on the private list is as if they were not listed.
  if (body === undefined || hiddenListings(open.documents("never").value).has(id)) {
    return (
      <Page title={words.notHere} back={back}>
        <p>{words.notHereWords}</p>
      </Page>
    );
  }
  const mentor: Mentor = { id, ...body };
  const rows = SHOWN.flatMap((field) => {
    const value = said(field, mentor[field]);
    return value === undefined ? [] : [[fields[field].name, value] as const];
  });
  return (
    <Page title={mentor.name} back={back}>
      {mentor.photo && (
        <Face scheme={scheme} hash={mentor.photo} words={listing.photoAlt(mentor.name)} large />
      )}
      {mentor.places === "open" && <p>{words.room}</p>}
      <Asking mentor={mentor} />
      {mentor.about?.split("\n").map((line) => (
        <p key={line}>{line}</p>
      ))}
      {rows.length > 0 && <Summary rows={rows} />}
      <HowToMeet mentor={mentor} scheme={scheme} />
      <p>
        <Link to={`/you/private/mentor/${id}`}>{privateList.link}</Link>
      </p>
      <AsAt />
    </Page>
  );
}

function HowToMeet({ mentor, scheme }: { mentor: Mentor; scheme: string }) {
  const open = device();
  const body = open.documents("scheme").value.get(scheme);
  const contact = body && contactOf(body, open.documents("contact_point").value);
  return (
    <Card>
      <h2 class="nhsuk-heading-s">{words.askTitle}</h2>
      {mentor.contact ? (
        <>
          <p>{words.askContact}</p>
          <p>{mentor.contact}</p>
        </>
      ) : (
        <p>
          {contact ? words.askOffice(contact.role.toLowerCase(), contact.organisation) : words.askPoint}{" "}
          {contact?.email && <a href={`mailto:${contact.email}`}>{contact.email}</a>}
        </p>
      )}
      {body && (
        <p>
          <Link to={`/schemes/${scheme}`}>{words.howSchemeWorks(body.name)}</Link>
        </p>
      )}
      <Quiet>{words.limits}</Quiet>
    </Card>
  );
}
