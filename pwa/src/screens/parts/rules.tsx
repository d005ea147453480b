import type { Charter } from "../../contract.ts";
import { Card, Summary } from "../../ui/page.tsx";
import { charterWords, oneOf, settingNames } from "../../words/charter.ts";
import { rules as words } from "../../words/relationships.ts";

/** The limits of confidence, the rule on notes and who knows: before a first meeting and ever after. */
export function RulesOf({ charter }: { charter: Charter }) {
  return (
    <Card>
      <h2 class="nhsuk-heading-s">{words.title}</h2>
      <p>
        {charterWords.limits} {charterWords.limitsMore}
      </p>
      <Summary
        rows={[
          [settingNames.notes, oneOf.notes[charter.notes]],
          [settingNames.who_knows_pairs, oneOf.who_knows_pairs[charter.who_knows_pairs]],
          [
            settingNames.first_meeting_arranged_by,
            oneOf.first_meeting_arranged_by[charter.first_meeting_arranged_by],
          ],
        ]}
      />
    </Card>
  );
}
