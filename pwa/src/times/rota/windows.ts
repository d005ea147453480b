import { DAY, MINUTE, midnight, wallFrom } from "../zones.ts";
import type { Class, Rested } from "./rest.ts";
import type { Reason } from "./rules.ts";

/** Time of one kind in which a meeting can begin and end. Seconds. */
export interface FreeWindow {
  readonly start: number;
  /** The last meeting that begins in it is over by then. */
  readonly end: number;
  readonly class: Class;
  readonly reasons: readonly Reason[];
}

/**
 * The free and rested windows of one day of the doctor's, for meetings of some minutes: neighbouring starts
 * that are judged alike, as one. What is forbidden is left out unless it is asked for.
 */
export function windowsOn(
  date: string,
  minutes: number,
  rest: Rested,
  grid = 15,
  forbidden = false,
): FreeWindow[] {
  const day = wallFrom(date);
  if (day === undefined) return [];
  const [from, to] = [rest.home.later(midnight(day)), rest.home.earlier(midnight(day) + DAY)];
  const windows: FreeWindow[] = [];
  let open = false;
  for (let start = from; start < to; start += grid * MINUTE) {
    const judged = rest.judge(start, start + minutes * MINUTE);
    const end = start + minutes * MINUTE;
    const last = windows.at(-1);
    if (!forbidden && judged.class === "no") open = false;
    else if (open && last?.class === judged.class && isSame(last.reasons, judged.reasons)) {
      windows[windows.length - 1] = { ...last, end };
    } else {
      windows.push({ start, end, class: judged.class, reasons: judged.reasons });
      open = true;
    }
  }
  return windows;
}

const isSame = (one: readonly Reason[], other: readonly Reason[]) => one.join() === other.join();
