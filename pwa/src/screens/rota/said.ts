import type { DayDuty, RotaDay } from "../../domain/rota/month.ts";
import type { FreeWindow } from "../../times/rota/windows.ts";
import { between } from "../../when.ts";
import { classes, kinds, reasons, month as words } from "../../words/rota.ts";

/** A rota's days in words. */

export function dutyWords({ kind, label, times, goesOn }: DayDuty): string {
  const name = label === "" || label === kinds[kind] ? kinds[kind] : label;
  const isPlain = kind === "shift" || label === "";
  const said = isPlain ? name : `${kinds[kind]} (${label})`;
  const all = times === undefined ? said : words.shift(said, between(...times));
  return goesOn && times !== undefined ? `${all}, ${words.goesOn}` : all;
}

/** "5:30pm to 10pm: free, if it suits you (it is a zero day)". */
export function windowWords({ start, end, class: judged, reasons: why }: FreeWindow): string {
  const because = why.map((reason) => reasons[reason]).join("; ");
  const what = because === "" ? classes[judged] : `${classes[judged]} (${because})`;
  return words.window(between(start * 1000, end * 1000), what);
}

export function dutiesSaid({ duties, covered, isPast }: RotaDay): string[] {
  if (duties.length > 0) return duties.map(dutyWords);
  return [covered || isPast ? words.nothing : words.uncovered];
}
