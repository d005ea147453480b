/** Every number that being free and rested is judged by. Hours and minutes as they are read; costs are weights. */
export interface Rules {
  readonly travelMinutes: number;
  readonly afterNightsHours: number;
  readonly beforeNightsHours: number;
  /** Minutes of the person's own day. */
  readonly dayBegins: number;
  readonly dayEnds: number;
  readonly dailyRestHours: number;
  /** Two duties further apart than this leave room for a whole rest anyway. */
  readonly dailyRestWithinHours: number;
  readonly recoveryUntilHours: number;
  readonly edgeBefore: number;
  readonly edgeFrom: number;
  /** A shift is a night with this much of it between these minutes of the day. */
  readonly nightHours: number;
  readonly nightBegins: number;
  readonly nightEnds: number;
  readonly longHours: number;
  /** Nights less than this apart belong to one run. */
  readonly runHours: number;
  readonly longDaysInARow: number;
  readonly afterRunHours: number;
  readonly costs: Readonly<Record<CostReason, number>>;
  /** At most this cost is "ok"; at least the other is "only-if-chosen". */
  readonly okUpTo: number;
  readonly chosenFrom: number;
}

export const BARRIERS = [
  "between-nights",
  "daily-rest",
  "duty",
  "leave",
  "post-nights",
  "pre-night",
  "quiet",
] as const;
export const COSTS = [
  "after_run",
  "edge",
  "nwd",
  "offday",
  "oncall",
  "prenight_day",
  "recovery",
  "zero",
] as const;
export type BarrierReason = (typeof BARRIERS)[number];
export type CostReason = (typeof COSTS)[number];
export type Reason = BarrierReason | CostReason;

export const RULES: Rules = {
  travelMinutes: 30,
  afterNightsHours: 24,
  beforeNightsHours: 6,
  dayBegins: 8 * 60,
  dayEnds: 22 * 60,
  dailyRestHours: 11,
  dailyRestWithinHours: 24,
  recoveryUntilHours: 46,
  edgeBefore: 9 * 60,
  edgeFrom: 20 * 60,
  nightHours: 3,
  nightBegins: 23 * 60,
  nightEnds: 6 * 60,
  longHours: 10,
  runHours: 24,
  longDaysInARow: 4,
  afterRunHours: 48,
  costs: { recovery: 3, oncall: 4, zero: 2, nwd: 5, offday: 2, edge: 1, prenight_day: 1, after_run: 2 },
  okUpTo: 1,
  chosenFrom: 5,
};
