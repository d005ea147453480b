import { expect, test } from "vitest";
import { begun, newPhone, PASSPHRASE, refusalOf, writing } from "./vaults.ts";

test("a vault is begun, kept in, locked and opened again with each of its keys", async () => {
  const { phone, vault, recovery } = await begun();
  const { kept, beside } = await vault.save(null, 0, writing({ title: "One" }));
  expect(beside).toBe(false);
  expect(await vault.read(kept.id)).toEqual(kept);
  vault.forget();
  expect(await refusalOf(vault.list())).toBe("locked");
  expect((await vault.standing()).vault).toBe("locked");
  await vault.unlock({ by: "passphrase", passphrase: `  ${PASSPHRASE.replace(" ", "  ")}` });
  expect(await vault.list()).toEqual([kept]);
  const other = phone.window();
  await other.unlock({ by: "recovery", recovery: recovery.toLowerCase().replaceAll("-", " ") });
  expect(await other.list()).toEqual([kept]);
  expect(
    await refusalOf(phone.window().unlock({ by: "passphrase", passphrase: "another four plain words" })),
  ).toBe("wrong-key");
});

test("each save counts the version up, deleting takes it away, and saving the same again keeps nothing new", async () => {
  const { phone, vault } = await begun();
  const first = (await vault.save(null, 0, writing())).kept;
  const second = await vault.save(first.id, first.version, writing({ text: "Changed." }));
  expect(second.kept).toEqual({
    id: first.id,
    version: first.version + 1,
    writing: writing({ text: "Changed." }),
  });
  const before = await phone.raw();
  expect(await vault.save(first.id, first.version, writing({ text: "Changed." }))).toEqual(second);
  expect(await phone.raw()).toEqual(before);
  await vault.delete(first.id);
  expect(await vault.list()).toEqual([]);
  expect(await refusalOf(vault.delete(first.id))).toBe("not-found");
});

test("the newest day stands first", async () => {
  const { vault } = await begun();
  for (const date of ["2026-11-02", "2026-12-01", "2025-12-31", "2026-11-20"]) {
    await vault.save(null, 0, writing({ date }));
  }
  const days = (await vault.list()).map((one) => one.writing.date);
  expect(days).toEqual(["2026-12-01", "2026-11-20", "2026-11-02", "2025-12-31"]);
});

test("there is one vault: a second is refused, also in a window that saw none", async () => {
  const phone = newPhone();
  expect((await phone.window().standing()).vault).toBe("none");
  expect(await refusalOf(phone.window().unlock({ by: "passphrase", passphrase: PASSPHRASE }))).toBe(
    "no-vault",
  );
  const [one, other] = [phone.window(), phone.window()];
  const both = await Promise.all([refusalOf(one.begin(PASSPHRASE)), refusalOf(other.begin(PASSPHRASE))]);
  expect(both.sort()).toEqual([null, "vault-there"].sort());
});

test("a weak passphrase begins nothing", async () => {
  const phone = newPhone();
  expect(await refusalOf(phone.window().begin("password1234"))).toBe("weak-passphrase");
  expect((await phone.raw()).vault).toBe(null);
});
