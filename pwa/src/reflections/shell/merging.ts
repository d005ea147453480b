/**
 * Which of two states of one reflection is the later, by clocks (how often each device changed it), never by
 * time. Where both were changed both are kept; what was deleted here comes back from a file that has it.
 */
import type { Merged, Writing } from "../channel.ts";
import { newId } from "./bytes.ts";
import type { Draft, Known } from "./contents.ts";
import { type Content, firstVersion } from "./rows.ts";

type Clock = Content["clock"];

export interface Incoming {
  readonly id: string;
  readonly content: Content;
}

/** Puts into the draft what the file has and this vault has not. Doing it again changes nothing. */
export function merge(
  draft: Draft,
  known: ReadonlyMap<string, Known>,
  incoming: readonly Incoming[],
): Merged {
  const merged = { added: 0, newer: 0, both: 0, same: 0 };
  for (const { id, content } of incoming) {
    const here = known.get(id);
    const mine = here?.content;
    if (here === undefined) {
      draft.put.set(id, { version: firstVersion(), content });
      merged.added++;
    } else if (mine === null || mine === undefined) {
      // What lies here under its id cannot be opened, and stays. A second time its copy is recognised.
      if (has(known, draft, content)) merged.same++;
      else {
        draft.put.set(newId(), { version: firstVersion(), content });
        merged.added++;
      }
    } else if (equal(mine.writing, content.writing)) {
      merged.same++;
    } else if (covers(mine.clock, content.clock) && !covers(content.clock, mine.clock)) {
      merged.same++;
    } else if (covers(content.clock, mine.clock) && !covers(mine.clock, content.clock)) {
      draft.put.set(id, { version: here.version + 1, content });
      merged.newer++;
    } else {
      // One that stands here has now seen the other, so that the same file brings no second copy.
      const clock = ticked(joined(mine.clock, content.clock), draft.about.device);
      draft.put.set(id, { version: here.version + 1, content: { ...mine, clock } });
      draft.put.set(newId(), { version: firstVersion(), content });
      merged.both++;
    }
  }
  return merged;
}

export function ticked(clock: Clock, device: string): Clock {
  return { ...clock, [device]: (clock[device] ?? 0) + 1 };
}

export function equal(one: Writing, other: Writing): boolean {
  return one === other || flat(one) === flat(other);
}

/** Its parts in one order, whatever order they came in. */
export function flat(writing: Writing): string {
  const { title, text, date, meeting, tags, actions, letGo, prompt } = writing;
  const doings = actions.map(({ text: what, done }) => [what, done]);
  return JSON.stringify([title, text, date, meeting, tags, doings, letGo, prompt]);
}

/** Whether the one has seen all that the other has. */
function covers(one: Clock, other: Clock): boolean {
  return Object.entries(other).every(([device, times]) => (one[device] ?? 0) >= times);
}

function joined(one: Clock, other: Clock): Clock {
  const clock: Record<string, number> = { ...one };
  for (const [device, times] of Object.entries(other)) clock[device] = Math.max(clock[device] ?? 0, times);
  return clock;
}

function has(known: ReadonlyMap<string, Known>, draft: Draft, content: Content): boolean {
  const all = [...known.values(), ...draft.put.values()];
  return all.some(
    (one) => one.content !== null && one.content !== undefined && equal(one.content.writing, content.writing),
  );
}
