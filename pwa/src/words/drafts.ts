import type { DraftScheme } from "../contract.ts";

/** For coordinators who write a charter: its parts, what each asks, and what becomes of it. */

type Text = Exclude<keyof DraftScheme, "draft" | "scheme" | "charter">;
type Charter = DraftScheme["charter"];
type Setting = Text | keyof Charter;

export const groupNames = {
  about: "About the scheme",
  who: "Who it is for",
  matching: "Matching",
  meetings: "Meetings",
  notes: "Notes and pay",
  training: "Training and support",
  contact: "Contact",
} as const;

/** Texts that stand beside the charter. */
export const textNames: Record<Text, string> = {
  name: "Name of the scheme",
  organisation: "Organisation",
  summary: "Summary",
  state: "Open or not",
  contact: "Contact point",
};

export const stateWords: Record<NonNullable<DraftScheme["state"]>, string> = {
  considering: "Being considered. There is nothing to join yet.",
  open: "Open. Doctors can take part.",
  closed: "Not open at the moment.",
};

export const hints: Partial<Record<Setting, string>> = {
  summary: "What the scheme is, in a few sentences. Doctors read this first",
  state: "A scheme that is being considered is listed, and nobody can join it",
  definition: "What this scheme means by mentoring, in your own words",
  expectations: "One sentence on each line, 12 at most. You can leave this empty",
  eligibility: "Say who can take part, in plain words",
  outside_requests: "What happens when someone outside this group asks",
  matching: "Choose all that apply. If you choose none, the scheme holds events only",
  listing_fields: "Choose what mentors may show if they want to",
  session_cap: "A number from 1 to 100. Leave this empty if there is no limit",
  training_gate: "One sentence on each line, 6 at most. You can leave this empty",
  support: "Choose all that apply",
  contact: "Doctors who do not fit this scheme are shown this contact point",
};

export const drafts = {
  title: "Draft of the charter",
  intro: "Doctors see nothing of a draft until you publish it.",
  published: (date: string) => `Nothing is drafted. This is what doctors read since ${date}.`,
  drafted: (date: string) => `Drafted ${date}.`,
  newScheme: "A new scheme",
  startNew: "Draft a new scheme",
  startNewWords: "You look after it once you have published it.",
  draftsOfNew: "Schemes you are drafting",
  change: "Change the charter",
  changeWords: "Write a draft, see what changes, then publish it.",
  isDrafted: "There is a draft.",
  save: "Save and continue",
  none: "None",
  notWritten: "Not written yet",
  whole: "Read the whole draft",
  review: "What changes, and publishing",
  discard: "Throw the draft away",
  discarded: "The draft is thrown away.",
  tooLong: (most: number) => `Use ${most} characters or fewer`,
  lineTooLong: (most: number) => `Use ${most} characters or fewer on each line`,
  tooMany: (most: number) => `Use ${most} lines or fewer`,
  notANumber: "Enter a number from 1 to 100, or leave this empty",
  publishTitle: "Publish the charter",
  publish: "Publish",
  nothing: "There is nothing to publish.",
  nextVersion: (version: number) => `This will be version ${version} of the charter.`,
  sameVersion: (version: number) => `The charter itself stays at version ${version}.`,
  firstVersion: "This is a new scheme. Its charter will be version 1.",
  stays: "Doctors who meet already stay on their version until they all accept a new one.",
  writeFirst: (name: string) => `Write this first: ${name}`,
  toPutRight: "To put right",
  saved: "Your charter is on its way to be published.",
  toCharter: "Read the charter",
};

/** Settings that do not fit each other. */
export const contradictions = {
  session_cap: "It ends after the number of sessions. Enter that number",
  listing_fields: "There is no list of mentors, so a listing can show nothing",
  contact: "The contact point helps doctors outside this group. Choose one",
} as const satisfies Partial<Record<Setting, string>>;
