/** All reflections, newest first: searched as one types, narrowed by tag, thirty at a time. */

import { openActions } from "./actions.ts";
import { backupCard } from "./backup.ts";
import { button, type Child, field, fill, h, line, p, rows } from "./dom.ts";
import { say, show } from "./frame.ts";
import { more } from "./more.ts";
import { read } from "./read.ts";
import { type Entry, find, tagsOf } from "./search.ts";
import { entries, nameOf, theState } from "./store.ts";
import * as words from "./words.ts";
import { write } from "./write.ts";

const AT_ONCE = 30;
/** What was sought stays while one is read and left again; it is nowhere but here. */
let sought = "";
let tag: string | null = null;

/** `note`: what was just found out, said once. */
export function list(note?: string): void {
  const again = () => list();
  const into = h("div", {});
  let redraw: (() => void) | null = null;
  const draw = () => {
    if (entries().length > 0 && redraw !== null) return redraw();
    const made = entries().length > 0 ? found() : null;
    redraw = made?.redraw ?? null;
    fill(into, ...(made?.nodes ?? [p(words.empty)]));
  };
  const damaged = theState()?.unreadable ?? 0;
  const date = theState()?.date ?? null;
  const about = date !== null && !entries().some(({ kept }) => kept.writing.meeting === date) ? date : null;
  show(
    words.name,
    [
      note !== undefined && p(note, "saved"),
      damaged > 0 && p(words.unreadable(damaged), "saved"),
      backupCard(again),
      about !== null && button(words.writeMeeting(about), () => write(null, again, about), "first"),
      button(words.write, () => write(null, again), about === null ? "first" : "second"),
      h(
        "div",
        { class: "between" },
        button(words.openActions, () => openActions(again), "plain"),
        button(words.keysAndBackup, () => more(again), "plain"),
      ),
      into,
    ],
    { changed: draw },
  );
  draw();
}

/** The two ways to narrow, and below them what they leave. */
function found(): Narrowed {
  return narrowed((some) =>
    rows(
      ...some.map(({ kept }) => {
        const made = button("", () => read(kept.id, () => list()), "row");
        const { date, tags } = kept.writing;
        fill(
          made,
          h("strong", {}, nameOf(kept.writing)),
          h("span", { class: "quiet" }, [words.day(date), ...tags].join(" · ")),
        );
        return made;
      }),
    ),
  );
}

interface Narrowed {
  readonly nodes: readonly Child[];
  /** Draw again what they leave, for the list has changed; the fields stay as they are. */
  readonly redraw: () => void;
}

export function narrowed(draw: (some: readonly Entry[]) => Node): Narrowed {
  const below = h("div", {});
  const tags = tagsOf(entries());
  if (tag !== null && !tags.includes(tag)) tag = null;
  let shown = AT_ONCE;
  const redraw = () => {
    const some = find(entries(), sought, tag);
    fill(
      below,
      some.length > 0 ? draw(some.slice(0, shown)) : p(words.noneMatch),
      some.length > shown && button(words.more, moreOfThem),
    );
    return some.length;
  };
  const moreOfThem = () => {
    const from = shown;
    shown += AT_ONCE;
    redraw();
    below.querySelectorAll<HTMLElement>("li > *")[from]?.focus();
  };
  let heard: ReturnType<typeof setTimeout> | undefined;
  const anew = () => {
    shown = AT_ONCE;
    const count = redraw();
    clearTimeout(heard);
    heard = setTimeout(() => say(words.found(count)), 800);
  };
  const typed = line(words.search, null, {
    type: "search",
    value: sought,
    input: () => {
      sought = typed.box.value;
      anew();
    },
  });
  const all = [words.anyTag, ...tags].map((name, at) => h("option", { value: at === 0 ? "" : name }, name));
  const chosen = h(
    "select",
    {
      change: () => {
        tag = chosen.value || null;
        anew();
      },
    },
    ...all,
  );
  chosen.value = tag ?? "";
  redraw();
  const filters = h(
    "div",
    { class: "filters unprinted" },
    typed.whole,
    tags.length > 0 && field(words.tag, null, chosen).whole,
  );
  return { nodes: [filters, below], redraw };
}
