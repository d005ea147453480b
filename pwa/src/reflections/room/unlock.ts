/** Opening: by passphrase, passkey or recovery key. Wrong is said plainly, and nothing is counted. */
import type { State } from "../channel.ts";
import { button, h, line, p, secret } from "./dom.ts";
import { enter } from "./enter.ts";
import { erase } from "./erase.ts";
import { show } from "./frame.ts";
import { ask } from "./port.ts";
import { restore } from "./restore.ts";
import { slow } from "./slow.ts";
import * as words from "./words.ts";

export function unlock(state: State, by: "passphrase" | "recovery" = "passphrase"): void {
  const recovery = by === "recovery";
  const typed = recovery
    ? line(words.recovery, words.recoveryHint, { autocapitalize: "characters" }, () => go.click())
    : secret(words.passphrase, null, () => go.click());
  const { wait, run } = slow(words.opening, typed);
  const go = button(
    words.openThem,
    () => {
      const given = typed.box.value;
      if (given.trim() === "") return typed.wrong(recovery ? words.enterRecovery : words.enterPassphrase);
      return run(async () => {
        await ask("unlock", recovery ? { by, recovery: given } : { by: "passphrase", passphrase: given });
        await enter();
      });
    },
    "first",
  );
  const passkey = state.passkeys > 0 && state.passkeysHere && !recovery;
  const other = recovery ? "passphrase" : "recovery";
  show(words.openTitle, [
    passkey &&
      button(words.byPasskey, async () => {
        await ask("unlock", { by: "passkey" });
        await enter();
      }),
    typed.whole,
    wait,
    go,
    button(recovery ? words.byPassphrase : words.byRecovery, () => unlock(state, other), "plain"),
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
