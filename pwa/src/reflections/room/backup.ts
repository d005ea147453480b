/** One sealed file of everything, and the card that offers it after ten new ones or fourteen days. */
import type { State } from "../channel.ts";
import { button, card, fill, h, p } from "./dom.ts";
import { say, show } from "./frame.ts";
import { howItLeft } from "./left.ts";
import { ask, codeOf } from "./port.ts";
import { refreshState, theState } from "./store.ts";
import * as words from "./words.ts";
import * as caring from "./words-keeping.ts";

const DAYS = 14 * 86_400_000;
const NEW = 10;

/** Whether it is time to offer one: something new was written, and it is much, or long ago. */
export function offered(backup: State["backup"], now: number): boolean {
  if (backup === null || backup.since === 0) return false;
  const from = backup.made ?? backup.first ?? now;
  return backup.since >= NEW || now - from >= DAYS;
}

export function backupCard(back: () => void): HTMLElement | null {
  if (!offered(theState()?.backup ?? null, Date.now())) return null;
  return card(
    h("h2", {}, caring.backupOffer),
    p(caring.backupOfferWhy),
    button(caring.makeBackup, () => backup(back)),
  );
}

export function backup(back: () => void): void {
  const below = h("div", { role: "status" });
  const made = theState()?.backup?.made ?? null;
  show(
    caring.makeBackup,
    [
      p(caring.backupWhat),
      p(made === null ? caring.backupNever : caring.backupLast(made), "quiet"),
      button(caring.makeFile, () => leave(below, "backup"), "first"),
      below,
    ],
    { back },
  );
}

/** Makes the file leave, and says below how it did. */
export async function leave(below: HTMLElement, what: "backup" | readonly string[]): Promise<void> {
  try {
    const left = what === "backup" ? await ask("backup", null) : await ask("export", { ids: what });
    fill(below, ...howItLeft(left));
    if (what === "backup") await refreshState();
  } catch (no) {
    fill(below, p(words.refusals[codeOf(no)], "error"));
    say(words.refusals[codeOf(no)]);
  }
}
