import { coverage, restedness } from "../../domain/rota.ts";
import { day } from "../../when.ts";
import { suggesting } from "../../words/meetings.ts";
import { classes, reasons, rota as words } from "../../words/rota.ts";

/** What this phone's rota says of times ahead, once for all of them. */
export function rotaLine(now: number): string {
  const reach = coverage(now);
  return reach.known ? words.known(day(reach.through)) : `${words.unknown}. ${suggesting.unchecked}`;
}

/** "Free, if it suits you: it is a zero day"; nothing where nothing is known. `start` is in seconds, `now` in milliseconds. */
export function restNotes(start: number, minutes: number, now: number): string[] {
  const [judged] = restedness([start], minutes, now);
  if (judged === undefined) return [];
  const because = judged.reasons.map((reason) => reasons[reason]).join("; ");
  const said = because === "" ? classes[judged.class] : `${classes[judged.class]}: ${because}`;
  const plain = `${said.slice(0, 1).toUpperCase()}${said.slice(1)}`;
  if (judged.covered) return [plain];
  // Only the quiet hours are sure.
  return judged.class === "no" ? [plain] : [];
}
