import { HOUR, type Zone } from "../zones.ts";
import { type Duty, resolve } from "./duty.ts";
import { nightRuns } from "./nights.ts";
import { RULES, type Rules } from "./rules.ts";
import { spansOf } from "./spans.ts";

/**
 * When a phone had better say nothing: from the first night of a run until the rest after its last is over.
 * In milliseconds, without what is past.
 */
export function quietSpans(
  duties: readonly Duty[],
  home: Zone,
  now: number,
  rules: Rules = RULES,
): [from: number, to: number][] {
  const worked = duties
    .flatMap((duty) => resolve(duty, home) ?? [])
    .filter(({ kind }) => kind === "shift" || kind === "oncall_resident")
    .sort((one, other) => one.start - other.start);
  const rested = rules.afterNightsHours * HOUR;
  const spans = spansOf(
    nightRuns(worked, home, rules).flatMap((run) => {
      const first = run[0]?.start;
      return first === undefined ? [] : [[first, Math.max(...run.map(({ end }) => end)) + rested] as const];
    }),
  );
  const found: [number, number][] = [];
  for (let place = 0; place + 1 < spans.length; place += 2) {
    const from = (spans[place] as number) * 1000;
    const to = (spans[place + 1] as number) * 1000;
    if (to > now) found.push([from, to]);
  }
  return found;
}
