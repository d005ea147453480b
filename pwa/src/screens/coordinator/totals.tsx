import { device } from "../../domain/phone.ts";
import { Page, Quiet, Summary } from "../../ui/page.tsx";
import type { ScreenProps } from "../../ui/route.tsx";
import { day } from "../../when.ts";
import { app } from "../../words/app.ts";
import { totals as words } from "../../words/office.ts";
import { AsAt } from "../parts/as-at.tsx";

/** A scheme's totals, a quarter each: numbers that point at nobody. */
export function Screen({ params }: ScreenProps) {
  const scheme = params.scheme ?? "";
  const figures = [...device().documents("figure").value.values()]
    .filter((figure) => figure.scheme === scheme)
    .sort((one, other) => other.quarter.localeCompare(one.quarter));
  return (
    <Page title={words.title} back={{ to: `/scheme/${scheme}`, words: app.back }}>
      {figures.length === 0 && <p>{words.empty}</p>}
      {figures.map((figure) => (
        <section key={figure.quarter}>
          <h2 class="nhsuk-heading-m">{words.quarter(day(figure.quarter))}</h2>
          <Summary
            rows={[
              [words.mentors, shown(figure.mentors)],
              [words.mentees, shown(figure.mentees)],
              [words.trained, shown(figure.trained)],
              [words.held, figure.held === "*" ? words.fewPairs : figure.held],
            ]}
          />
        </section>
      ))}
      {figures.length > 0 && <Quiet>{words.rounded}</Quiet>}
      <AsAt />
    </Page>
  );
}

const shown = (total: string) => (total === "*" ? words.few : total);
