/** When the room itself brings something up. Pure: days and times are passed in. */
import type { Kept, State } from "../channel.ts";

const DAYS = 14 * 86_400_000;
const NEW = 10;

/** Whether to offer a backup: something new was written, and it is much, or long ago. `now`: epoch milliseconds. */
export function backupOffered(backup: State["backup"], now: number): boolean {
  if (backup === null || backup.since === 0) return false;
  return backup.since >= NEW || now - (backup.made ?? backup.first ?? now) >= DAYS;
}

/**
 * Those whose day to be let go has passed. They are only asked about: nothing is ever deleted unasked, so a
 * wrong clock can do no more than ask too early.
 */
export const letGoPassed = (all: readonly Kept[], today: string): readonly Kept[] =>
  all.filter(({ writing: { letGo } }) => letGo !== null && letGo < today);
