import { Page, Row, Rows } from "../ui/page.tsx";
import { welcome } from "../words/account.ts";
import { closing as words } from "../words/own-account.ts";
import { reflections } from "../words/reflections.ts";

/** Said once the account is gone: what stays, and the way back. */
export function Screen() {
  return (
    <Page title={words.doneTitle}>
      {words.done.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <Rows label={words.doneTitle}>
        <Row to="/reflections/" apart title={reflections.title} />
        <Row to="/register" title={welcome.register} />
      </Rows>
    </Page>
  );
}
