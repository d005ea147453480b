/** A shell without its document: what the room's messages reach, for the tests. */
import type { Answered, Question, Questions, State } from "../../../pwa/src/reflections/channel.ts";
import { answering } from "../../../pwa/src/reflections/shell/answers.ts";
import type { Ways } from "../../../pwa/src/reflections/shell/leaving.ts";
import { Locking } from "../../../pwa/src/reflections/shell/locking.ts";
import { Refused } from "../../../pwa/src/reflections/shell/refused.ts";
import type { Vault } from "../../../pwa/src/reflections/shell/vault.ts";
import { begun, PASSPHRASE, type Phone, writing } from "./vaults.ts";

export const ID = "0123456789abcdef0123456789abcdef";

const KEYS = [
  { by: "passphrase", passphrase: PASSPHRASE },
  { by: "recovery", recovery: "ABCD" },
  { by: "passkey" },
] as const;

/** Right messages of every question. */
export const VALID: { readonly [Q in Question]: readonly Questions[Q]["brings"][] } = {
  state: [null],
  begin: [{ passphrase: PASSPHRASE }],
  unlock: KEYS,
  lock: [null],
  here: [null],
  list: [null],
  read: [{ id: ID }],
  save: [
    {
      id: null,
      version: 0,
      writing: writing({ tags: ["a"], actions: [{ text: "b", done: false }], meeting: "2026-01-02" }),
    },
    { id: ID, version: 4, writing: writing({ letGo: "2027-01-01", prompt: "free" }) },
  ],
  delete: [{ id: ID }],
  backup: [null],
  restore: KEYS.map((key) => ({ file: "{}", key, only: "look" as const })),
  export: [{ ids: [ID] }, { ids: [] }],
  persist: [null],
  passphrase: [{ passphrase: PASSPHRASE }],
  "passkey-add": [null],
  "passkey-remove": [null],
  recovery: [null],
  erase: [null],
};

export interface Shell {
  readonly phone: Phone;
  readonly vault: Vault;
  readonly answer: (message: unknown) => Promise<Answered>;
  /** Reloads and warnings. */
  readonly happened: string[];
  /** The time by the wall and since the page began, in milliseconds. */
  time: { wall: number; since: number };
}

export async function asking(ways: Ways = { share: undefined, download: undefined }): Promise<Shell> {
  const { phone, vault } = await begun();
  await vault.save(null, 0, writing());
  const happened: string[] = [];
  const shell = { time: { wall: phone.now, since: 0 } };
  const locking = new Locking(vault, {
    now: () => shell.time,
    reload: () => void happened.push("reload"),
    after: () => {},
    warn: () => void happened.push("locking"),
  });
  const answer = answering(vault, locking, {
    ways,
    storage: async (wanted): Promise<State["storage"]> => (wanted ? "promised" : "not-promised"),
    passkeysHere: async () => false,
    makePasskey: async () => {
      throw new Refused("no-passkey");
    },
    usePasskey: async () => {
      throw new Refused("no-passkey");
    },
    sevenDays: false,
    date: null,
    today: () => "2026-11-27",
  });
  return Object.assign(shell, { phone, vault, answer, happened });
}
