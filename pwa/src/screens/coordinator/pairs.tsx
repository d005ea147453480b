import { leads, pairsOf } from "../../domain/office.ts";
import { device } from "../../domain/phone.ts";
import { Page } from "../../ui/page.tsx";
import type { ScreenProps } from "../../ui/route.tsx";
import { app } from "../../words/app.ts";
import { pairs as words } from "../../words/queue.ts";
import { AsAt } from "../parts/as-at.tsx";

/** "A and B", "A, B and C". */
const listed = (names: readonly string[]) =>
  [names.slice(0, -1).join(", "), names.at(-1) ?? ""].join(words.and);

/** For the one role that the charter names: who is paired, and nothing of what they do. */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const scheme = params.scheme ?? "";
  const back = { to: `/scheme/${scheme}`, words: app.back };
  if (!leads(open.documents("office").value, scheme)) {
    return (
      <Page title={words.notYours} back={back}>
        <p>{words.notYoursWords}</p>
      </Page>
    );
  }
  const found = pairsOf(open.documents("pair").value, scheme);
  return (
    <Page title={words.title} back={back}>
      <p>{words.intro}</p>
      {found.length === 0 ? (
        <p>{words.empty}</p>
      ) : (
        <ul class="rows" aria-label={words.title}>
          {found.map((pair) => (
            <li class="row" key={pair.id}>
              <strong>{listed(pair.names)}</strong>
              {pair.kind === "circle" && <span class="quiet">{words.circle}</span>}
            </li>
          ))}
        </ul>
      )}
      <AsAt />
    </Page>
  );
}
