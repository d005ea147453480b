import type { Environment } from "../../sync/environment.ts";
import { keepQuiet } from "../../sync/quiet.ts";
import { quietSpans } from "../../times/rota/quiet.ts";
import type { Zone } from "../../times/zones.ts";
import { type Kept, readKept } from "./keeping.ts";

/** The service worker is told of nothing but when to be quiet. `now` is in milliseconds. */
export function hush(
  world: Pick<Environment, "indexedDB">,
  kept: Kept,
  home: Zone,
  now: number,
): Promise<void> {
  const duties = kept.sources.flatMap((source) => source.duties);
  return keepQuiet(world, quietSpans(duties, home, now));
}

/** Anew, of what this account keeps here: the worker forgets with a log-in, and may know another doctor's. */
export async function hushFor(
  world: Pick<Environment, "indexedDB">,
  account: string,
  home: Zone,
  now: number,
): Promise<void> {
  await hush(world, await readKept(world, account), home, now);
}
