/** The lines of an iCalendar file: folded lines joined, names and parameters taken apart. */
export interface Line {
  readonly name: string;
  readonly params: ReadonlyMap<string, string>;
  readonly value: string;
}

/** A broken line is undefined; the entry that it stands in decides what that costs. */
export function lineFrom(text: string): Line | undefined {
  const colon = outside(text, ":");
  if (colon < 1) return undefined;
  const [name = "", ...rest] = apart(text.slice(0, colon), ";");
  if (!/^[A-Za-z0-9-]+$/.test(name)) return undefined;
  const params = new Map<string, string>();
  for (const param of rest) {
    const equals = param.indexOf("=");
    if (equals > 0)
      params.set(param.slice(0, equals).toUpperCase(), param.slice(equals + 1).replace(/^"|"$/g, ""));
  }
  return { name: name.toUpperCase(), params, value: text.slice(colon + 1) };
}

/** Lines in order; one that begins with a space goes on with the one before. */
export function* linesOf(text: string): Generator<string> {
  let open: string[] = [];
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (/^[ \t]/.test(line) && open.length > 0) open.push(line.slice(1));
    else {
      if (open.length > 0) yield open.join("");
      open = line.trim() === "" ? [] : [line];
    }
  }
  if (open.length > 0) yield open.join("");
}

/** TEXT as people read it, on one line. */
export const plainText = (value: string) =>
  value
    .replace(/\\[nN]/g, " ")
    .replace(/\\(.)/g, "$1")
    .replace(/\s+/g, " ")
    .trim();

/** The first such letter that no quotes enclose; -1 for none. */
function outside(text: string, letter: string, from = 0): number {
  let quoted = false;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '"') quoted = !quoted;
    else if (text[at] === letter && !quoted) return at;
  }
  return -1;
}

function apart(text: string, letter: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = outside(text, letter); at >= 0; at = outside(text, letter, from)) {
    parts.push(text.slice(from, at));
    from = at + 1;
  }
  return [...parts, text.slice(from)];
}
