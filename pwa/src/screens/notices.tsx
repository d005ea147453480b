import { Page, Quiet } from "../ui/page.tsx";
import { notices as words } from "../words/schemes.ts";

export function Screen() {
  return (
    <Page title={words.title}>
      <p>{words.empty}</p>
      <Quiet>{words.what}</Quiet>
      <Quiet>{words.quiet}</Quiet>
    </Page>
  );
}
