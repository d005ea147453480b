import { modes } from "../words/profile.ts";
import type { Mentor } from "./directory.ts";
import { nearest } from "./near-words.ts";
import { alternatives, plain, type Way } from "./synonyms.ts";

/**
 * Search over 10,000 mentors on a slow phone: a list of words, each with those who have it, a table of
 * synonyms, and a small edit distance for what nobody spells like that. It is built in slices, so that a
 * key pressed meanwhile is answered.
 */

interface Straw {
  mentor: Mentor;
  /** " name specialty … ", so that a word starts after a space. */
  text: string;
  /** " name", for ranking. */
  name: string;
}

export interface Found {
  mentors: readonly Mentor[];
  /** The words that were looked for instead of a misspelling. */
  near: readonly string[];
}

export interface Search {
  find(query: string): Found;
  size: number;
}

const SLICE = 250;
const straws = new WeakMap<Mentor, Straw>();

function strawOf(mentor: Mentor): Straw {
  const held = straws.get(mentor);
  if (held !== undefined) return held;
  const said = [
    mentor.name,
    mentor.specialty,
    mentor.grade,
    mentor.site,
    mentor.organisation,
    ...(mentor.topics ?? []),
    ...(mentor.languages ?? []),
    ...(mentor.modes ?? []).map((mode) => modes[mode]),
    mentor.pronouns,
    mentor.about,
  ];
  const straw = {
    mentor,
    text: ` ${plain(said.filter(Boolean).join(" "))} `,
    name: ` ${plain(mentor.name)}`,
  };
  straws.set(mentor, straw);
  return straw;
}

/** `breathe` lets the screen answer between slices; `over` stops one that is no longer wanted. */
export async function buildSearch(
  mentors: readonly Mentor[],
  breathe: () => Promise<void>,
  over: () => boolean = () => false,
): Promise<Search | undefined> {
  const hay: Straw[] = [];
  const holders = new Map<string, number[]>();
  for (let start = 0; start < mentors.length; start += SLICE) {
    for (const mentor of mentors.slice(start, start + SLICE)) {
      const straw = strawOf(mentor);
      const place = hay.push(straw) - 1;
      for (const word of straw.text.split(" ")) {
        const having = holders.get(word);
        if (having === undefined) holders.set(word, [place]);
        else if (having[having.length - 1] !== place) having.push(place);
      }
    }
    await breathe();
    if (over()) return undefined;
  }
  holders.delete("");
  return searchOver(hay, holders);
}

function searchOver(hay: readonly Straw[], holders: ReadonlyMap<string, readonly number[]>): Search {
  const words = [...holders.keys()].sort();
  const corrections = new Map<string, readonly string[]>();

  /** A word that stands nowhere is taken for a misspelling of those nearest to it. */
  function corrected(term: string): readonly string[] {
    let near = corrections.get(term);
    if (near === undefined) {
      near = nearest(term, words);
      corrections.set(term, near);
    }
    return near;
  }

  /** Words count from their start, so that "card" finds cardiology; an abbreviation counts only whole. */
  function mark({ words: wanted, whole }: Way, found: Uint8Array): void {
    const [first = ""] = wanted.split(" ");
    if (first !== wanted) {
      const text = whole ? ` ${wanted} ` : ` ${wanted}`;
      for (const place of holders.get(first) ?? []) if (hay[place]?.text.includes(text)) found[place] = 1;
      return;
    }
    for (let at = whole ? -1 : firstFrom(words, wanted); ; at++) {
      const word = at < 0 ? wanted : words[at];
      if (word === undefined || !word.startsWith(wanted)) return;
      for (const place of holders.get(word) ?? []) found[place] = 1;
      if (whole) return;
    }
  }

  function find(query: string): Found {
    const near: string[] = [];
    const terms = alternatives(query);
    const all = terms.map((ways) => {
      const found = new Uint8Array(hay.length);
      for (const way of ways) mark(way, found);
      const [only] = ways;
      if (ways.length > 1 || only === undefined || found.includes(1)) return found;
      const instead = corrected(only.words);
      near.push(...instead);
      for (const word of instead) mark({ words: word, whole: true }, found);
      return found;
    });
    const left = hay.filter((_, place) => all.every((found) => found[place] === 1));
    return { mentors: ranked(left, terms), near };
  }

  return { find, size: hay.length };
}

/** Where in the sorted words those that start like this begin. */
function firstFrom(words: readonly string[], start: string): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle] as string) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Those whose name was meant come first; the rest stay in order of name. */
function ranked(found: readonly Straw[], terms: readonly (readonly Way[])[]): Mentor[] {
  const typed = terms.map(([way]) => ` ${way?.words}`);
  const named: Mentor[] = [];
  const rest: Mentor[] = [];
  for (const straw of found) {
    const meant = typed.length > 0 && typed.every((word) => straw.name.includes(word));
    (meant ? named : rest).push(straw.mentor);
  }
  return [...named, ...rest];
}
