import { signal } from "@preact/signals";
import { kept, LONGEST_QUIET, type Round, readKept } from "../times/turns.ts";
import { environment, TURNS } from "./phone.ts";

/**
 * The round of turns that this phone keeps time for. It is there again after a reload or a kill, and gone
 * from the phone once it is even or stopped. It holds numbers only, and nothing of it leaves the phone.
 */
export const round = signal<Round | undefined>(undefined);

/** Private windows keep nothing: there the round lasts as long as the page. */
let keeps = true;

/** Another window may have gone on with it, so it is read again whenever this one comes into view. */
export function readRound(): void {
  if (!keeps) return;
  const text = environment.memory.get(TURNS);
  const read = readKept(text?.slice(text.indexOf(" ") + 1), environment.now());
  if (read === undefined) environment.memory.set(TURNS, undefined);
  // One that is even is kept nowhere: it is shown until the screen is left.
  if (read !== undefined || round.peek()?.phase !== "even") round.value = read;
}

export function keepRound(next: Round | undefined): void {
  const ended = next === undefined || next.phase === "even";
  const text = ended ? undefined : `${next.at + LONGEST_QUIET} ${kept(next)}`;
  environment.memory.set(TURNS, text);
  keeps = environment.memory.get(TURNS) === text;
  round.value = next;
}

// A screen that opens in the middle of a turn shows it at once.
readRound();
