/** Before the first reflection: what is said once, a passphrase, and the recovery key. */
import type { State } from "../channel.ts";
import { button, card, h, line, p, secret } from "./dom.ts";
import { enter } from "./enter.ts";
import { show } from "./frame.ts";
import { ask } from "./port.ts";
import { restore } from "./restore.ts";
import { slow } from "./slow.ts";
import * as words from "./words.ts";

const PATIENCE = 1000;

const list = (items: readonly string[]) =>
  h("ul", { class: "points" }, ...items.map((item) => h("li", {}, item)));

export function start(state: State): void {
  show(words.before, [
    state.sevenDays && card(h("h2", {}, words.safari), p(words.safariWhy), p(words.safariHow)),
    list(words.facts),
    h("h2", {}, words.cannot),
    list(words.cannots),
    button(words.goOn, () => choose(state), "first"),
    button(words.haveBackup, () => restore(() => start(state)), "plain"),
  ]);
}

function choose(state: State): void {
  const typed = secret(words.passphrase, words.chooseHint, () => next.click());
  const { wait, run } = slow(words.making, typed);
  const next = button(
    words.goOn,
    () => {
      const passphrase = typed.box.value;
      return run(async () => {
        const { recovery } = await ask("begin", { passphrase });
        showRecovery(recovery, async () => {
          // Some browsers ask the person, who may leave that question open: nobody waits for it here.
          const open = new Promise<"unknown">((go) => setTimeout(go, PATIENCE, "unknown"));
          const kept = await Promise.race([ask("persist", null), open]).catch(() => "unknown" as const);
          await enter(words.storage[kept]);
        });
      });
    },
    "first",
  );
  show(words.choose, [typed.whole, wait, next], { back: () => start(state) });
}

/** Shown this once; whoever types its last group has it. */
export function showRecovery(key: string, done: () => unknown): void {
  const last = key.split(/[\s-]+/).at(-1) ?? "";
  const typed = line(
    words.lastGroup,
    words.lastGroupHint,
    { autocapitalize: "characters", class: "short" },
    () => next.click(),
  );
  const next = button(
    words.goOn,
    () => {
      const right = plainKey(typed.box.value).endsWith(plainKey(last));
      typed.wrong(right ? null : words.lastGroupWrong);
      return right && done();
    },
    "first",
  );
  show(words.recoveryOnce, [
    p(words.recoveryWhy),
    h("p", { class: "key" }, key),
    button(words.print, () => print()),
    h("div", { class: "unprinted" }, typed.whole, next),
  ]);
}

/** As the alphabet of the key reads what people mistake. */
const plainKey = (typed: string): string =>
  typed.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
