import { useSignal } from "@preact/signals";
import { device } from "../domain/phone.ts";
import { alternatives, plain } from "../domain/synonyms.ts";
import { Input } from "../ui/form.tsx";
import { Card, Page } from "../ui/page.tsx";
import { app } from "../words/app.ts";
import { contacts as words } from "../words/schemes.ts";
import { Contact } from "./parts/contact.tsx";

export function Screen() {
  const query = useSignal("");
  const all = [...device().documents("contact_point").value]
    .map(([id, body]) => ({ id, ...body }))
    .sort((one, other) => one.organisation.localeCompare(other.organisation, "en"));
  const terms = alternatives(query.value);
  const found = all.filter((contact) => {
    const text = ` ${plain(`${contact.organisation} ${contact.role} ${contact.words}`)}`;
    return terms.every((ways) => ways.some((way) => text.includes(` ${way.words}`)));
  });
  return (
    <Page title={words.title} back={{ to: "/schemes", words: app.back }}>
      <p>{words.intro}</p>
      {all.length > 3 && (
        <Input
          id="search"
          label={words.search}
          type="search"
          inputMode="search"
          autoComplete="off"
          value={query.value}
          onInput={(typed) => {
            query.value = typed;
          }}
        />
      )}
      <div role="status">
        {all.length === 0 && <p>{words.empty}</p>}
        {all.length > 0 && found.length === 0 && <p>{words.none}</p>}
      </div>
      {found.map((contact) => (
        <Card key={contact.id}>
          <h2 class="nhsuk-heading-s">{contact.organisation}</h2>
          <Contact contact={contact} />
        </Card>
      ))}
    </Page>
  );
}
