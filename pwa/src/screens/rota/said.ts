import type { DayDuty, RotaDay } from "../../domain/rota/month.ts";
import type { Class } from "../../times/rota/rest.ts";
import type { Reason } from "../../times/rota/rules.ts";
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

/** "free, if it suits you (it is a zero day)": what this phone thinks of a time, for whoever picks it. */
export function judgedWords(found: Class, why: readonly Reason[]): string {
  const because = why.map((reason) => reasons[reason]).join("; ");
  return because === "" ? classes[found] : `${classes[found]} (${because})`;
}

/** "5:30pm to 10pm: free, if it suits you (it is a zero day)". */
export const windowWords = ({ start, end, class: found, reasons: why }: FreeWindow) =>
  words.window(between(start * 1000, end * 1000), judgedWords(found, why));

export function dutiesSaid({ duties, covered, isPast }: RotaDay): string[] {
  if (duties.length > 0) return duties.map(dutyWords);
  return [covered || isPast ? words.nothing : words.uncovered];
}
