import type { DraftCharter } from "../../contract.ts";
import { isOpen, saidOf } from "../../domain/charter.ts";
import { Summary } from "../../ui/page.tsx";
import { charterWords, settingNames } from "../../words/charter.ts";
import { schemes as words } from "../../words/schemes.ts";
import { charterRows } from "./charter-rows.ts";

/** Who it is for, with a way on for everybody else. */
export function ForWhom({ charter }: { charter: DraftCharter }) {
  return (
    <>
      <h2 class="nhsuk-heading-m">{words.forWhom}</h2>
      <p>{saidOf(charter, "eligibility")}</p>
      {!isOpen(charter, "outside_requests") && (
        <p>{charter.outside_requests === "welcome" ? words.outsideWelcome : words.outsideRouted}</p>
      )}
    </>
  );
}

/** The whole of a charter in plain words, published or drafted. */
export function CharterInWords({ charter }: { charter: DraftCharter }) {
  const expectations = charter.expectations ?? [];
  return (
    <>
      <h2 class="nhsuk-heading-m">{settingNames.definition}</h2>
      <p>{saidOf(charter, "definition")}</p>
      {expectations.length > 0 && (
        <>
          <h2 class="nhsuk-heading-m">{settingNames.expectations}</h2>
          <ul class="nhsuk-list nhsuk-list--bullet">
            {expectations.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      )}
      <h2 class="nhsuk-heading-m">{words.howItWorks}</h2>
      <Summary rows={charterRows(charter)} />
      <p>
        {charterWords.limits} {charterWords.limitsMore}
      </p>
    </>
  );
}
