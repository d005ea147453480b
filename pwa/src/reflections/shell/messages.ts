/** What the room sends is checked here, question by question, before anything looks at it. */
import type { Asked, Key, Question, Questions } from "../channel.ts";
import { LARGEST } from "./backup.ts";
import { Refused } from "./refused.ts";
import { exactly, type Is, isId, isWriting, list, nothing, nullable, number, oneOf, text } from "./shapes.ts";

const passphrase = text(1_000);
const BY_PASSPHRASE = exactly<Extract<Key, { by: "passphrase" }>>({ by: oneOf("passphrase"), passphrase });
const BY_RECOVERY = exactly<Extract<Key, { by: "recovery" }>>({
  by: oneOf("recovery"),
  recovery: text(1_000),
});
const BY_PASSKEY = exactly<Extract<Key, { by: "passkey" }>>({ by: oneOf("passkey") });
const isKey: Is<Key> = (value): value is Key =>
  BY_PASSPHRASE(value) || BY_RECOVERY(value) || BY_PASSKEY(value);

const BRINGS: { readonly [Q in Question]: Is<Questions[Q]["brings"]> } = {
  state: nothing,
  begin: exactly<Questions["begin"]["brings"]>({ passphrase }),
  unlock: isKey,
  lock: nothing,
  here: nothing,
  list: nothing,
  read: exactly<Questions["read"]["brings"]>({ id: isId }),
  save: exactly<Questions["save"]["brings"]>({ id: nullable(isId), version: number, writing: isWriting }),
  delete: exactly<Questions["delete"]["brings"]>({ id: isId }),
  backup: nothing,
  restore: exactly<Questions["restore"]["brings"]>({
    file: text(LARGEST),
    key: isKey,
    only: oneOf("look", "merge"),
  }),
  export: exactly<Questions["export"]["brings"]>({ ids: list(100_000, isId) as Is<readonly string[]> }),
  persist: nothing,
  passphrase: exactly<Questions["passphrase"]["brings"]>({ passphrase }),
  "passkey-add": nothing,
  "passkey-remove": nothing,
  recovery: nothing,
  erase: nothing,
};
const QUESTIONS = Object.keys(BRINGS) as Question[];
const isAsked = exactly<{ number: number; ask: Question; brings: unknown }>({
  number,
  ask: oneOf(...QUESTIONS),
  brings: (value): value is unknown => value !== undefined,
});

/** Refuses `bad-message`, or `too-big`. */
export function checked(message: unknown): Asked {
  try {
    if (isAsked(message) && BRINGS[message.ask](message.brings)) return message as Asked;
  } catch (error) {
    if (error instanceof Refused) throw error;
  }
  throw new Refused("bad-message");
}

/** The number to answer to, so far as there is one. */
export function numberOf(message: unknown): number {
  try {
    const found = (message as { readonly number?: unknown } | null)?.number;
    return number(found) ? found : 0;
  } catch {
    return 0;
  }
}
