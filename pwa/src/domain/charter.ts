import type { Charter, DraftCharter } from "../contract.ts";
import { changeWords, oneOf, settingNames, someOf, charterWords as words } from "../words/charter.ts";

/** A charter as people read it, and what is different between two of them. */

type Setting = keyof Charter;

const one =
  <Key extends keyof typeof oneOf>(key: Key) =>
  (value: string) =>
    (oneOf[key] as Record<string, string>)[value] ?? value;
const some =
  <Key extends keyof typeof someOf>(key: Key, none: string) =>
  (values: readonly string[]) =>
    values.map((value) => itemWords(key, value)).join(" ") || none;
const text = (value: string) => value;
const sentences = (none: string) => (values: readonly string[]) => values.join(" ") || none;

/** Each setting's value in plain words. A new setting without words does not compile. */
const inWords: { readonly [Key in Setting]-?: (value: Required<Charter>[Key]) => string } = {
  definition: text,
  expectations: sentences(words.noExpectations),
  model: one("model"),
  style: one("style"),
  prompt_cards: one("prompt_cards"),
  matching: some("matching", words.nobodyMatched),
  first_meeting_arranged_by: one("first_meeting_arranged_by"),
  trial_meeting: (trial) => (trial ? words.trial : words.noTrial),
  notes: one("notes"),
  session_cap: (cap) => (cap === null ? words.noCap : words.sessions(cap)),
  end_point: one("end_point"),
  pay: one("pay"),
  feedback: one("feedback"),
  listing: one("listing"),
  listing_fields: some("listing_fields", words.noFields),
  specialty_rule: one("specialty_rule"),
  site_rule: one("site_rule"),
  eligibility: text,
  outside_requests: one("outside_requests"),
  training_gate: sentences(words.noTraining),
  support: some("support", words.noSupport),
  who_knows_pairs: one("who_knows_pairs"),
  event_names: one("event_names"),
};

export const settings = Object.keys(inWords) as Setting[];

/** Of a draft, null is what nobody has said yet; a charter without a cap says so with null. */
export const isOpen = (charter: DraftCharter, setting: Setting) =>
  charter[setting] === null && setting !== "session_cap";

export function saidOf(charter: DraftCharter, setting: Setting): string {
  if (isOpen(charter, setting)) return words.notYet;
  return (inWords[setting] as (value: unknown) => string)(charter[setting]);
}

/** One item of a setting that has several: closed values by their words, sentences as they are. */
function itemWords(setting: string, value: string): string {
  const closed: Record<string, Record<string, string>> = someOf;
  return closed[setting]?.[value] ?? value;
}

export interface Change {
  setting: string;
  /** What the setting is called. */
  name: string;
  /** Before and now, as sentences. */
  words: string;
}

/** What is different, in the order of the charter: every setting that is not the same has its sentence. */
export function changes(before: Charter, now: DraftCharter): Change[] {
  return settings
    .filter((setting) => !isSame(before[setting], now[setting]))
    .map((setting) => ({ setting, name: settingNames[setting], words: howChanged(before, now, setting) }));
}

export const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

function howChanged(before: Charter, now: DraftCharter, setting: Setting): string {
  const [had, has] = [before[setting], now[setting]];
  if (Array.isArray(had) && Array.isArray(has) && had.length > 0 && has.length > 0) {
    return listChange(setting, had, has);
  }
  return beforeAndNow(saidOf(before, setting), saidOf(now, setting));
}

export const beforeAndNow = (before: string, now: string) =>
  `${changeWords.before(before)} ${changeWords.now(now)}`;

function listChange(setting: Setting, had: readonly string[], has: readonly string[]): string {
  const added = has.filter((value) => !had.includes(value)).map((value) => itemWords(setting, value));
  const gone = had.filter((value) => !has.includes(value)).map((value) => itemWords(setting, value));
  const told = [
    added.length > 0 && changeWords.added(added.join(" ")),
    gone.length > 0 && changeWords.gone(gone.join(" ")),
  ].filter((words) => words !== false);
  return told.join(" ") || changeWords.order;
}
