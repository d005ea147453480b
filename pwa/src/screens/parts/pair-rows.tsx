import { meetingsOf } from "../../domain/arranged.ts";
import { clock, device } from "../../domain/phone.ts";
import type { Relationship } from "../../domain/relationships.ts";
import { Rows } from "../../ui/page.tsx";
import { Link } from "../../ui/route.tsx";
import { schemes } from "../../words/schemes.ts";
import { nextLine } from "./meeting-words.ts";
import { lineOf, namesIn } from "./pair-words.ts";
import { Standing } from "./standing.tsx";

/** People, each with where it stands. */
export function PairRows({ pairs, label }: { pairs: readonly Relationship[]; label: string }) {
  const open = device();
  const all = open.documents("scheme").value;
  const meetings = open.documents("meeting").value;
  const next = (pair: string) => nextLine(meetingsOf(meetings, pair), clock.value);
  return (
    <Rows label={label}>
      {pairs.map((pair) => (
        <li key={pair.id}>
          <Link class="row" to={`/people/${pair.id}`}>
            <strong>{namesIn(pair, open.account)}</strong>
            <span class="quiet">{lineOf(open, pair)}</span>
            {next(pair.id) && <span class="quiet">{next(pair.id)}</span>}
            <span class="quiet">{all.get(pair.scheme)?.name ?? schemes.unknown}</span>
            <Standing kind="relationship" id={pair.id} />
          </Link>
        </li>
      ))}
    </Rows>
  );
}
