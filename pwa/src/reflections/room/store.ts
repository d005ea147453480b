/** What the open room has in memory: all reflections, newest day first, ready to be searched. */
import type { Kept, State, Writing } from "../channel.ts";
import { dayOf } from "../days.ts";
import { ask } from "./port.ts";
import { type Entry, entryOf } from "./search.ts";
import * as words from "./words.ts";

let all: Entry[] = [];
let state: State | null = null;

export const entries = (): readonly Entry[] => all;
export const theState = (): State | null => state;
export const setState = (is: State): void => {
  state = is;
};

export async function refreshState(): Promise<State> {
  const is = await ask("state", null);
  state = is;
  return is;
}

export async function readAll(): Promise<void> {
  all = (await ask("list", null)).map(entryOf);
}

export function put(kept: Kept): void {
  all = [entryOf(kept), ...all.filter((one) => one.kept.id !== kept.id)];
  all.sort((a, b) =>
    a.kept.writing.date < b.kept.writing.date ? 1 : a.kept.writing.date > b.kept.writing.date ? -1 : 0,
  );
}

export function take(id: string): void {
  all = all.filter((one) => one.kept.id !== id);
}

export const one = (id: string): Kept | null => all.find(({ kept }) => kept.id === id)?.kept ?? null;

/** Keep a changed one that is not being written at the moment. */
export async function keep(kept: Kept, change: Partial<Writing>): Promise<Kept> {
  const answer = await ask("save", {
    id: kept.id,
    version: kept.version,
    writing: { ...kept.writing, ...change },
  });
  put(answer.kept);
  return answer.kept;
}

/** What it is called in a list: its title, else how it begins. */
export const nameOf = ({ title, text }: Writing): string =>
  title.trim() ||
  text
    .trim()
    .split("\n", 1)[0]
    ?.replace(/^[#>*-]+\s+|\*\*/g, "")
    .slice(0, 80) ||
  words.untitled;

/** The day it is, on this device's calendar. */
export const today = (): string => dayOf(new Date());
