import { Lexer, type Token, type Tokens } from "marked";

/**
 * A page's Markdown as a tree of plain data, for a screen to draw. Only what is listed here ever becomes an
 * element: HTML, pictures and tables stay the text that was typed, so nothing in a text can run.
 */

export type Inline =
  | string
  | { kind: "strong" | "em" | "del" | "code"; of: Inline[] }
  | { kind: "link"; to: string; apart: boolean; of: Inline[] }
  | { kind: "break" };

export type Block =
  | { kind: "heading"; level: 2 | 3 | 4; of: Inline[] }
  | { kind: "text"; of: Inline[] }
  | { kind: "list"; start: number | undefined; items: Block[][] }
  | { kind: "quote"; of: Block[] }
  | { kind: "code"; text: string }
  | { kind: "rule" };

/** As the server has it. */
export const LONGEST = 20_000;
/** What is nested deeper stays text: a person meant it so hardly ever, and it would fill the stack. */
const DEEPEST = 12;

/** `markdown` as blocks; whatever the parser gives up on stays plain paragraphs. */
export function readPage(markdown: string): Block[] {
  try {
    const level = { last: 1 };
    return blocks(new Lexer({ gfm: true }).lex(markdown), level, 0);
  } catch {
    return markdown.split(/\n{2,}/).map((text) => ({ kind: "text", of: [text] }));
  }
}

interface Level {
  /** Of the heading before: none is left out on the way down, and the page's title has the first. */
  last: number;
}

function blocks(tokens: readonly Token[], level: Level, depth: number): Block[] {
  return tokens.flatMap((token) => block(token, level, depth) ?? []);
}

function block(token: Token, level: Level, depth: number): Block | undefined {
  if (depth > DEEPEST) return written(token.raw);
  switch (token.type) {
    case "space":
    case "def":
      return undefined;
    case "heading": {
      const { depth: rank } = token as Tokens.Heading;
      level.last = Math.max(2, Math.min(rank + 1, level.last + 1, 4));
      return { kind: "heading", level: level.last as 2 | 3 | 4, of: inlines(token.tokens, depth) };
    }
    case "paragraph":
    case "text":
      return { kind: "text", of: inlines(token.tokens ?? [token], depth) };
    case "list": {
      const list = token as Tokens.List;
      const start = list.ordered ? Number(list.start) : undefined;
      return { kind: "list", start, items: list.items.map((item) => blocks(item.tokens, level, depth + 1)) };
    }
    case "blockquote":
      return { kind: "quote", of: blocks(token.tokens ?? [], level, depth + 1) };
    case "code":
      return { kind: "code", text: String((token as Tokens.Code).text) };
    case "hr":
      return { kind: "rule" };
    default:
      return written(token.raw);
  }
}

/** As it was typed. */
function written(raw: string): Block | undefined {
  return raw.trim() === "" ? undefined : { kind: "text", of: [raw.trim()] };
}

function inlines(tokens: readonly Token[] | undefined, depth: number): Inline[] {
  return (tokens ?? []).map((token) => inline(token, depth + 1));
}

function inline(token: Token, depth: number): Inline {
  if (depth > DEEPEST) return token.raw;
  switch (token.type) {
    case "escape":
      return (token as Tokens.Escape).text;
    case "text":
      return (token as Tokens.Text).text;
    case "strong":
    case "em":
    case "del":
      return { kind: token.type, of: inlines(token.tokens, depth) };
    case "codespan":
      return { kind: "code", of: [(token as Tokens.Codespan).text] };
    case "br":
      return { kind: "break" };
    case "link": {
      const way = whereTo((token as Tokens.Link).href);
      return way === undefined ? token.raw : { kind: "link", ...way, of: inlines(token.tokens, depth) };
    }
    default:
      return token.raw;
  }
}

const HERE = "https://here.invalid";

/**
 * Where a link of a page may lead: a secure page elsewhere, an email address, or a page of the app by its
 * path. The browser's own reading of the address is used, so that it cannot read it otherwise.
 */
export function whereTo(address: string): { to: string; apart: boolean } | undefined {
  let url: URL;
  try {
    url = new URL(address, HERE);
  } catch {
    return undefined;
  }
  if (url.origin === HERE) {
    if (!address.startsWith("/") || /^\/(?:api|reflections)\b/i.test(url.pathname)) return undefined;
    return { to: `${url.pathname}${url.search}${url.hash}`, apart: false };
  }
  if (url.username !== "" || url.password !== "") return undefined;
  if (url.protocol === "https:") return { to: url.href, apart: true };
  if (url.protocol === "mailto:" && /^[^\s@?]+@[^\s@?]+$/.test(url.pathname))
    return { to: `mailto:${url.pathname}`, apart: true };
  return undefined;
}
