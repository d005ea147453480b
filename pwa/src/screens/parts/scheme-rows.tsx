import { takingPart } from "../../domain/participation.ts";
import { device } from "../../domain/phone.ts";
import type { Scheme } from "../../domain/schemes.ts";
import { schemesInOrder } from "../../domain/schemes.ts";
import { Row, Rows } from "../../ui/page.tsx";
import { schemes as words } from "../../words/schemes.ts";

/** Every scheme, each with who it is for: nobody meets a dead end. */
export function SchemeRows({ except }: { except?: string }) {
  const open = device();
  const schemes = schemesInOrder(open.documents("scheme").value).filter((scheme) => scheme.id !== except);
  const parts = new Set(takingPart(open.documents("participation").value).map((part) => part.scheme));
  if (schemes.length === 0) return <p>{words.empty}</p>;
  return (
    <Rows label={words.title}>
      {schemes.map((scheme) => (
        <Row key={scheme.id} to={`/schemes/${scheme.id}`} title={scheme.name}>
          {stateOf(scheme, parts.has(scheme.id))} {scheme.charter.eligibility}
        </Row>
      ))}
    </Rows>
  );
}

function stateOf(scheme: Scheme, member: boolean): string {
  if (member) return `${words.takingPart} ·`;
  if (scheme.state === "considering") return `${words.considering} ·`;
  return scheme.state === "closed" ? `${words.closed} ·` : "";
}
