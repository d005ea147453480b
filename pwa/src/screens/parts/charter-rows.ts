import type { Charter, DraftCharter } from "../../contract.ts";
import { saidOf } from "../../domain/charter.ts";
import { settingNames } from "../../words/charter.ts";

/** What stands above the rows, each under a heading of its own. */
type Above = "definition" | "expectations" | "eligibility" | "outside_requests";

/** In the order of what a doctor wants to know first. A setting that is left out does not compile. */
const ORDER: Record<Exclude<keyof Charter, Above>, true> = {
  model: true,
  matching: true,
  style: true,
  first_meeting_arranged_by: true,
  trial_meeting: true,
  notes: true,
  prompt_cards: true,
  session_cap: true,
  end_point: true,
  specialty_rule: true,
  site_rule: true,
  who_knows_pairs: true,
  event_names: true,
  listing: true,
  listing_fields: true,
  pay: true,
  feedback: true,
  training_gate: true,
  support: true,
};

/** Every setting of a charter with its name, in plain words. */
export function charterRows(charter: DraftCharter): (readonly [string, string])[] {
  const shown = Object.keys(ORDER) as (keyof typeof ORDER)[];
  return shown.map((setting) => [settingNames[setting], saidOf(charter, setting)] as const);
}
