import { device } from "../domain/phone.ts";
import { pagesOf, schemesInOrder } from "../domain/schemes.ts";
import { Page, Row, Rows } from "../ui/page.tsx";
import { app } from "../words/app.ts";
import { guidance as words } from "../words/schemes.ts";

export function Screen() {
  const open = device();
  const all = open.documents("page").value;
  const groups = [
    { name: undefined, pages: pagesOf(all, null) },
    ...schemesInOrder(open.documents("scheme").value).map(({ id, name }) => ({
      name,
      pages: pagesOf(all, id),
    })),
  ].filter((group) => group.pages.length > 0);
  return (
    <Page title={words.title} back={{ to: "/you", words: app.backTo(app.tabs.you) }}>
      {groups.length === 0 ? <p>{words.empty}</p> : <p>{words.intro}</p>}
      {groups.map(({ name, pages }) => (
        <div key={name ?? ""}>
          {name && <h2 class="nhsuk-heading-m">{name}</h2>}
          <Rows label={name ?? words.title}>
            {pages.map((page) => (
              <Row key={page.id} to={`/guidance/${page.id}`} title={page.title} />
            ))}
          </Rows>
        </div>
      ))}
    </Page>
  );
}
