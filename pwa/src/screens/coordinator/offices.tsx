import { offices } from "../../domain/invitations.ts";
import { device } from "../../domain/phone.ts";
import { Page, Row, Rows } from "../../ui/page.tsx";
import { app } from "../../words/app.ts";
import { office as words } from "../../words/office.ts";
import { schemes as schemeWords } from "../../words/schemes.ts";
import { Waiting } from "../parts/queue.tsx";
import { NewSchemes } from "./new-schemes.tsx";
import { Office } from "./office.tsx";

/** The Scheme tab: the one scheme a coordinator looks after, or a choice of several. */
export function Screen() {
  const open = device();
  const own = offices(open.documents("office").value);
  const [only] = own;
  if (own.length === 1 && only !== undefined) return <Office scheme={only} />;
  const schemes = open.documents("scheme").value;
  return (
    <Page title={own.length === 0 ? words.notYours : words.choose} back={{ to: "/", words: app.toToday }}>
      <Waiting schemes={own} />
      <Rows label={words.choose}>
        {own.map((id) => (
          <Row key={id} to={`/scheme/${id}`} title={schemes.get(id)?.name ?? schemeWords.unknown} />
        ))}
      </Rows>
      {own.length > 0 && <NewSchemes />}
    </Page>
  );
}
