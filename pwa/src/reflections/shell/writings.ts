/** Reflections in an open vault: listed, read, kept, deleted. */
import type { Kept, Writing } from "../channel.ts";
import { newId } from "./bytes.ts";
import type { Contents } from "./contents.ts";
import { equal, ticked } from "./merging.ts";
import { Refused } from "./refused.ts";
import { type Content, firstVersion } from "./rows.ts";

/** The newest day first; within a day the one that was begun last. */
export async function listed(contents: Contents): Promise<readonly Kept[]> {
  await contents.load();
  contents.changed = false;
  const all = [...contents.known].flatMap(([id, { version, content }]) =>
    content ? [{ written: content.written, kept: kept(id, version, content) }] : [],
  );
  all.sort((a, b) => later(a.kept.writing.date, b.kept.writing.date) || b.written - a.written);
  return all.map((one) => one.kept);
}

export async function found(contents: Contents, id: string): Promise<Kept | null> {
  await contents.load();
  const known = contents.known.get(id);
  return known?.content ? kept(id, known.version, known.content) : null;
}

/** `now`: epoch milliseconds. One that was changed or deleted meanwhile is kept beside, under a new id. */
export function saved(
  contents: Contents,
  id: string | null,
  version: number,
  writing: Writing,
  now: number,
): Promise<{ kept: Kept; beside: boolean }> {
  return contents.change((draft) => {
    const put = (as: string, next: number, content: Content) => {
      draft.put.set(as, { version: next, content });
      return kept(as, next, content);
    };
    const here = id === null ? undefined : contents.known.get(id);
    if (id !== null && here?.content) {
      const { content } = here;
      // The same words again, such as after an answer that was lost: there is nothing to keep.
      if (equal(content.writing, writing)) return { kept: kept(id, here.version, content), beside: false };
      if (here.version === version) {
        const clock = ticked(content.clock, draft.about.device);
        return { kept: put(id, version + 1, { ...content, writing, clock }), beside: false };
      }
    }
    const content = { writing, clock: ticked({}, draft.about.device), written: now };
    return { kept: put(newId(), firstVersion(), content), beside: id !== null };
  });
}

/** Refuses `not-found`. */
export function deleted(contents: Contents, id: string): Promise<void> {
  return contents.change((draft) => {
    if (!contents.known.get(id)?.content) throw new Refused("not-found");
    draft.remove.add(id);
  });
}

function kept(id: string, version: number, content: Content): Kept {
  return { id, version, writing: content.writing };
}

function later(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? 1 : -1;
}
