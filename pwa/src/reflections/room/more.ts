/** Backup and keys: one short list of everything that is not writing. */
import { backup } from "./backup.ts";
import { button, h, p, rows } from "./dom.ts";
import { erase } from "./erase.ts";
import { portfolio } from "./export.ts";
import { show } from "./frame.ts";
import { newPassphrase, newRecovery, passkeys } from "./keys.ts";
import { ask } from "./port.ts";
import { restore } from "./restore.ts";
import { refreshState, theState } from "./store.ts";
import * as words from "./words.ts";
import * as caring from "./words-keeping.ts";

export function more(back: () => void): void {
  const again = () => more(back);
  const row = (name: string, go: (back: () => void) => void) => button(name, () => go(again), "row");
  const state = theState();
  const storage = h("p", { role: "status" }, words.storage[state?.storage ?? "unknown"]);
  const persist = async () => {
    storage.textContent = words.storage[await ask("persist", null)];
    await refreshState();
  };
  show(
    words.keysAndBackup,
    [
      rows(row(caring.makeBackup, backup), row(caring.restore, restore), row(caring.portfolio, portfolio)),
      h("h2", {}, caring.keys),
      rows(
        row(caring.changePassphrase, newPassphrase),
        ...(state?.passkeysHere || state?.passkeys ? [row(caring.passkey, passkeys)] : []),
        row(caring.changeRecovery, newRecovery),
      ),
      h("h2", {}, caring.kept),
      storage,
      state?.sevenDays && p(words.safariWhy),
      state?.storage !== "promised" && button(caring.askToKeep, persist),
      h("h2", {}, caring.end),
      rows(row(caring.eraseAll, erase)),
    ],
    { back },
  );
}
