import type { Environment } from "../sync/environment.ts";

/** The codes of events that this doctor was at, by event: on this phone alone, until they log out. */

const KEY = "alongside-attended";

type Memory = Environment["memory"];

export function codesKnown(memory: Memory): Readonly<Record<string, string>> {
  try {
    const held: unknown = JSON.parse(memory.get(KEY) ?? "{}");
    return typeof held === "object" && held !== null ? (held as Record<string, string>) : {};
  } catch {
    return {};
  }
}

export function rememberCode(memory: Memory, event: string, code: string): void {
  memory.set(KEY, JSON.stringify({ ...codesKnown(memory), [event]: code }));
}

export function forgetCodes(memory: Memory): void {
  memory.set(KEY, undefined);
}
