import type { Duty } from "../../../pwa/src/times/rota/duty.ts";
import type { Reason } from "../../../pwa/src/times/rota/rules.ts";

/**
 * The rules of a rested doctor in London once more, as slowly and plainly as they can be said: by the minute,
 * with no sorted lists, no searching and no time zone tables. What the engine says is compared with this.
 */
const HOUR = 60;
const DAY = 24 * HOUR;

/** Minutes since 1970 of the last Sunday of a month, 1:00 UTC: when London's clocks change. */
function change(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month + 1, 0));
  return Date.UTC(year, month, last.getUTCDate() - last.getUTCDay(), 1) / 60_000;
}
function ahead(at: number): number {
  const year = new Date(at * 60_000).getUTCFullYear();
  return at >= change(year, 2) && at < change(year, 9) ? HOUR : 0;
}
const local = (at: number) => at + ahead(at);
const read = (text: string) => Date.parse(text.length > 10 ? `${text}Z` : `${text}T00:00Z`) / 60_000;
/** Every minute whose clock reads so; in a gap, the two that a clock not yet or already changed would mean. */
function meanings(text: string): number[] {
  const wall = read(text);
  const real = [wall - HOUR, wall].filter((at) => local(at) === wall);
  return real.length > 0 ? real : [wall - HOUR, wall];
}
const earliest = (text: string) => Math.min(...meanings(text));
const latest = (text: string) => Math.max(...meanings(text));

interface Stretch {
  kind: Duty["kind"];
  from: number;
  to: number;
}

export function plainRest(duties: readonly Duty[], holidays: readonly string[]) {
  const all: Stretch[] = duties.map((duty) =>
    "start" in duty
      ? { kind: duty.kind, from: earliest(duty.start), to: latest(duty.end) }
      : { kind: duty.kind, from: earliest(duty.from), to: latest(duty.to) },
  );
  const worked = all
    .filter(({ kind }) => kind === "shift" || kind === "oncall_resident")
    .sort((one, other) => one.from - other.from);

  const isNight = ({ from, to }: Stretch) => {
    let inside = 0;
    for (let at = from; at < to; at++) {
      const minute = local(at) % DAY;
      if (minute >= 23 * HOUR || minute < 6 * HOUR) inside += 1;
    }
    return inside >= 3 * HOUR;
  };
  const night = new Map(worked.map((one) => [one, isNight(one)]));
  const runs: Stretch[][] = [];
  worked.forEach((one, place) => {
    if (!night.get(one)) return;
    const before = worked[place - 1];
    const run = before !== undefined && night.get(before) ? runs.at(-1) : undefined;
    if (run?.some(({ to }) => one.from - to < 24 * HOUR)) run.push(one);
    else runs.push([one]);
  });

  const dayOf = (at: number) => Math.floor(local(at) / DAY);
  const longDays = worked.filter((one) => one.to - one.from > 10 * HOUR && !night.get(one));
  const hasLong = (day: number) => longDays.some((one) => dayOf(one.from) === day);
  const over: number[] = [];
  for (const one of longDays) {
    const day = dayOf(one.from);
    const four = [0, 1, 2, 3].every((back) => hasLong(day - back));
    if (four && !hasLong(day + 1))
      over.push(Math.max(...longDays.filter((other) => dayOf(other.from) === day).map(({ to }) => to)));
  }

  const within = (at: number, from: number, to: number) => at >= from && at < to;
  const ends = (run: Stretch[]) => Math.max(...run.map(({ to }) => to));
  function minuteReasons(at: number): Reason[] {
    const found: Reason[] = [];
    const is = (reason: Reason, holds: boolean) => holds && found.push(reason);
    is(
      "duty",
      worked.some(({ from, to }) => within(at, from - 30, to + 30)),
    );
    for (const kind of ["leave", "zero", "nwd"] as const)
      is(
        kind,
        all.some((one) => one.kind === kind && within(at, one.from, one.to)),
      );
    is(
      "oncall",
      all.some((one) => one.kind === "oncall_home" && within(at, one.from, one.to)),
    );
    for (const run of runs) {
      const [first, last] = [run[0], run.at(-1)] as [Stretch, Stretch];
      run.forEach((one, place) => {
        const next = run[place + 1];
        is("between-nights", next !== undefined && within(at, one.to, next.from));
      });
      is("pre-night", within(at, first.from - 6 * HOUR, first.from));
      is("post-nights", within(at, last.to, ends(run) + 24 * HOUR));
      is("recovery", within(at, ends(run) + 24 * HOUR, ends(run) + 46 * HOUR));
      is("prenight_day", at < first.from && dayOf(at) === dayOf(first.from));
    }
    is(
      "after_run",
      over.some((end) => within(at, end, end + 48 * HOUR)),
    );
    return found;
  }

  return (from: number, minutes: number): { class: string; reasons: Reason[]; cost: number | undefined } => {
    const to = from + minutes;
    const found = new Set<Reason>();
    for (let at = from; at < to; at++) for (const reason of minuteReasons(at)) found.add(reason);
    const clock = local(from) % DAY;
    if (clock < 8 * HOUR || local(to) - (local(from) - clock) > 22 * HOUR) found.add("quiet");
    const before = Math.max(...worked.map((one) => one.to).filter((end) => end <= from));
    const after = Math.min(...worked.map((one) => one.from).filter((start) => start >= to));
    if (after - before < 24 * HOUR && Math.max(from - before, after - to) < 11 * HOUR)
      found.add("daily-rest");
    const day = new Date(dayOf(from) * DAY * 60_000);
    if ([0, 6].includes(day.getUTCDay()) || holidays.includes(day.toISOString().slice(0, 10)))
      found.add("offday");
    if (clock < 9 * HOUR || clock >= 20 * HOUR) found.add("edge");
    const no = (
      ["between-nights", "daily-rest", "duty", "leave", "post-nights", "pre-night", "quiet"] as const
    ).filter((reason) => found.has(reason));
    if (no.length > 0) return { class: "no", reasons: no, cost: undefined };
    const weight = {
      recovery: 3,
      oncall: 4,
      zero: 2,
      nwd: 5,
      offday: 2,
      edge: 1,
      prenight_day: 1,
      after_run: 2,
    };
    const reasons = [...found].sort();
    const cost = reasons.reduce((sum, reason) => sum + weight[reason as keyof typeof weight], 0);
    return { class: cost <= 1 ? "ok" : cost < 5 ? "ask" : "only-if-chosen", reasons, cost };
  };
}
