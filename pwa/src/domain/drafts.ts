import type {
  Charter,
  DraftCharter,
  DraftDocument,
  DraftScheme,
  Mutations,
  SchemeDocument,
} from "../contract.ts";
import type { Device } from "../sync/device.ts";
import type { AttentionEntry } from "../sync/store/records.ts";
import { type contradictions, groupNames, stateWords, textNames } from "../words/drafts.ts";
import { act, type Done } from "./acting.ts";
import { beforeAndNow, type Change, changes, isOpen, isSame, saidOf, settings } from "./charter.ts";

/** A charter while it is written: what a scheme is to say, as far as it is known. */

export type Words = Omit<DraftDocument, "scheme" | "drafted">;
export type Text = Exclude<keyof Words, "charter">;
export type Setting = Text | keyof Charter;
export type Group = keyof typeof groupNames;

/** Where each setting stands in the list of tasks. A new one does not compile until it has a place. */
const groupOf: Record<Setting, Group> = {
  name: "about",
  organisation: "about",
  summary: "about",
  state: "about",
  definition: "about",
  expectations: "about",
  eligibility: "who",
  outside_requests: "who",
  model: "matching",
  matching: "matching",
  specialty_rule: "matching",
  site_rule: "matching",
  listing: "matching",
  listing_fields: "matching",
  who_knows_pairs: "matching",
  event_names: "matching",
  style: "meetings",
  prompt_cards: "meetings",
  first_meeting_arranged_by: "meetings",
  trial_meeting: "meetings",
  session_cap: "meetings",
  end_point: "meetings",
  notes: "notes",
  pay: "notes",
  feedback: "notes",
  training_gate: "training",
  support: "training",
  contact: "contact",
};

const every = Object.keys(groupOf) as Setting[];
export const groups = Object.keys(groupNames) as Group[];
export const isSetting = (name: string): name is Setting => Object.hasOwn(groupOf, name);
export const isText = (setting: Setting): setting is Text => Object.hasOwn(textNames, setting);
export const settingsOf = (group: Group) => every.filter((setting) => groupOf[setting] === group);

/** The one after it in the same group. */
export function nextOf(setting: Setting): Setting | undefined {
  const together = settingsOf(groupOf[setting]);
  return together[together.indexOf(setting) + 1];
}

const NOTHING: Words = {
  name: null,
  organisation: null,
  summary: null,
  state: null,
  contact: null,
  charter: Object.fromEntries(settings.map((setting) => [setting, null])) as unknown as DraftCharter,
};

type All<Body> = ReadonlyMap<string, Body>;

export interface Draft {
  /** Nothing is drafted without one: the words are then those that doctors read, or none. */
  id: string | undefined;
  drafted: string | undefined;
  words: Words;
}

export function draftOf(
  all: All<DraftDocument>,
  published: SchemeDocument | undefined,
  scheme: string,
): Draft {
  for (const [id, { scheme: of, drafted, ...words }] of all) if (of === scheme) return { id, drafted, words };
  const words = published === undefined ? NOTHING : wordsOf(published);
  return { id: undefined, drafted: undefined, words };
}

function wordsOf({ name, organisation, summary, state, contact, charter }: SchemeDocument): Words {
  return { name, organisation, summary, state, contact, charter };
}

/** Drafts of schemes that are not there yet. */
export function newSchemes(all: All<DraftDocument>, schemes: All<SchemeDocument>): DraftDocument[] {
  return [...all.values()].filter((draft) => !schemes.has(draft.scheme));
}

export const valueIn = (words: Words, setting: Setting) =>
  (isText(setting) ? words[setting] : words.charter[setting]) ?? null;

export function withValue(words: Words, setting: Setting, value: unknown): Words {
  if (isText(setting)) return { ...words, [setting]: value };
  return { ...words, charter: { ...words.charter, [setting]: value } };
}

/** A setting's value as people read it; undefined when nobody has said it. */
export function valueWords(
  words: Words,
  setting: Setting,
  contact: (id: string) => string,
): string | undefined {
  if (!isText(setting)) return isOpen(words.charter, setting) ? undefined : saidOf(words.charter, setting);
  const value = words[setting];
  if (value === null) return undefined;
  if (setting === "state") return stateWords[value as keyof typeof stateWords];
  return setting === "contact" ? contact(value) : value;
}

/** What still has to be said before it can be published. */
export function missing(words: Words): Setting[] {
  return every.filter((setting) =>
    isText(setting) ? setting !== "contact" && words[setting] === null : isOpen(words.charter, setting),
  );
}

/** Settings that do not fit each other, as the server judges them. */
export function contradicting({ contact, charter }: Words): (keyof typeof contradictions)[] {
  const found: (keyof typeof contradictions)[] = [];
  if (charter.end_point === "cap" && charter.session_cap === null) found.push("session_cap");
  if (charter.listing === "none" && (charter.listing_fields?.length ?? 0) > 0) found.push("listing_fields");
  if (charter.outside_requests === "routed" && contact === null) found.push("contact");
  return found;
}

/** What is different from what doctors read now: the texts first, then the charter. */
export function changesFrom(
  published: SchemeDocument,
  words: Words,
  said: (words: Words, setting: Setting) => string,
): Change[] {
  const before = wordsOf(published);
  const texts = (Object.keys(textNames) as Text[])
    .filter((setting) => !isSame(before[setting], words[setting]))
    .map((setting) => ({
      setting,
      name: textNames[setting],
      words: beforeAndNow(said(before, setting), said(words, setting)),
    }));
  return [...texts, ...changes(published.charter, words.charter)];
}

/** Call it only when nothing is missing. */
export function asPublished(scheme: string, { id, words }: Draft): Mutations["scheme.publish"] {
  return { scheme, draft: id ?? null, ...words } as Mutations["scheme.publish"];
}

/**
 * A draft that the server would not take without a fresh passkey is still what this person wrote last: they
 * go on from it, unless somebody drafted on a later day.
 */
export function withOwnWords(draft: Draft, scheme: string, attention: readonly AttentionEntry[]): Draft {
  const back = attention.findLast(
    ({ name, code, args }) =>
      name === "scheme.draft" && code === "passkey-needed" && (args as DraftScheme).scheme === scheme,
  );
  if (back === undefined) return draft;
  const { draft: id, scheme: _, ...words } = back.args as DraftScheme;
  const drafted = new Date(back.made).toISOString().slice(0, 10);
  return drafted >= (draft.drafted ?? "") ? { id, drafted, words } : draft;
}

/**
 * Each draft is whole, so those that still wait for a signal or a passkey have nothing to add to the newest:
 * one change stands for all of them.
 */
export async function keepDraft(open: Device, draft: string, scheme: string, words: Words): Promise<void> {
  const done = await act(open, ["scheme.draft", { draft, scheme, ...words }]);
  const isOlder = (entry: { id: string; name: string; args: unknown }) =>
    entry.name === "scheme.draft" && entry.id !== done.id && (entry.args as DraftScheme).draft === draft;
  const waiting = open.outbox.peek().filter((entry) => isOlder(entry) && !entry.sent);
  for (const { number } of waiting.reverse()) await open.undo(number);
  const back = open.attention.peek().filter((entry) => isOlder(entry) && entry.code === "passkey-needed");
  for (const { number } of back) await open.dismiss(number);
}

export function discardDraft(open: Device, draft: string, scheme: string, words: Words): Promise<Done> {
  return act(
    open,
    ["scheme.discard_draft", { draft, scheme }],
    ["scheme.draft", { draft, scheme, ...words }],
  );
}
