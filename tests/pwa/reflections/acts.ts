/** Every act of the vault that writes, on a phone that holds something already. */
import type { Vault } from "../../../pwa/src/reflections/shell/vault.ts";
import { begun, copyOf, newPhone, PASSPHRASE, type Phone, writing } from "./vaults.ts";

export interface Scene {
  readonly phone: Phone;
  readonly vault: Vault;
  readonly act: () => Promise<unknown>;
  /** What the vault holds, in a line, once the act is done. */
  readonly after: string;
}

export const OTHER = "five other plain words entirely";
export const NEVER = "none";

/** What an entirely new window finds: titles and texts, and which passphrase opens it. */
export async function holds(phone: Phone): Promise<string> {
  for (const passphrase of [PASSPHRASE, OTHER]) {
    const vault = phone.window();
    const { vault: is } = await vault.standing();
    if (is === "none") return NEVER;
    try {
      await vault.unlock({ by: "passphrase", passphrase });
    } catch {
      continue;
    }
    const texts = (await vault.list()).map((one) => `${one.writing.title}=${one.writing.text.slice(0, 20)}`);
    return `${passphrase}: ${texts.sort().join(", ")}`;
  }
  return "nothing opens it";
}

const KEY = { by: "passphrase", passphrase: PASSPHRASE } as const;
const LONG = "A long one. ".repeat(300);

/** The phone before, and a file that has one newer and one more. */
async function before() {
  const { phone, vault } = await begun();
  const { kept } = await vault.save(null, 0, writing({ title: "a", text: "one" }));
  await vault.save(null, 0, writing({ title: "b", text: "two" }));
  const other = await copyOf(phone);
  const there = await other.opened();
  await there.save(kept.id, kept.version, writing({ title: "a", text: "newer" }));
  await there.save(null, 0, writing({ title: "c", text: "three" }));
  return { phone, kept, file: (await there.backup()).file };
}

// Made before any fault is: faults are the whole process's.
const first = await before();
export const BEFORE = `${PASSPHRASE}: a=one, b=two`;

async function scene(
  act: (vault: Vault, given: typeof first) => Promise<unknown>,
  after: string,
): Promise<Scene> {
  const given = first;
  const phone = await copyOf(given.phone);
  const vault = await phone.opened();
  return { phone, vault, act: () => act(vault, given), after };
}

async function onNew(act: (vault: Vault) => Promise<unknown>, after: string): Promise<Scene> {
  const phone = newPhone();
  const vault = phone.window();
  await vault.standing();
  return { phone, vault, act: () => act(vault), after };
}

const list = (...parts: string[]) => `${PASSPHRASE}: ${parts.join(", ")}`;

export const ACTS: { readonly [name: string]: () => Promise<Scene> } = {
  begin: () => onNew((vault) => vault.begin(PASSPHRASE), list()),
  "save a new one": () =>
    scene(
      (vault) => vault.save(null, 0, writing({ title: "c", text: "three" })),
      list("a=one", "b=two", "c=three"),
    ),
  "save a change": () =>
    scene(
      (vault, { kept }) => vault.save(kept.id, kept.version, writing({ title: "a", text: "changed" })),
      list("a=changed", "b=two"),
    ),
  "save one that outgrows its row": () =>
    scene(
      (vault, { kept }) => vault.save(kept.id, kept.version, writing({ title: "a", text: LONG })),
      list(`a=${LONG.slice(0, 20)}`, "b=two"),
    ),
  "save beside": () =>
    scene(
      (vault, { kept }) => vault.save(kept.id, kept.version - 1, writing({ title: "a", text: "beside" })),
      list("a=beside", "a=one", "b=two"),
    ),
  delete: () => scene((vault, { kept }) => vault.delete(kept.id), list("b=two")),
  passphrase: () => scene((vault) => vault.passphrase(OTHER), `${OTHER}: a=one, b=two`),
  recovery: () => scene((vault) => vault.recovery(), BEFORE),
  "restore into it": () =>
    scene((vault, { file }) => vault.restore(file, KEY, "merge"), list("a=newer", "b=two", "c=three")),
  "restore into nothing": () => {
    const { file } = first;
    return onNew((vault) => vault.restore(file, KEY, "merge"), list("a=newer", "b=two", "c=three"));
  },
  erase: () => scene((vault) => vault.erase(), NEVER),
};
