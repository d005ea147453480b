/** The page, the way to lock it, and one voice for what changes without a new page. */
import { button, type Child, fill, h } from "./dom.ts";
import * as words from "./words.ts";

interface View {
  /** Another window changed something, and the list has been read again. */
  readonly changed?: () => void;
  /** Before another page is shown; false keeps this one. */
  readonly leave?: () => Promise<boolean>;
  /** The text goes out of sight, or the lock is near. */
  readonly hurry?: () => void;
}

const page = h("main", {});
const voice = h("p", { class: "unseen", role: "status" });
const lock = button(words.lockNow, () => pressed(), "plain");
let pressed: () => unknown = () => {};
let view: View = {};

export function build(lockNow: () => unknown): void {
  pressed = async () => {
    if (await leaving()) await lockNow();
  };
  lock.hidden = true;
  document.body.append(page, voice);
}

export const opened = (is: boolean): void => {
  lock.hidden = !is;
};

/** Read out, without moving what has the focus. */
export function say(text: string): void {
  voice.textContent = "";
  voice.textContent = text;
}

export const leaving = async (): Promise<boolean> => (await view.leave?.()) ?? true;
export const hurry = (): void => view.hurry?.();
export const changed = (): void => view.changed?.();

/** Show a page: its heading takes the focus, so that it is read first. */
export function show(
  title: string,
  children: readonly Child[],
  given: View & { back?: () => void } = {},
): void {
  view = given;
  const { back } = given;
  const goBack = async () => {
    if (await leaving()) back?.();
  };
  const head = h("h1", { tabindex: "-1" }, title);
  const way = back && button(words.back, goBack, "plain");
  way?.classList.add("back");
  fill(page, h("div", { class: "ways unprinted" }, way, lock), head, ...children);
  scrollTo(0, 0);
  head.focus({ preventScroll: true });
}
