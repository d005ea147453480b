/** One sealed file of everything, and the card that offers it after ten new ones or fourteen days. */
import type { Left } from "../channel.ts";
import { copy } from "./copy.ts";
import { button, type Child, card, field, fill, h, p } from "./dom.ts";
import { show } from "./frame.ts";
import { backupOffered } from "./offering.ts";
import { ask } from "./port.ts";
import { refreshState, theState } from "./store.ts";
import * as words from "./words.ts";
import * as caring from "./words-keeping.ts";

export function backupCard(back: () => void): HTMLElement | null {
  if (!backupOffered(theState()?.backup ?? null, Date.now())) return null;
  return card(
    h("h2", {}, caring.backupOffer),
    p(caring.backupOfferWhy),
    button(caring.makeBackup, () => backup(back)),
  );
}

export function backup(back: () => void): void {
  const below = h("div", { role: "status" });
  const made = theState()?.backup?.made ?? null;
  const make = async () => {
    fill(below, ...howItLeft(await ask("backup", null)));
    await refreshState();
  };
  show(
    caring.makeBackup,
    [
      p(caring.backupWhat),
      p(made === null ? caring.backupNever : caring.backupLast(made), "quiet"),
      button(caring.makeFile, make, "first"),
      below,
    ],
    { back },
  );
}

/** How a file left, in words; where nothing else works, its text to be copied. */
export function howItLeft(left: Left): readonly Child[] {
  if (left.by !== "copy") return [p(left.by === "share" ? caring.leftShared : caring.leftDownload)];
  const box = h("textarea", { rows: 8, readonly: true, value: left.text });
  return [
    p(caring.leftCopy),
    field(caring.theFile, null, box).whole,
    button(words.copyText, () => copy(box), "first"),
  ];
}
