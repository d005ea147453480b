import { computed, effect, signal } from "@preact/signals";
import { forgetQuiet } from "../sync/quiet.ts";
import type { Nation } from "../times/holidays.ts";
import { type Duty, firstDay, isTimed } from "../times/rota/duty.ts";
import type { Found } from "../times/rota/reading/result.ts";
import type { Rested } from "../times/rota/rest.ts";
import type { Mentor } from "../times/suggest.ts";
import { dateText, type Zone, zone } from "../times/zones.ts";
import { environment, phone } from "./phone.ts";
import { hush, hushFor } from "./rota/hushing.ts";
import { forget, type Kept, keep, NOTHING, readKept, type Source } from "./rota/keeping.ts";
import {
  type Coverage,
  coverageOf,
  type Restedness,
  restednessAt,
  restFor,
  type Suggested,
  suggestedOf,
} from "./rota/reach.ts";

/**
 * A doctor's rota, for that doctor on this phone alone: it is judged by here, and never sent. The only thing
 * that leaves the phone is a time that the person picked, and nothing says why they did.
 */

/** Undefined until it has been read from this phone. */
export const rota = signal<Kept | undefined>(undefined);

/** This phone cannot keep a rota just now, or cannot read it: a private window, or a full phone. */
export const closed = signal(false);

effect(() => {
  const account = phone.value?.account;
  rota.value = undefined;
  if (account !== undefined) void look(account);
});
environment.listen((event) => {
  // Another window may have changed it.
  if (event === "visible" && phone.peek() !== undefined) void look(phone.peek()?.account ?? "");
});

async function look(account: string): Promise<void> {
  try {
    const kept = await readKept(environment, account);
    if (phone.peek()?.account !== account) return;
    closed.value = false;
    if (JSON.stringify(kept) !== JSON.stringify(rota.peek())) rota.value = kept;
    await quieten(kept);
  } catch {
    closed.value = true;
  }
}

/** Where this doctor is now: whose morning and evening count. */
export const here = (): Zone => zone(Intl.DateTimeFormat().resolvedOptions().timeZone);

export const rest = computed<Rested>(() => restFor(rota.value ?? NOTHING, here()));

/** How far the rota on this phone reaches. `now` is in milliseconds, as everywhere below. */
export const coverage = (now: number): Coverage => coverageOf(rota.value ?? NOTHING, here(), now);

/** What this phone thinks of meetings of some minutes that begin at these instants, in seconds. Guidance only. */
export const restedness = (starts: readonly number[], minutes: number, now: number): Restedness[] =>
  restednessAt(starts, minutes, rest.value, coverage(now));

/** The three of these mentors' free starts that suit the rota best; the same lists give the same three. */
export const suggested = (mentors: readonly Mentor[], minutes: number, now: number): Suggested[] =>
  suggestedOf(mentors, minutes, rest.value, coverage(now));

/** Puts it in place of what the same source brought before. */
export async function bring(source: Source, legend?: string): Promise<void> {
  const kept = await mine();
  const others = kept.sources.filter(({ id }) => id !== source.id);
  await change({ ...kept, sources: [...others, source], legend: legend ?? kept.legend });
}

/** Without an id everything goes, in one act. Answers how to have it back. */
export async function remove(id?: string): Promise<() => Promise<void>> {
  const before = await mine();
  const left = id === undefined ? [] : before.sources.filter((source) => source.id !== id);
  await change({ ...before, sources: left });
  return () => change(before);
}

export async function setNation(nation: Nation): Promise<void> {
  await change({ ...(await mine()), nation });
}

/** Takes the rota off this phone with whoever leaves it: on logging out, if they like, and on being removed. */
export async function forgetRota(account: string): Promise<void> {
  await forget(environment, account);
  await forgetQuiet(environment).catch(() => {});
  if (phone.peek()?.account === account) rota.value = NOTHING;
}

async function mine(): Promise<Kept> {
  return readKept(environment, account());
}

async function change(kept: Kept): Promise<void> {
  // With the last of it gone there is nothing to keep, the database neither.
  if (kept.sources.length === 0) await forget(environment, account());
  else await keep(environment, account(), kept);
  rota.value = kept;
  await quieten(kept);
}

/** Where that cannot be kept, it is not. */
async function quieten(kept: Kept): Promise<void> {
  await hush(environment, kept, here(), environment.now()).catch(() => {});
}

/** Where the phone is told while the app is closed: when that begins, and whenever the app is opened. */
export async function quietAnew(): Promise<void> {
  const open = phone.peek();
  if (open !== undefined) await hushFor(environment, open.account, here(), environment.now()).catch(() => {});
}

function account(): string {
  const open = phone.peek();
  if (open === undefined) throw new Error("No account is open on this phone.");
  return open.account;
}

/** What was read, as it is kept. Wall times are those of where it was read, wherever the phone goes next. */
export function sourceFrom(
  kind: Source["kind"],
  id: string,
  name: string,
  found: Pick<Found, "duties" | "unread" | "through">,
): Source {
  const home = here().name;
  const duties = found.duties.map(
    (duty): Duty => (isTimed(duty) && duty.tz === undefined ? { ...duty, tz: home } : duty),
  );
  return {
    id: `${kind}:${id}`,
    kind,
    name,
    at: environment.now(),
    since: duties.length > 0 ? dateText(Math.min(...duties.map(firstDay))) : undefined,
    through: found.through,
    duties,
    unread: found.unread.length,
  };
}

/** A browser calls the second download of a file "rota (1).ics": it is the same one. */
export const fileId = (file: string) =>
  file
    .replace(/(?:\s*\(\d+\)|[ _-]?copy)?(\.[a-z0-9]+)?$/i, "")
    .trim()
    .toLowerCase();
