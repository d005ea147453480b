import { HOUR, MINUTE, midnight, wallFrom, weekday, type Zone } from "../zones.ts";
import type { Duty, Stretch } from "./duty.ts";
import { resolve } from "./duty.ts";
import { longRunEnds, nightRuns } from "./nights.ts";
import { type BarrierReason, type CostReason, type Reason, RULES, type Rules } from "./rules.ts";
import { firstFrom, type Spans, spansOf, touches } from "./spans.ts";

/**
 * Whether a doctor is free and rested for a meeting: guidance for that doctor, never a verdict on a rota.
 * Everything is worked out once into sorted stretches of seconds, so that judging one start is a few
 * searches in short lists. `now` plays no part: the same rota and start always get the same judgement.
 */
export type Class = "no" | "ok" | "ask" | "only-if-chosen";

export interface Judgement {
  readonly class: Class;
  /** In alphabetical order. Only what forbids, where something does. */
  readonly reasons: readonly Reason[];
  /** Undefined where the class is "no". */
  readonly cost: number | undefined;
}

export interface Rested {
  readonly home: Zone;
  /** A meeting is its start and its end, in seconds. */
  judge(start: number, end: number): Judgement;
}

interface Person {
  /** Of the doctor: whose morning and whose weekend it is. */
  readonly home: Zone;
  /** Undefined where none was imported: then only the quiet hours are known. */
  readonly duties: readonly Duty[] | undefined;
  /** Bank holidays, as dates. */
  readonly holidays: readonly string[];
  readonly rules?: Rules;
}

export function restOf({ home, duties, holidays, rules = RULES }: Person): Rested {
  const stretches = (duties ?? [])
    .flatMap((duty) => resolve(duty, home) ?? [])
    .sort((one, other) => one.start - other.start);
  const of = (kind: Stretch["kind"]) => stretches.filter((one) => one.kind === kind);
  const worked = stretches.filter(({ kind }) => kind === "shift" || kind === "oncall_resident");
  const runs = nightRuns(worked, home, rules);
  const plain = (all: readonly Stretch[]) => spansOf(all.map(({ start, end }) => [start, end]));
  const firsts = runs.map(([first]) => (first as Stretch).start);
  // A night inside a longer one begins the rest, and the longer one ends it: more duty never frees a time.
  const lasts = runs.map((run) => ({
    from: (run.at(-1) as Stretch).end,
    over: Math.max(...run.map(({ end }) => end)),
  }));
  const travel = rules.travelMinutes * MINUTE;
  const rested = rules.afterNightsHours * HOUR;

  const barriers: readonly (readonly [BarrierReason, Spans])[] = [
    ["between-nights", spansOf(runs.flatMap(between))],
    ["duty", spansOf(worked.map(({ start, end }) => [start - travel, end + travel]))],
    ["leave", plain(of("leave"))],
    ["post-nights", spansOf(lasts.map(({ from, over }) => [from, over + rested]))],
    ["pre-night", spansOf(firsts.map((start) => [start - rules.beforeNightsHours * HOUR, start]))],
  ];
  const costs: readonly (readonly [CostReason, Spans])[] = [
    [
      "after_run",
      spansOf(longRunEnds(worked, home, rules).map((end) => [end, end + rules.afterRunHours * HOUR])),
    ],
    ["nwd", plain(of("nwd"))],
    ["oncall", plain(of("oncall_home"))],
    ["prenight_day", spansOf(firsts.map((start) => [home.later(midnight(home.wallAt(start))), start]))],
    ["recovery", spansOf(lasts.map(({ over }) => [over + rested, over + rules.recoveryUntilHours * HOUR]))],
    ["zero", plain(of("zero"))],
  ];
  const starts = worked.map(({ start }) => start);
  const ends = worked.map(({ end }) => end).sort((one, other) => one - other);
  const off = new Set(holidays.map((date) => wallFrom(date)));

  /** With too little rest left between the duty before and the duty after, on both sides of the meeting. */
  function cutsRest(start: number, end: number): boolean {
    const before = ends[firstFrom(ends, start + 1) - 1];
    const after = starts[firstFrom(starts, end)];
    if (before === undefined || after === undefined) return false;
    if (after - before >= rules.dailyRestWithinHours * HOUR) return false;
    return Math.max(start - before, after - end) < rules.dailyRestHours * HOUR;
  }

  function judge(start: number, end: number): Judgement {
    const wall = home.wallAt(start);
    const day = midnight(wall);
    const minute = (wall - day) / MINUTE;
    const untilMinute = (home.wallAt(end) - day) / MINUTE;
    const against: Reason[] = [];
    for (const [reason, spans] of barriers) if (touches(spans, start, end)) against.push(reason);
    if (cutsRest(start, end)) against.push("daily-rest");
    if (minute < rules.dayBegins || untilMinute > rules.dayEnds) against.push("quiet");
    if (against.length > 0) return { class: "no", reasons: against.sort(), cost: undefined };
    if (duties === undefined) return RIGHT;

    const reasons: CostReason[] = [];
    for (const [reason, spans] of costs) if (touches(spans, start, end)) reasons.push(reason);
    if (off.has(day) || [0, 6].includes(weekday(day))) reasons.push("offday");
    if (minute < rules.edgeBefore || minute >= rules.edgeFrom) reasons.push("edge");
    const cost = reasons.reduce((sum, reason) => sum + rules.costs[reason], 0);
    return { class: classOf(cost, rules), reasons: reasons.sort(), cost };
  }
  return { home, judge };
}

const RIGHT: Judgement = { class: "ok", reasons: [], cost: 0 };

function classOf(cost: number, rules: Rules): Class {
  if (cost <= rules.okUpTo) return "ok";
  return cost < rules.chosenFrom ? "ask" : "only-if-chosen";
}

/** From the end of each night of a run to the start of the next. */
function between(run: readonly Stretch[]): [number, number][] {
  return run.slice(1).map((next, place) => [(run[place] as Stretch).end, next.start]);
}
