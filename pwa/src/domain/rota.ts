import { computed, effect, signal } from "@preact/signals";
import { holidaysOf, type Nation } from "../times/holidays.ts";
import { type Duty, firstDay, isTimed } from "../times/rota/duty.ts";
import type { Found } from "../times/rota/reading/result.ts";
import { type Judgement, type Rested, restOf } from "../times/rota/rest.ts";
import { type Mentor, suggest } from "../times/suggest.ts";
import { dateText, type Zone, zone } from "../times/zones.ts";
import { dateOf } from "../when.ts";
import { environment, phone } from "./phone.ts";
import { forget, type Kept, keep, NOTHING, readKept, type Source } from "./rota/keeping.ts";

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
  } catch {
    closed.value = true;
  }
}

/** Where this doctor is now: whose morning and evening count. */
export const here = (): Zone => zone(Intl.DateTimeFormat().resolvedOptions().timeZone);

export const rest = computed<Rested>(() => {
  const kept = rota.value ?? NOTHING;
  const duties = kept.sources.flatMap(({ duties: all }) => all);
  const known = kept.sources.length > 0;
  return restOf({ home: here(), duties: known ? duties : undefined, holidays: holidaysOf(kept.nation) });
});

/** How far the rota on this phone reaches, as dates: before and after them nothing is known. */
export type Coverage = { known: false } | { known: true; since: string; through: string };

/** `now` is in milliseconds. A rota that has run out is as good as none. */
export function coverage(now: number): Coverage {
  const sources = rota.value?.sources ?? [];
  const since = sources.flatMap((source) => source.since ?? []).sort()[0];
  const through = sources
    .flatMap((source) => source.through ?? [])
    .sort()
    .at(-1);
  if (since === undefined || through === undefined) return { known: false };
  return through < dateOf(now, here().name) ? { known: false } : { known: true, since, through };
}

export const covers = (reach: Coverage, date: string) =>
  reach.known && date >= reach.since && date <= reach.through;

export interface Restedness extends Pick<Judgement, "class" | "reasons"> {
  /** The rota says something of this date; where it does not, only the quiet hours are sure. */
  readonly covered: boolean;
}

/** What this phone thinks of meetings of some minutes that begin at these instants, in seconds. Guidance only. */
export function restedness(starts: readonly number[], minutes: number, now: number): Restedness[] {
  const reach = coverage(now);
  const { home, judge } = rest.value;
  return starts.map((start) => {
    const { class: judged, reasons } = judge(start, start + minutes * 60);
    return { class: judged, reasons, covered: covers(reach, dateOf(start * 1000, home.name)) };
  });
}

export interface Suggested extends Restedness {
  readonly mentor: string;
  /** In seconds. */
  readonly start: number;
}

/** The three of these mentors' free starts that suit the rota best; the same lists give the same three. */
export function suggested(mentors: readonly Mentor[], minutes: number, now: number): Suggested[] {
  const reach = coverage(now);
  const found = suggest({ mentors, minutes, rest: rest.value });
  return found.map(({ mentor, start, judgement: { class: judged, reasons } }) => {
    const covered = covers(reach, dateOf(start * 1000, rest.value.home.name));
    return { mentor, start, class: judged, reasons, covered };
  });
}

/** Puts it in place of what the same source brought before. */
export async function bring(source: Source): Promise<void> {
  const kept = await mine();
  const others = kept.sources.filter(({ id }) => id !== source.id);
  await change({ ...kept, sources: [...others, source] });
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
