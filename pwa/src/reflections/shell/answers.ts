/** What each question of the room does, and how its answer or its refusal is made. */
import type { Answered, Asked, Key, Question, Questions, State } from "../channel.ts";
import { passkeysOf } from "./backup.ts";
import type { Secret } from "./keys.ts";
import { leave, type Ways } from "./leaving.ts";
import type { Locking } from "./locking.ts";
import { markdown } from "./markdown.ts";
import { checked, numberOf } from "./messages.ts";
import type { PasskeySecret } from "./passkey.ts";
import { Refused } from "./refused.ts";
import type { Vault } from "./vault.ts";
import { WORDS } from "./words.ts";

/** What of the browser the answers depend on. */
export interface World {
  readonly ways: Ways;
  /** Whether it is kept for good; `asking` asks the browser for it first. */
  readonly storage: (asking: boolean) => Promise<State["storage"]>;
  readonly passkeysHere: () => Promise<boolean>;
  readonly makePasskey: (there: readonly string[]) => Promise<PasskeySecret>;
  readonly usePasskey: (credentials: readonly string[]) => Promise<PasskeySecret>;
  readonly sevenDays: boolean;
  /** The day in the link that led here. */
  readonly date: string | null;
  /** Today on the person's own calendar, for names of files. */
  readonly today: () => string;
}

type Answers = {
  readonly [Q in Question]: (brings: Questions[Q]["brings"]) => Promise<Questions[Q]["answer"]>;
};

/** Answers one message of the room, whatever it is. Never throws. */
export function answering(
  vault: Vault,
  locking: Locking,
  world: World,
): (message: unknown) => Promise<Answered> {
  const answers = answersOf(vault, locking, world);
  return async (message) => {
    const number = numberOf(message);
    try {
      const asked = checked(message);
      if (isLockedFor(asked, locking)) throw new Refused("locked");
      return {
        number,
        answer: await (answers[asked.ask] as (brings: unknown) => Promise<never>)(asked.brings),
      };
    } catch (error) {
      return { number, refused: error instanceof Refused ? error.refusal : "not-kept" };
    }
  };
}

/** While the lock comes, what was being written is still kept. */
function isLockedFor(asked: Asked, locking: Locking): boolean {
  if (locking.closing) return asked.ask !== "save";
  return locking.overdue();
}

function answersOf(vault: Vault, locking: Locking, world: World): Answers {
  const state = async (): Promise<State> => {
    const { passkeys, ...standing } = await vault.standing();
    const [passkeysHere, storage] = await Promise.all([world.passkeysHere(), world.storage(false)]);
    const { sevenDays, date } = world;
    return { ...standing, passkeys: passkeys.length, passkeysHere, storage, sevenDays, date };
  };
  const secretOf = async (key: Key, credentials: () => Promise<readonly string[]>): Promise<Secret> =>
    key.by === "passkey" ? world.usePasskey(await credentials()) : key;
  const passkeys = async () => (await vault.standing()).passkeys;
  const mustBeOpen = () => {
    if (!vault.isOpen) throw new Refused("locked");
  };
  return {
    state,
    begin: async ({ passphrase }) => {
      const recovery = await vault.begin(passphrase);
      locking.here();
      return { recovery };
    },
    unlock: async (key) => {
      await vault.unlock(await secretOf(key, passkeys));
      locking.here();
      return state();
    },
    lock: async () => {
      await vault.settled();
      locking.atOnce();
      return null;
    },
    here: async () => {
      mustBeOpen();
      locking.here();
      return null;
    },
    list: async () => vault.list(),
    read: async ({ id }) => vault.read(id),
    save: async ({ id, version, writing }) => {
      const saved = await vault.save(id, version, writing);
      locking.here();
      return saved;
    },
    delete: async ({ id }) => {
      await vault.delete(id);
      return null;
    },
    backup: async () => {
      const { file, left } = await vault.backup();
      const how = await leave(world.ways, `${WORDS.backupFile}-${world.today()}`, ".txt", file);
      await left();
      return how;
    },
    restore: async ({ file, key, only }) => {
      const merged = await vault.restore(file, await secretOf(key, () => passkeysOf(file)), only);
      locking.here();
      return merged;
    },
    export: async ({ ids }) => {
      const chosen = new Set(ids);
      const writings = (await vault.list()).filter(({ id }) => chosen.has(id)).map(({ writing }) => writing);
      if (writings.length === 0 || writings.length < chosen.size) throw new Refused("not-found");
      return leave(world.ways, `${WORDS.exportFile}-${world.today()}`, ".md", markdown(writings));
    },
    persist: async () => world.storage(true),
    passphrase: async ({ passphrase }) => {
      await vault.passphrase(passphrase);
      return null;
    },
    "passkey-add": async () => {
      mustBeOpen();
      await vault.addPasskey(await world.makePasskey(await passkeys()));
      return state();
    },
    "passkey-remove": async () => {
      await vault.removePasskeys();
      return state();
    },
    recovery: async () => ({ recovery: await vault.recovery() }),
    erase: async () => {
      await vault.erase();
      return null;
    },
  };
}
