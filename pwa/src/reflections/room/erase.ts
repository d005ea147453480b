/** Deleting everything: its own act, asked twice, the second time by typing a word. */
import { button, line, p } from "./dom.ts";
import { opened, show } from "./frame.ts";
import { ask } from "./port.ts";
import { start } from "./start.ts";
import { refreshState } from "./store.ts";
import * as words from "./words.ts";
import * as caring from "./words-keeping.ts";

export function erase(back: () => void): void {
  show(
    caring.eraseAll,
    [
      p(caring.eraseWhy),
      p(caring.eraseBackups),
      button(words.goOn, () => sure(back)),
      button(caring.keepThem, back),
    ],
    { back },
  );
}

function sure(back: () => void): void {
  const typed = line(caring.eraseType, null, { autocapitalize: "none", class: "short" }, () => go.click());
  const go = button(caring.eraseAll, async () => {
    const right = typed.box.value.trim().toLowerCase() === caring.eraseWord;
    typed.wrong(right ? null : caring.eraseType);
    if (!right) return;
    await ask("erase", null);
    opened(false);
    start(await refreshState());
  });
  show(caring.eraseSure, [p(caring.eraseLast), typed.whole, go, button(caring.keepThem, back)], { back });
}
