/** The keys: another passphrase, a passkey, another recovery key. */
import { button, p, secret } from "./dom.ts";
import { say, show } from "./frame.ts";
import { ask } from "./port.ts";
import { slow } from "./slow.ts";
import { showRecovery } from "./start.ts";
import { setState, theState } from "./store.ts";
import * as words from "./words.ts";
import * as caring from "./words-keeping.ts";

export function newPassphrase(back: () => void): void {
  const typed = secret(caring.newPassphrase, words.chooseHint, () => go.click());
  const { wait, run } = slow(words.making, typed);
  const go = button(
    caring.changePassphrase,
    () => {
      const passphrase = typed.box.value;
      return run(async () => {
        await ask("passphrase", { passphrase });
        back();
        say(caring.passphraseChanged);
      });
    },
    "first",
  );
  show(caring.changePassphrase, [p(caring.passphraseBackups), typed.whole, wait, go], { back });
}

export function passkeys(back: () => void): void {
  const has = (theState()?.passkeys ?? 0) > 0;
  const change = async () => {
    setState(await ask(has ? "passkey-remove" : "passkey-add", null));
    passkeys(back);
  };
  show(
    caring.passkey,
    [
      p(has ? caring.passkeyHas : caring.passkeyWhat),
      button(has ? caring.passkeyRemove : caring.passkeyAdd, change),
    ],
    { back },
  );
}

export function newRecovery(back: () => void): void {
  const make = async () => showRecovery((await ask("recovery", null)).recovery, back);
  show(caring.changeRecovery, [p(caring.recoveryOld), button(caring.recoveryMake, make, "first")], { back });
}
