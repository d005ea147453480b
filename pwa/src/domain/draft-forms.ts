import type { Charter } from "../contract.ts";
import { charterWords, oneOf, someOf } from "../words/charter.ts";
import { stateWords, drafts as words } from "../words/drafts.ts";
import type { Setting } from "./drafts.ts";

/** How each setting is asked for, and what is made of what a person typed. Pure: a screen only draws it. */

const PARAGRAPH = 1200;
const SENTENCE = 300;
const LINE = 120;

type Choices = Readonly<Record<string, string>>;
export type Field =
  | { as: "line" | "paragraph"; most: number }
  | { as: "sentences"; lines: number }
  | { as: "one" | "some"; choices: Choices }
  | { as: "number" | "contact" };

const line: Field = { as: "line", most: LINE };
const paragraph: Field = { as: "paragraph", most: PARAGRAPH };
const one = (choices: Choices): Field => ({ as: "one", choices });
const some = (choices: Choices): Field => ({ as: "some", choices });

export const fields: Record<Setting, Field> = {
  name: line,
  organisation: line,
  summary: paragraph,
  state: one(stateWords),
  contact: { as: "contact" },
  definition: paragraph,
  expectations: { as: "sentences", lines: 12 },
  model: one(oneOf.model),
  style: one(oneOf.style),
  prompt_cards: one(oneOf.prompt_cards),
  matching: some(someOf.matching),
  first_meeting_arranged_by: one(oneOf.first_meeting_arranged_by),
  trial_meeting: one({ true: charterWords.trial, false: charterWords.noTrial }),
  notes: one(oneOf.notes),
  session_cap: { as: "number" },
  end_point: one(oneOf.end_point),
  pay: one(oneOf.pay),
  feedback: one(oneOf.feedback),
  listing: one(oneOf.listing),
  listing_fields: some(someOf.listing_fields),
  specialty_rule: one(oneOf.specialty_rule),
  site_rule: one(oneOf.site_rule),
  eligibility: paragraph,
  outside_requests: one(oneOf.outside_requests),
  training_gate: { as: "sentences", lines: 6 },
  support: some(someOf.support),
  who_knows_pairs: one(oneOf.who_knows_pairs),
  event_names: one(oneOf.event_names),
};

type Value = string | number | boolean | readonly string[] | null;

/** What stands in the form: several values only where several can be chosen. */
export type Typed = string | readonly string[];

export function typedOf(setting: Setting, value: Value): Typed {
  const field = fields[setting];
  if (field.as === "some") return Array.isArray(value) ? value : [];
  return Array.isArray(value) ? value.join("\n") : String(value ?? "");
}

/** The value, or what is wrong with it. An empty field is nothing said yet; an empty list says "none". */
export function valueFrom(setting: Setting, typed: Typed): { value: Value } | { wrong: string } {
  const field = fields[setting];
  if (field.as === "some") {
    // In the order of the words, so that ticking a box twice is no change.
    return { value: Object.keys(field.choices).filter((choice) => typed.includes(choice)) };
  }
  const text = String(typed).trim();
  if (field.as === "sentences") return sentencesFrom(text, field.lines);
  if (text === "") return { value: null };
  if (field.as === "number") {
    const count = Number(text);
    const fits = /^\d+$/.test(text) && count >= 1 && count <= 100;
    return fits ? { value: count } : { wrong: words.notANumber };
  }
  if ("most" in field && text.length > field.most) return { wrong: words.tooLong(field.most) };
  const trial: keyof Charter = "trial_meeting";
  return { value: setting === trial ? text === "true" : text };
}

function sentencesFrom(text: string, most: number): { value: Value } | { wrong: string } {
  const lines = [...new Set(text.split("\n").map((sentence) => sentence.trim()))].filter(Boolean);
  if (lines.length > most) return { wrong: words.tooMany(most) };
  if (lines.some((sentence) => sentence.length > SENTENCE)) return { wrong: words.lineTooLong(SENTENCE) };
  return { value: lines };
}
