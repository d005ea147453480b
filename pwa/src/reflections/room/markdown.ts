/**
 * Simple Markdown as plain data: headings, lists, quotes, bold and emphasis. A link stays the text it is,
 * for nothing in the room leads out. Whatever is not understood is shown as it was typed.
 */
export type Inline = string | { readonly kind: "strong" | "em"; readonly of: readonly Inline[] };
export type Block =
  | { readonly kind: "h2" | "h3" | "h4" | "p"; readonly of: readonly Inline[] }
  | { readonly kind: "ul" | "ol"; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: "quote"; readonly of: readonly Block[] };

interface Span {
  readonly mark: string;
  readonly of: Inline[];
}
const LETTER = /[\p{L}\p{N}]/u;
const SPACE = /^\s?$/;

/** One walk from left to right, so that the longest text takes no longer than its length. */
export function inline(text: string): readonly Inline[] {
  const all: Inline[] = [];
  /** Begun and not ended yet, outermost first; of each mark at most one. */
  const begun: Span[] = [];
  const now = () => begun.at(-1)?.of ?? all;
  /** A mark that nothing ended was only a character. */
  const undo = () => {
    const span = begun.pop();
    if (span === undefined) return;
    now().push(span.mark);
    for (const one of span.of) now().push(one);
  };
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] !== "*" && text[at] !== "_") continue;
    const single = text[at] ?? "";
    const mark = text.startsWith("**", at) && begun.at(-1)?.mark !== "*" ? "**" : single;
    const before = text[at - 1] ?? "";
    const after = text[at + mark.length] ?? "";
    const last = begun.findIndex((span) => span.mark === mark);
    const apart = (beside: string) => mark === "**" || !LETTER.test(beside);
    const ends = last >= 0 && !SPACE.test(before) && apart(after);
    const begins = last < 0 && !SPACE.test(after) && apart(before);
    if (!ends && !begins) {
      at += mark.length - 1;
      continue;
    }
    if (at > from) now().push(text.slice(from, at));
    at += mark.length - 1;
    from = at + 1;
    if (begins) {
      begun.push({ mark, of: [] });
      continue;
    }
    while (begun.length > last + 1) undo();
    const { of } = begun.pop() ?? { of: [] };
    now().push(of.length === 0 ? mark + mark : { kind: mark === "**" ? "strong" : "em", of });
  }
  if (from < text.length) now().push(text.slice(from));
  while (begun.length > 0) undo();
  return all;
}

/** Quotes in quotes in quotes: beyond this they stay text. */
const DEEPEST = 4;
const HEADING = /^(#{1,6})\s+(\S.*)$/;
const ITEM = /^\s*(?:([-*+])|\d{1,9}[.)])\s+(.*)$/;
const QUOTE = /^\s*>\s?/;

export function blocks(text: string, deep = 0): readonly Block[] {
  const made: Block[] = [];
  const lines = text.split(/\r?\n/);
  let level = 1;
  const quoted = (line: string) => deep < DEEPEST && QUOTE.test(line);
  for (let at = 0; at < lines.length; ) {
    const now = lines[at] ?? "";
    const head = HEADING.exec(now);
    if (now.trim() === "") at += 1;
    else if (head !== null) {
      // Never more than one level deeper than the one before, so that a voice can walk them.
      level = Math.min(level + 1, (head[1]?.length ?? 1) + 1, 4);
      made.push({ kind: `h${level as 2 | 3 | 4}`, of: inline(head[2] ?? "") });
      at += 1;
    } else if (quoted(now)) {
      const from = at;
      while (at < lines.length && quoted(lines[at] ?? "")) at += 1;
      const inner = lines.slice(from, at).map((one) => one.replace(QUOTE, ""));
      made.push({ kind: "quote", of: blocks(inner.join("\n"), deep + 1) });
    } else if (ITEM.test(now)) {
      const dashes = ITEM.exec(now)?.[1] !== undefined;
      const items: string[] = [];
      for (; at < lines.length; at += 1) {
        const item = ITEM.exec(lines[at] ?? "");
        if (item !== null && (item[1] !== undefined) === dashes) items.push(item[2] ?? "");
        else if (item === null && /^\s+\S/.test(lines[at] ?? "")) {
          items.push(`${items.pop()}\n${lines[at]?.trim()}`);
        } else break;
      }
      made.push({ kind: dashes ? "ul" : "ol", items: items.map(inline) });
    } else {
      const from = at;
      const goesOn = (one: string) =>
        one.trim() !== "" && !HEADING.test(one) && !quoted(one) && !ITEM.test(one);
      while (at < lines.length && goesOn(lines[at] ?? "")) at += 1;
      made.push({ kind: "p", of: inline(lines.slice(from, at).join("\n")) });
    }
  }
  return made;
}
