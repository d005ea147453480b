/** Search as one types: every word, anywhere in a reflection, whatever its case and accents. */
import type { Kept, Writing } from "../channel.ts";

export interface Entry {
  readonly kept: Kept;
  /** All its words, folded once, so that a keystroke only looks. */
  readonly hay: string;
}

export const fold = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();

const wordsOf = (one: Writing): string =>
  [one.title, one.text, one.date, ...one.tags, ...one.actions.map((action) => action.text)].join("\n");

export const entryOf = (kept: Kept): Entry => ({ kept, hay: fold(wordsOf(kept.writing)) });

export function find(all: readonly Entry[], typed: string, tag: string | null): readonly Entry[] {
  const sought = fold(typed).split(/\s+/).filter(Boolean);
  return all.filter(
    ({ kept, hay }) =>
      (tag === null || kept.writing.tags.some((one) => fold(one) === fold(tag))) &&
      sought.every((word) => hay.includes(word)),
  );
}

/** Every tag in use, in the order of the alphabet; two spellings that differ by case alone are one. */
export function tagsOf(all: readonly Entry[]): readonly string[] {
  const seen = new Map<string, string>();
  for (const { kept } of all) {
    for (const tag of kept.writing.tags) if (!seen.has(fold(tag))) seen.set(fold(tag), tag);
  }
  return [...seen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tag]) => tag);
}
