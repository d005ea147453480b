import { Page } from "../ui/page.tsx";
import { Link } from "../ui/route.tsx";
import { contacts, schemes as words } from "../words/schemes.ts";
import { AsAt } from "./parts/as-at.tsx";
import { SchemeRows } from "./parts/scheme-rows.tsx";

export function Screen() {
  return (
    <Page title={words.title}>
      <p>{words.intro}</p>
      <SchemeRows />
      <p>
        <Link to="/contacts">{contacts.title}</Link>
      </p>
      <AsAt />
    </Page>
  );
}
