/**
 * Simple Markdown as plain data: headings, lists, quotes, bold and emphasis. A link stays the text it is,
 * for nothing in the room leads out. Whatever is not understood is shown as it was typed.
 */
export type Inline = string | { readonly kind: "strong" | "em"; readonly of: readonly Inline[] };
export type Block =
  | { readonly kind: "h2" | "h3" | "h4" | "p"; readonly of: readonly Inline[] }
  | { readonly kind: "ul" | "ol"; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: "quote"; readonly of: readonly Block[] };

const MARK =
  /\*\*(?=\S)(.+?\S|\S)\*\*(?!\*)|(?<![\p{L}\p{N}*])([*_])(?=[^\s*_])(.*?[^\s*_])\2(?![\p{L}\p{N}*])/su;

export function inline(text: string): readonly Inline[] {
  const found = MARK.exec(text);
  if (found === null) return text === "" ? [] : [text];
  const rest = inline(text.slice(found.index + found[0].length));
  const one: Inline =
    found[1] === undefined
      ? { kind: "em", of: inline(found[3] ?? "") }
      : { kind: "strong", of: inline(found[1]) };
  return [...(found.index > 0 ? [text.slice(0, found.index)] : []), one, ...rest];
}

const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const ITEM = /^\s*(?:([-*+])|\d{1,9}[.)])\s+(.*)$/;
const QUOTE = /^\s*>\s?/;

export function blocks(text: string): readonly Block[] {
  const made: Block[] = [];
  const lines = text.split(/\r?\n/);
  let level = 1;
  for (let at = 0; at < lines.length; ) {
    const now = lines[at] ?? "";
    const head = HEADING.exec(now);
    if (now.trim() === "") at += 1;
    else if (head !== null) {
      // Never more than one level deeper than the one before, so that a voice can walk them.
      level = Math.min(level + 1, (head[1]?.length ?? 1) + 1, 4);
      made.push({ kind: `h${level as 2 | 3 | 4}`, of: inline(head[2] ?? "") });
      at += 1;
    } else if (QUOTE.test(now)) {
      const from = at;
      while (at < lines.length && QUOTE.test(lines[at] ?? "")) at += 1;
      const inner = lines.slice(from, at).map((one) => one.replace(QUOTE, ""));
      made.push({ kind: "quote", of: blocks(inner.join("\n")) });
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
        one.trim() !== "" && !HEADING.test(one) && !QUOTE.test(one) && !ITEM.test(one);
      while (at < lines.length && goesOn(lines[at] ?? "")) at += 1;
      made.push({ kind: "p", of: inline(lines.slice(from, at).join("\n")) });
    }
  }
  return made;
}
