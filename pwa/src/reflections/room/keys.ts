/** The keys: another passphrase, a passkey, another recovery key. */
import { button, h, p, secret } from "./dom.ts";
import { say, show } from "./frame.ts";
import { weak } from "./passphrase.ts";
import { ask, codeOf } from "./port.ts";
import { showRecovery } from "./start.ts";
import { setState, theState } from "./store.ts";
import * as words from "./words.ts";
import * as caring from "./words-keeping.ts";

export function newPassphrase(back: () => void): void {
  const wait = h("p", { hidden: true }, words.making);
  const typed = secret(caring.newPassphrase, words.chooseHint, () => go.click());
  const go = button(
    caring.changePassphrase,
    async () => {
      const passphrase = typed.box.value;
      const why = weak(passphrase);
      typed.wrong(why);
      if (why !== null) return;
      wait.hidden = false;
      say(words.making);
      try {
        await ask("passphrase", { passphrase });
        back();
        say(caring.passphraseChanged);
      } catch (no) {
        typed.wrong(words.refusals[codeOf(no)]);
      } finally {
        wait.hidden = true;
      }
    },
    "first",
  );
  show(caring.changePassphrase, [p(caring.passphraseBackups), typed.whole, wait, go], { back });
}

/** Says beside the button what came of it. */
function trying(below: HTMLElement, what: () => Promise<void>): () => Promise<void> {
  return async () => {
    below.textContent = "";
    try {
      await what();
    } catch (no) {
      below.textContent = words.refusals[codeOf(no)];
    }
  };
}

export function passkeys(back: () => void): void {
  const below = h("p", { class: "error", role: "alert" });
  const state = theState();
  const has = (state?.passkeys ?? 0) > 0;
  const change = (how: "passkey-add" | "passkey-remove") =>
    trying(below, async () => {
      setState(await ask(how, null));
      passkeys(back);
    });
  show(
    caring.passkey,
    [
      p(has ? caring.passkeyHas : caring.passkeyWhat),
      below,
      has
        ? button(caring.passkeyRemove, change("passkey-remove"))
        : button(caring.passkeyAdd, change("passkey-add"), "first"),
    ],
    { back },
  );
}

export function newRecovery(back: () => void): void {
  const below = h("p", { class: "error", role: "alert" });
  const make = trying(below, async () => {
    const { recovery } = await ask("recovery", null);
    showRecovery(recovery, back);
  });
  show(caring.changeRecovery, [p(caring.recoveryOld), below, button(caring.recoveryMake, make, "first")], {
    back,
  });
}
