import { DAY, HOUR, MINUTE, midnight, type Zone } from "../zones.ts";
import type { Stretch } from "./duty.ts";
import type { Rules } from "./rules.ts";

/** What a rota's shifts are besides shifts: nights, runs of nights, and long days in a row. */

/** Seconds of a shift that lie in the local night, between 23:00 and 6:00 by the usual rules. */
function nightOf({ start, end }: Stretch, home: Zone, rules: Rules): number {
  let inside = 0;
  for (let day = midnight(home.wallAt(start)) - DAY; day <= home.wallAt(end); day += DAY) {
    const from = home.earlier(day + rules.nightBegins * MINUTE);
    const to = home.later(day + DAY + rules.nightEnds * MINUTE);
    inside += Math.max(0, Math.min(end, to) - Math.max(start, from));
  }
  return inside;
}

/** Runs of nights, each in order; `worked` is in order of start. A shift by day ends a run. */
export function nightRuns(worked: readonly Stretch[], home: Zone, rules: Rules): Stretch[][] {
  const runs: Stretch[][] = [];
  let run: Stretch[] | undefined;
  let over = 0;
  for (const shift of worked) {
    if (nightOf(shift, home, rules) < rules.nightHours * HOUR) {
      run = undefined;
      continue;
    }
    if (run !== undefined && shift.start - over < rules.runHours * HOUR) run.push(shift);
    else {
      run = [shift];
      runs.push(run);
      over = shift.end;
    }
    over = Math.max(over, shift.end);
  }
  return runs;
}

/** The instants at which four or more long days in a row were over. A long night is a night, not a day. */
export function longRunEnds(worked: readonly Stretch[], home: Zone, rules: Rules): number[] {
  const ends: number[] = [];
  let days = 0;
  let last = Number.NEGATIVE_INFINITY;
  let over = 0;
  const close = () => {
    if (days >= rules.longDaysInARow) ends.push(over);
  };
  for (const shift of worked) {
    const isLong = shift.end - shift.start > rules.longHours * HOUR;
    if (!isLong || nightOf(shift, home, rules) >= rules.nightHours * HOUR) continue;
    const day = midnight(home.wallAt(shift.start));
    if (day - last > DAY) {
      close();
      days = 0;
    }
    if (day !== last) days += 1;
    over = day - last > DAY ? shift.end : Math.max(over, shift.end);
    last = day;
  }
  close();
  return ends;
}
