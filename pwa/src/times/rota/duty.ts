import { DAY, midnight, wallFrom, type Zone, zone } from "../zones.ts";

/**
 * What a doctor's rota says of one stretch of time. It stays on the phone: no type of the contract knows it.
 * Shifts and on-calls have wall times, "2026-06-02T08:00", read in their own zone or the rota's. Leave, zero
 * and non-working days have dates; the end is the day after the last.
 */
export type Duty = Timed | Dated;

export const TIMED = ["shift", "oncall_resident", "oncall_home"] as const;
export const DATED = ["leave", "zero", "nwd"] as const;

export interface Timed {
  readonly kind: (typeof TIMED)[number];
  readonly label?: string;
  readonly start: string;
  readonly end: string;
  readonly tz?: string;
}

export interface Dated {
  readonly kind: (typeof DATED)[number];
  readonly label?: string;
  readonly from: string;
  readonly to: string;
}

export type Kind = Duty["kind"];

export const isTimed = (duty: Duty): duty is Timed => (TIMED as readonly string[]).includes(duty.kind);

/** A duty as instants, in seconds: from the first that belongs to it to the first that does not. */
export interface Stretch {
  readonly kind: Kind;
  readonly start: number;
  readonly end: number;
}

/**
 * Where the clocks change, a duty starts at the earlier and ends at the later instant that its times can
 * mean. Undefined for times that do not exist or that end before they begin.
 */
export function resolve(duty: Duty, home: Zone): Stretch | undefined {
  const there = isTimed(duty) && duty.tz !== undefined ? zone(duty.tz) : home;
  const from = wallFrom(isTimed(duty) ? duty.start : duty.from);
  const to = wallFrom(isTimed(duty) ? duty.end : duty.to);
  if (from === undefined || to === undefined) return undefined;
  const start = there.earlier(from);
  const end = there.later(to);
  return end > start ? { kind: duty.kind, start, end } : undefined;
}

/** The first date that a duty says something of, as its midnight. */
export const firstDay = (duty: Duty) => midnight(wallFrom(isTimed(duty) ? duty.start : duty.from) ?? 0);

/** The last date that a duty says something of, as its midnight: of a night, the one on which it begins. */
export function lastDay(duty: Duty): number {
  if (!isTimed(duty)) return (wallFrom(duty.to) ?? 0) - DAY;
  return midnight(wallFrom(duty.start) ?? 0);
}

export interface Window {
  readonly start: string;
  readonly end: string;
  readonly tz?: string;
}

/** Free time the other way round: it starts at the later and ends at the earlier instant. */
export function resolveFree(free: Window, home: Zone): { start: number; end: number } | undefined {
  const there = free.tz === undefined ? home : zone(free.tz);
  const from = wallFrom(free.start);
  const to = wallFrom(free.end);
  if (from === undefined || to === undefined) return undefined;
  return { start: there.later(from), end: there.earlier(to) };
}

/** Every start on the grid, reckoned from the window's own, from which a meeting ends in time. */
export function startsIn(free: { start: number; end: number }, length: number, grid: number): number[] {
  const starts: number[] = [];
  for (let at = free.start; at + length <= free.end; at += grid) starts.push(at);
  return starts;
}
