/** Restoring: a file and its key, looked at first, and merged only when the person says so. */
import type { Key, Merged } from "../channel.ts";
import { button, card, equal, type Field, field, fill, h, line, p, secret } from "./dom.ts";
import { enter } from "./enter.ts";
import { say, show } from "./frame.ts";
import { ask, codeOf } from "./port.ts";
import { refreshState, theState } from "./store.ts";
import { unlock } from "./unlock.ts";
import * as words from "./words.ts";
import * as caring from "./words-keeping.ts";

export function restore(back: () => void, by: Key["by"] = "passphrase", chosen?: File): void {
  const box = h("input", { type: "file" });
  const file = field(caring.backupFile, caring.backupFileHint, box);
  const typed: Field | null =
    by === "passkey"
      ? null
      : by === "recovery"
        ? line(words.recovery, words.recoveryHint, { autocapitalize: "characters" }, () => look.click())
        : secret(words.passphrase, caring.backupKeyHint, () => look.click());
  const below = h("div", { "aria-live": "polite" });
  const look = button(
    caring.lookAtFile,
    async () => {
      const from = box.files?.[0] ?? chosen;
      file.wrong(from === undefined ? caring.chooseFile : null);
      if (from === undefined) return;
      const text = typed?.box.value ?? "";
      typed?.wrong(null);
      if (typed !== null && text.trim() === "") {
        return typed.wrong(by === "recovery" ? words.enterRecovery : words.enterPassphrase);
      }
      const key: Key =
        by === "passkey" ? { by } : by === "recovery" ? { by, recovery: text } : { by, passphrase: text };
      await attempt(caring.looking, async () => {
        const content = await from.text();
        const merged = await ask("restore", { file: content, key, only: "look" });
        fill(
          below,
          found(merged, () => attempt(caring.restoring, () => merge(content, key)), back),
        );
        below.querySelector("h2")?.focus();
      });
    },
    "first",
  );
  const attempt = async (meanwhile: string, what: () => Promise<void>) => {
    fill(below, p(meanwhile));
    try {
      await what();
    } catch (no) {
      const code = codeOf(no);
      fill(below);
      if (code === "wrong-key" && typed !== null) typed.wrong(words.refusals[code]);
      else file.wrong(words.refusals[code]);
    }
  };
  const other = (next: Key["by"], label: string) =>
    by !== next && button(label, () => restore(back, next, box.files?.[0] ?? chosen), "plain");
  show(
    caring.restore,
    [
      p(caring.restoreWhat),
      file.whole,
      chosen !== undefined && p(chosen.name, "quiet"),
      typed?.whole,
      look,
      h(
        "div",
        { class: "between" },
        other("passphrase", words.byPassphrase),
        other("recovery", words.byRecovery),
        theState()?.passkeysHere === true && other("passkey", caring.byPasskeyHere),
      ),
      below,
    ],
    { back },
  );
}

async function merge(content: string, key: Key): Promise<void> {
  const merged = await ask("restore", { file: content, key, only: "merge" });
  const state = await refreshState();
  const said = [caring.restored, ...caring.inWords(merged)].join(" ");
  if (state.vault === "open") await enter(said);
  else unlock(state);
  say(said);
}

function found(merged: Merged, go: () => unknown, stop: () => void): HTMLElement {
  const said = caring.inWords(merged);
  return card(
    h("h2", { tabindex: "-1" }, caring.fileWhole),
    h(
      "ul",
      { class: "points" },
      ...(said.length > 0 ? said : [caring.fileEmpty]).map((one) => h("li", {}, one)),
    ),
    equal(button(caring.mergeNow, go), button(caring.leaveIt, stop)),
  );
}
