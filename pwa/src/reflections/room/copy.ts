import { say } from "./frame.ts";
import * as words from "./words.ts";

/** The frame may not write to the clipboard by itself, but what is marked can be copied on a press. */
export function copy(box: HTMLTextAreaElement): void {
  box.focus();
  box.select();
  say(document.execCommand("copy") ? words.copied : words.copyYourself);
}
