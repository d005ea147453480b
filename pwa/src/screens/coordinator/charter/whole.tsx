import { device } from "../../../domain/phone.ts";
import { Button } from "../../../ui/button.tsx";
import { Card, Page, Quiet } from "../../../ui/page.tsx";
import type { ScreenProps } from "../../../ui/route.tsx";
import { app } from "../../../words/app.ts";
import { drafts as words } from "../../../words/drafts.ts";
import { schemes } from "../../../words/schemes.ts";
import { CharterInWords, ForWhom } from "../../parts/charter-in-words.tsx";
import { Contact } from "../../parts/contact.tsx";
import { ownDraft } from "./own-draft.ts";

/** The whole draft, as doctors will read it. */
export function Screen({ params }: ScreenProps) {
  const scheme = params.scheme ?? "";
  const { words: said, title } = ownDraft(scheme);
  const contact = device()
    .documents("contact_point")
    .value.get(said.contact ?? "");
  return (
    <Page title={title} back={{ to: `/scheme/${scheme}/charter`, words: app.backTo(words.title) }}>
      <Quiet>{words.title}</Quiet>
      <Quiet>{said.organisation ?? words.notWritten}</Quiet>
      <p>{said.summary ?? words.notWritten}</p>
      <ForWhom charter={said.charter} />
      <CharterInWords charter={said.charter} />
      {contact && (
        <Card>
          <h2 class="nhsuk-heading-s">{schemes.contact}</h2>
          <Contact contact={contact} />
        </Card>
      )}
      <Button onPress={() => print()}>{app.print}</Button>
    </Page>
  );
}
