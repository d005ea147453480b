/** Tags as one types them: with commas between, each once, whatever its case. */
import { LIMITS } from "../channel.ts";
import { fold } from "./search.ts";

export function readTags(typed: string): readonly string[] {
  const seen = new Map<string, string>();
  for (const one of typed.split(",")) {
    const tag = one.trim().replace(/\s+/g, " ").slice(0, LIMITS.tag).trim();
    if (tag !== "" && !seen.has(fold(tag))) seen.set(fold(tag), tag);
  }
  return [...seen.values()].slice(0, LIMITS.tags);
}
