/** Opening: by passphrase, passkey or recovery key. Wrong is said plainly, and nothing is counted. */
import type { Key, State } from "../channel.ts";
import { button, type Field, h, line, p, secret } from "./dom.ts";
import { enter } from "./enter.ts";
import { erase } from "./erase.ts";
import { say, show } from "./frame.ts";
import { ask, codeOf } from "./port.ts";
import { restore } from "./restore.ts";
import * as words from "./words.ts";

export function unlock(state: State, by: "passphrase" | "recovery" = "passphrase"): void {
  const wait = h("p", { hidden: true }, words.opening);
  const wrong = h("p", { class: "error", role: "alert" });
  const open = async (key: Key, field: Field | null) => {
    field?.wrong(null);
    wrong.textContent = "";
    wait.hidden = false;
    say(words.opening);
    try {
      await ask("unlock", key);
      await enter();
    } catch (no) {
      const why = words.refusals[codeOf(no)];
      if (field === null) wrong.textContent = why;
      else field.wrong(why);
    } finally {
      wait.hidden = true;
    }
  };
  const recovery = by === "recovery";
  const typed: Field = recovery
    ? line(words.recovery, words.recoveryHint, { autocapitalize: "characters" }, () => go.click())
    : secret(words.passphrase, null, () => go.click());
  const go = button(
    words.open,
    () => {
      const given = typed.box.value;
      if (given.trim() === "") return typed.wrong(recovery ? words.enterRecovery : words.enterPassphrase);
      return open(
        recovery ? { by: "recovery", recovery: given } : { by: "passphrase", passphrase: given },
        typed,
      );
    },
    "first",
  );
  const passkey = state.passkeys > 0 && state.passkeysHere && !recovery;
  show(words.openTitle, [
    passkey && button(words.byPasskey, () => open({ by: "passkey" }, null)),
    wrong,
    typed.whole,
    wait,
    go,
    button(
      recovery ? words.byPassphrase : words.byRecovery,
      () => unlock(state, recovery ? "passphrase" : "recovery"),
      "plain",
    ),
    h(
      "details",
      {},
      h("summary", {}, words.neither),
      p(words.neitherWhy),
      button(words.haveBackup, () => restore(() => unlock(state))),
      button(words.startAgain, () => erase(() => unlock(state))),
    ),
  ]);
  if (!passkey) typed.box.focus();
}
