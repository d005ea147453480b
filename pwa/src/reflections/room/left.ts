/** How a file left the room, in words; where nothing else works, its text to be copied. */
import type { Left } from "../channel.ts";
import { copy } from "./copy.ts";
import { button, type Child, field, h, p } from "./dom.ts";
import * as words from "./words.ts";
import * as caring from "./words-keeping.ts";

export function howItLeft(left: Left): readonly Child[] {
  if (left.by !== "copy") return [p(left.by === "share" ? caring.leftShared : caring.leftDownload)];
  const box = h("textarea", { rows: 8, readonly: true, value: left.text });
  return [
    p(caring.leftCopy),
    field(caring.theFile, null, box).whole,
    button(words.copyText, () => copy(box), "first"),
  ];
}
