/** The actions of one reflection while it is written: a done mark, words, and a way to take each out. */
import { type Action, LIMITS } from "../channel.ts";
import { button, h, QUIET } from "./dom.ts";
import * as words from "./words.ts";

export function actionRows(from: readonly Action[], touch: () => void) {
  const rows = h("ul", { class: "actions" });
  const add = button(words.addAction, () => row({ text: "", done: false }).focus());
  const numbered = () => {
    [...rows.children].forEach((one, at) => {
      const [done, text] = one.querySelectorAll("input");
      done?.setAttribute("aria-label", words.doneMark(at + 1));
      text?.setAttribute("aria-label", words.action(at + 1));
      one.querySelector("button")?.setAttribute("aria-label", words.removeAction(at + 1));
    });
    add.hidden = rows.children.length >= LIMITS.actions;
  };
  const row = (action: Action): HTMLInputElement => {
    const text = h("input", {
      type: "text",
      ...QUIET,
      value: action.text,
      maxlength: LIMITS.action,
      input: touch,
    });
    const whole = h(
      "li",
      {},
      h("input", { type: "checkbox", checked: action.done, change: touch }),
      text,
      button(
        words.remove,
        () => {
          whole.remove();
          numbered();
          add.focus();
          touch();
        },
        "plain",
      ),
    );
    rows.append(whole);
    numbered();
    return text;
  };
  from.forEach(row);
  const whole = h(
    "div",
    { class: "field", role: "group", "aria-label": words.actions },
    h("span", { class: "label" }, words.actions),
    rows,
    add,
  );
  const read = (): readonly Action[] =>
    [...rows.children].flatMap((one) => {
      const [done, text] = one.querySelectorAll("input");
      return text?.value.trim() ? [{ text: text.value.trim(), done: done?.checked ?? false }] : [];
    });
  return { whole, read };
}
