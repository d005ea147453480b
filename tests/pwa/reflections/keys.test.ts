import { expect, test } from "vitest";
import { ROUNDS } from "../../../pwa/src/reflections/shell/keys.ts";
import { Store } from "../../../pwa/src/reflections/shell/store.ts";
import { Vault } from "../../../pwa/src/reflections/shell/vault.ts";
import { begun, newPhone, PASSPHRASE, refusalOf, writing } from "./vaults.ts";

const NEW = "four words that came later";
const passkey = (credential: string, fill: number) =>
  ({ by: "passkey", credential, output: new Uint8Array(32).fill(fill) }) as const;

test("a changed passphrase opens, and the one before opens nothing any more, here or in later backups", async () => {
  const { phone, vault } = await begun();
  const { kept } = await vault.save(null, 0, writing());
  expect(await refusalOf(vault.passphrase("password1234"))).toBe("weak-passphrase");
  await vault.passphrase(NEW);
  expect(await refusalOf(phone.opened(PASSPHRASE))).toBe("wrong-key");
  const opened = await phone.opened(NEW);
  expect(await opened.list()).toEqual([kept]);
  const { file } = await opened.backup();
  const old = { by: "passphrase", passphrase: PASSPHRASE } as const;
  expect(await refusalOf(newPhone().window().restore(file, old, "merge"))).toBe("wrong-key");
});

test("a new recovery key opens, and the one before opens nothing any more", async () => {
  const { phone, vault, recovery } = await begun();
  const next = await vault.recovery();
  expect(next).not.toBe(recovery);
  expect(await refusalOf(phone.window().unlock({ by: "recovery", recovery }))).toBe("wrong-key");
  await phone.window().unlock({ by: "recovery", recovery: next });
});

test("a mistyped recovery key is a wrong key, and does not open", async () => {
  const { phone, recovery } = await begun();
  const typo = recovery.replace(/.$/, (last) => (last === "7" ? "8" : "7"));
  expect(await refusalOf(phone.window().unlock({ by: "recovery", recovery: typo }))).toBe("wrong-key");
});

test("a passkey opens until it is taken away; another's output, or another passkey, does not", async () => {
  const { phone, vault } = await begun();
  await vault.addPasskey(passkey("AAAA", 1));
  await vault.addPasskey(passkey("BBBB", 2));
  expect((await phone.window().standing()).passkeys).toEqual(["AAAA", "BBBB"]);
  for (const key of [passkey("AAAA", 1), passkey("BBBB", 2)]) await phone.window().unlock(key);
  for (const key of [passkey("AAAA", 2), passkey("CCCC", 1)]) {
    expect(await refusalOf(phone.window().unlock(key))).toBe("wrong-key");
  }
  await vault.removePasskeys();
  expect(await refusalOf(phone.window().unlock(passkey("AAAA", 1)))).toBe("wrong-key");
  await phone.opened();
});

test("a wrap of another vault does not open this one, even under the same passphrase", async () => {
  const { phone } = await begun();
  const elsewhere = await begun();
  const [row, other] = [(await phone.raw()).vault, (await elsewhere.phone.raw()).vault];
  if (row === null || other === null) throw new Error("nothing there");
  const swapped = { ...row, wraps: other.wraps, stamp: "x" };
  await new Store(phone.factory).commit(row.stamp, { vault: swapped, remove: [], put: [] });
  expect(await refusalOf(phone.opened())).toBe("wrong-key");
});

test("what ships stretches a passphrase 600,000 times, and writes that beside the wrap", async () => {
  expect(ROUNDS).toBe(600_000);
  const phone = newPhone();
  await new Vault(new Store(phone.factory), () => 0).begin(PASSPHRASE);
  expect((await phone.raw()).vault?.wraps.passphrase?.rounds).toBe(600_000);
  await phone.opened();
});

test("erasing leaves nothing: no vault, no rows, no database", async () => {
  const { phone, vault } = await begun();
  await vault.save(null, 0, writing());
  await phone.window().erase();
  expect(await phone.factory.databases()).toEqual([]);
  expect(await phone.raw()).toEqual({ vault: null, rows: [] });
});
