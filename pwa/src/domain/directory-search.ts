import { modes } from "../words/profile.ts";
import type { Mentor } from "./directory.ts";
import { nearest } from "./near-words.ts";
import { alternatives, plain, type Way } from "./synonyms.ts";

/**
 * Search over 10,000 mentors on a slow phone: one lower-cased haystack each, a table of synonyms, and a
 * small edit distance for what nobody spells like that. It is built in slices, so that a key pressed
 * meanwhile is answered.
 */

interface Straw {
  mentor: Mentor;
  /** " name specialty … ", so that a word starts after a space. */
  text: string;
  /** The name alone, for ranking. */
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

const SLICE = 400;
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
  const words = new Set<string>();
  for (let start = 0; start < mentors.length; start += SLICE) {
    for (const mentor of mentors.slice(start, start + SLICE)) {
      const straw = strawOf(mentor);
      hay.push(straw);
      for (const word of straw.text.split(" ")) if (word.length > 3) words.add(word);
    }
    await breathe();
    if (over()) return undefined;
  }
  return searchOver(hay, [...words]);
}

function searchOver(hay: readonly Straw[], vocabulary: readonly string[]): Search {
  const corrections = new Map<string, readonly string[]>();

  /** A word that stands nowhere is taken for a misspelling of those nearest to it. */
  function corrected(term: string): readonly string[] {
    const held = corrections.get(term);
    if (held !== undefined) return held;
    const near = nearest(term, vocabulary);
    corrections.set(term, near);
    return near;
  }

  function find(query: string): Found {
    const near: string[] = [];
    let left: readonly Straw[] = hay;
    const terms = alternatives(query);
    for (const ways of terms) {
      let kept = left.filter((straw) => ways.some((way) => stands(straw.text, way)));
      const [only] = ways;
      if (kept.length === 0 && ways.length === 1 && only !== undefined) {
        const known = left !== hay && hay.some((straw) => stands(straw.text, only));
        const instead = known ? [] : corrected(only.words);
        near.push(...instead);
        kept = left.filter((straw) => instead.some((word) => straw.text.includes(` ${word} `)));
      }
      left = kept;
    }
    return { mentors: ranked(left, terms), near };
  }

  return { find, size: hay.length };
}

/** Words count from their start, so that "card" finds cardiology; an abbreviation counts only whole. */
function stands(text: string, way: Way): boolean {
  return text.includes(way.whole ? ` ${way.words} ` : ` ${way.words}`);
}

/** Those whose name was meant come first; the rest stay in order of name. */
function ranked(found: readonly Straw[], terms: readonly (readonly Way[])[]): Mentor[] {
  const named: Mentor[] = [];
  const rest: Mentor[] = [];
  for (const straw of found) {
    const meant =
      terms.length > 0 && terms.every((ways) => ways.some((way) => straw.name.includes(` ${way.words}`)));
    (meant ? named : rest).push(straw.mentor);
  }
  return [...named, ...rest];
}
