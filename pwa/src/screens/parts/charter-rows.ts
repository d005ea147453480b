import type { Charter } from "../../contract.ts";
import { charterWords, oneOf, settingNames, someOf } from "../../words/charter.ts";

const all = (words: readonly string[], none: string) => (words.length > 0 ? words.join(" ") : none);

/** Every setting of a charter with its name, in plain words. Eligibility stands above them. */
export function charterRows(charter: Charter): (readonly [string, string])[] {
  const one = <Key extends keyof typeof oneOf>(key: Key): readonly [string, string] => [
    settingNames[key],
    (oneOf[key] as Record<string, string>)[charter[key]] ?? charter[key],
  ];
  const some = <Key extends keyof typeof someOf>(key: Key, none: string): readonly [string, string] => [
    settingNames[key],
    all(
      charter[key].map((value) => (someOf[key] as Record<string, string>)[value] ?? value),
      none,
    ),
  ];
  const cap = charter.session_cap;
  return [
    one("model"),
    some("matching", charterWords.nobodyMatched),
    one("style"),
    one("first_meeting_arranged_by"),
    [settingNames.trial_meeting, charter.trial_meeting ? charterWords.trial : charterWords.noTrial],
    one("notes"),
    one("prompt_cards"),
    [settingNames.session_cap, cap === null ? charterWords.noCap : charterWords.sessions(cap)],
    one("end_point"),
    one("specialty_rule"),
    one("site_rule"),
    one("who_knows_pairs"),
    one("listing"),
    some("listing_fields", charterWords.noFields),
    one("pay"),
    one("feedback"),
    [settingNames.training_gate, all(charter.training_gate, charterWords.noTraining)],
    some("support", charterWords.noSupport),
  ];
}
