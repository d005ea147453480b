import { useSignal } from "@preact/signals";
import { newSchemes } from "../../domain/drafts.ts";
import { device, newId } from "../../domain/phone.ts";
import { Row, Rows } from "../../ui/page.tsx";
import { drafts as words } from "../../words/drafts.ts";

/** Schemes that this coordinator is drafting, and the way to another one. */
export function NewSchemes() {
  const open = device();
  const drafted = newSchemes(open.documents("draft").value, open.documents("scheme").value);
  const fresh = useSignal(newId());
  return (
    <>
      <h2 class="nhsuk-heading-m">{words.draftsOfNew}</h2>
      <Rows label={words.draftsOfNew}>
        {drafted.map(({ scheme, name }) => (
          <Row key={scheme} to={`/scheme/${scheme}/charter`} title={name ?? words.newScheme}>
            {words.isDrafted}
          </Row>
        ))}
        <Row to={`/scheme/${fresh.value}/charter`} title={words.startNew}>
          {words.startNewWords}
        </Row>
      </Rows>
    </>
  );
}
