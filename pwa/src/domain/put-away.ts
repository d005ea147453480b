import { signal } from "@preact/signals";
import { environment, PUT_AWAY } from "./phone.ts";

/**
 * Notices to all who follow that were put away on this phone. Following is nobody's business, so this is
 * kept here alone, in lines of "id end", until the notice is over or somebody logs out.
 */
export const hidden = signal<ReadonlySet<string>>(new Set());

function read(): Map<string, string> {
  const lines = (environment.memory.get(PUT_AWAY) ?? "").split("\n").filter(Boolean);
  const now = environment.now();
  return new Map(
    lines
      .map((line) => line.split(" ") as [string, string])
      .filter(([, expires]) => Date.parse(expires) > now),
  );
}

function keep(all: ReadonlyMap<string, string>): void {
  const text = [...all].map(([id, expires]) => `${id} ${expires}`).join("\n");
  environment.memory.set(PUT_AWAY, text || undefined);
  hidden.value = new Set(all.keys());
}

/** Another window may have put something away: read again whenever the list is opened. */
export const readHidden = (): void => keep(read());

export const hide = (id: string, expires: string): void => keep(read().set(id, expires));

export function showAgain(id: string): void {
  const all = read();
  all.delete(id);
  keep(all);
}
