import { zone } from "../zones.ts";
import { type Duty, resolveFree, startsIn, type Window } from "./duty.ts";
import { type Judgement, restOf } from "./rest.ts";

/** One case of the shared vectors, and the answer to it: what the phone says of every start. */
export interface Case {
  readonly id: string;
  readonly tz: string;
  readonly minutes: number;
  readonly grid: number;
  readonly holidays: readonly string[];
  readonly duties: readonly Duty[];
  readonly windows: readonly Window[];
}

export type Answer = Pick<Judgement, "class" | "reasons"> & { at: string; cost?: number };

export function answerTo({ tz, minutes, grid, holidays, duties, windows }: Case): Answer[][] {
  const home = zone(tz);
  const rest = restOf({ home, duties, holidays });
  const length = minutes * 60;
  return windows.map((window) => {
    const free = resolveFree(window, home);
    const starts = free === undefined ? [] : startsIn(free, length, grid * 60);
    return starts.map((start) => {
      const { class: judged, reasons, cost } = rest.judge(start, start + length);
      const at = `${new Date(start * 1000).toISOString().slice(0, 16)}Z`;
      return { at, class: judged, reasons, ...(cost === undefined ? {} : { cost }) };
    });
  });
}
