import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

/**
 * Leaves out the rules of nhsuk-frontend whose classes no file of ours writes out. A class that is put
 * together from pieces would be lost, so none is: they stand whole in the source.
 */
export function usedStyles(sources: string): Plugin {
  return {
    name: "alongside-used-styles",
    apply: "build",
    transform(code, id) {
      return id.endsWith(".scss") ? { code: keepUsed(code, usedClasses(sources)), map: null } : undefined;
    },
  };
}

function usedClasses(sources: string): ReadonlySet<string> {
  const used = new Set<string>();
  for (const file of readdirSync(sources, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".tsx")) continue;
    for (const [name] of readFileSync(join(sources, file), "utf8").matchAll(/nhsuk-[a-z0-9_-]+/g))
      used.add(name);
  }
  return used;
}

/** Reads plain CSS as Sass writes it: at-rules with rules in them, rules, declarations. */
export function keepUsed(css: string, used: ReadonlySet<string>): string {
  const text = css.replace(/\/\*[\s\S]*?\*\//g, "");
  let kept = "";
  for (let at = 0; at < text.length; ) {
    const start = text.slice(at).search(/[{;]/);
    if (start < 0) return kept + text.slice(at);
    const stop = at + start;
    if (text[stop] === ";") {
      kept += text.slice(at, stop + 1);
      at = stop + 1;
      continue;
    }
    const prelude = text.slice(at, stop).trim();
    const end = closing(text, stop);
    const body = text.slice(stop + 1, end);
    kept += block(prelude, body, used);
    at = end + 1;
  }
  return kept;
}

function block(prelude: string, body: string, used: ReadonlySet<string>): string {
  if (/^@(media|supports|layer|container)/.test(prelude)) {
    const inside = keepUsed(body, used);
    return inside.trim() === "" ? "" : `${prelude}{${inside}}`;
  }
  if (prelude.startsWith("@")) return `${prelude}{${body}}`;
  const selectors = prelude.split(/,(?![^(]*\))/).filter((selector) => written(selector, used));
  return selectors.length === 0 ? "" : `${selectors.join(",")}{${body}}`;
}

/** What stands in `:not(…)` need not be there. */
function written(selector: string, used: ReadonlySet<string>): boolean {
  const classes = selector.replace(/:not\([^)]*\)/g, "").matchAll(/\.(nhsuk-[a-z0-9_-]+)/g);
  return [...classes].every(([, name]) => name !== undefined && used.has(name));
}

function closing(text: string, open: number): number {
  let depth = 0;
  let quote = "";
  for (let at = open; at < text.length; at++) {
    const letter = text[at] as string;
    if (quote !== "") quote = letter === quote ? "" : quote;
    else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === "{") depth += 1;
    else if (letter === "}" && --depth === 0) return at;
  }
  return text.length;
}
