/** Reading one, with its actions to mark, and what can be done with it. */
import type { Kept } from "../channel.ts";
import { button, type Child, check, equal, h, p } from "./dom.ts";
import { say, show } from "./frame.ts";
import { type Block, blocks, type Inline } from "./markdown.ts";
import { ask, codeOf, No } from "./port.ts";
import { keep, nameOf, one, take } from "./store.ts";
import * as words from "./words.ts";
import { write } from "./write.ts";

const spans = (of: readonly Inline[]): Child[] =>
  of.map((part) => (typeof part === "string" ? part : h(part.kind, {}, ...spans(part.of))));

const block = (made: Block): HTMLElement => {
  if (made.kind === "quote") return h("blockquote", {}, ...made.of.map(block));
  if ("items" in made) return h(made.kind, {}, ...made.items.map((item) => h("li", {}, ...spans(item))));
  return h(made.kind, {}, ...spans(made.of));
};

/** One as it reads, on the screen and on paper. */
export function shown(
  { writing }: Kept,
  mark?: (at: number, text: string, done: boolean) => Promise<boolean>,
): HTMLElement {
  const { title, date, meeting, tags, text, actions, letGo } = writing;
  return h(
    "article",
    { class: "text" },
    p(words.day(date), "quiet"),
    meeting !== null && p(words.meetingOn(meeting), "quiet"),
    tags.length > 0 && h("ul", { class: "marks" }, ...tags.map((tag) => h("li", { class: "state" }, tag))),
    ...blocks(title.trim() ? text : text.replace(/^\s*#+\s.*/, "")).map(block),
    actions.length > 0 && h("h2", {}, words.actions),
    ...actions.map((action, at) =>
      check(action.text, action.done, (done) => mark?.(at, action.text, done) ?? false),
    ),
    letGo !== null && p(words.letGoOn(letGo), "quiet"),
  );
}

export function read(id: string, back: () => void): void {
  const kept = one(id);
  if (kept === null) {
    show(words.untitled, [p(words.refusals["not-found"])], { back });
    return;
  }
  const again = () => read(id, back);
  show(
    nameOf(kept.writing),
    [
      shown(kept, (...one) => mark(id, ...one)),
      h(
        "div",
        { class: "acts unprinted" },
        button(words.edit, () => write(one(id) ?? kept, (now) => read(now ?? id, back)), "first"),
        button(words.print, () => print()),
        button(words.deleteOne, () => askDelete(kept, again, back)),
      ),
    ],
    { back },
  );
}

let turn: Promise<unknown> = Promise.resolve();
/** Marks one action on the newest version there is, one after another; settles with whether it is kept. */
export function mark(id: string, at: number, text: string, done: boolean): Promise<boolean> {
  const kept = turn.then(async () => {
    try {
      const now = one(id);
      // Another window may have taken it out, or put others before it.
      if (now?.writing.actions[at]?.text !== text) throw new No("not-found");
      const actions = now.writing.actions.map((action, place) =>
        place === at ? { ...action, done } : action,
      );
      await keep(now, { actions });
      say(words.saved);
      return true;
    } catch (no) {
      say(words.refusals[codeOf(no)]);
      return false;
    }
  });
  turn = kept;
  return kept;
}

function askDelete(kept: Kept, again: () => void, back: () => void): void {
  show(
    words.deleteAsk,
    [
      p(nameOf(kept.writing)),
      p(words.deleteWhy),
      equal(
        button(words.deleteOne, async () => {
          await ask("delete", { id: kept.id });
          take(kept.id);
          back();
          say(words.deleted);
        }),
        button(words.keep, again),
      ),
    ],
    { back: again },
  );
}
