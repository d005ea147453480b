import { device } from "../../domain/phone.ts";
import { Page, Quiet } from "../../ui/page.tsx";
import type { ScreenProps } from "../../ui/route.tsx";
import { app } from "../../words/app.ts";
import { office as words } from "../../words/office.ts";
import { roles } from "../../words/roles.ts";
import { AsAt } from "../parts/as-at.tsx";

/** Doctors who said yes, and nobody else. */
export function Screen({ params }: ScreenProps) {
  const members = [...device().documents("member").value]
    .filter(([, member]) => member.scheme === params.scheme)
    .sort(([, one], [, other]) => one.name.localeCompare(other.name, "en"));
  return (
    <Page title={words.members} back={{ to: `/scheme/${params.scheme}`, words: app.back }}>
      <p>{words.membersIntro}</p>
      <AsAt />
      <Quiet>{words.membersDaily}</Quiet>
      {members.length === 0 ? (
        <p>{words.membersEmpty}</p>
      ) : (
        <ul class="rows" aria-label={words.members}>
          {members.map(([id, member]) => (
            <li class="row" key={id}>
              <strong>{member.name}</strong>
              <span class="quiet">{roles[member.role].name}</span>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
