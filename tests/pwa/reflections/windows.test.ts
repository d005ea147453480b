import fc from "fast-check";
import { expect, test } from "vitest";
import type { Kept } from "../../../pwa/src/reflections/channel.ts";
import { type Change, type Row, Store } from "../../../pwa/src/reflections/shell/store.ts";
import { Vault } from "../../../pwa/src/reflections/shell/vault.ts";
import {
  begun,
  copyOf,
  FEW_ROUNDS,
  fingerprint,
  NOW,
  PASSPHRASE,
  type Phone,
  refusalOf,
  writing,
} from "./vaults.ts";

/** A window whose every step on the database waits until it is let go. */
class Held extends Store {
  gate: () => Promise<void> = async () => {};

  override async read(known: string | null, take: ((rows: readonly Row[]) => void) | null) {
    await this.gate();
    return super.read(known, take);
  }

  override async commit(stamp: string | null, change: Change) {
    await this.gate();
    return super.commit(stamp, change);
  }
}

type Act = (vault: Vault, kept: Kept) => Promise<unknown>;

/** Runs two windows by turns: the next of `turns` goes on by one step, until both are done. */
async function interleave(
  phone: Phone,
  acts: readonly Act[][],
  turns: readonly number[],
  kept: Kept,
): Promise<void> {
  const windows = await Promise.all(
    acts.map(async (some) => {
      const store = new Held(phone.factory);
      const vault = new Vault(store, () => NOW, FEW_ROUNDS);
      await vault.unlock({ by: "passphrase", passphrase: PASSPHRASE });
      return { store, vault, some, go: null as (() => void) | null, done: false, stopped: () => {} };
    }),
  );
  // Each begins, and stops at its first step.
  const running = windows.map(async (window) => {
    window.store.gate = () =>
      new Promise((resolve) => {
        window.go = resolve;
        window.stopped();
      });
    for (const act of window.some) await act(window.vault, kept);
    window.done = true;
    window.stopped();
  });
  const still = (window: (typeof windows)[number]) =>
    new Promise<void>((resolve) => {
      if (window.done || window.go !== null) resolve();
      else window.stopped = resolve;
    });
  await Promise.all(windows.map(still));
  for (let step = 0; windows.some(({ done }) => !done); step++) {
    const open = windows.filter(({ done }) => !done);
    const window = open[(turns[step] ?? step) % open.length];
    if (window === undefined) break;
    const { go } = window;
    window.go = null;
    const stopped = still(window);
    go?.();
    await stopped;
  }
  await Promise.all(running);
}

const saying =
  (text: string, answers: Kept[]): Act =>
  async (vault, kept) => {
    answers.push((await vault.save(kept.id, kept.version, writing({ text }))).kept);
  };

test("two windows that save the same reflection, in every order of their steps: both texts are there", async () => {
  const { phone, vault } = await begun();
  const { kept } = await vault.save(null, 0, writing({ text: "before" }));
  for (let order = 0; order < 64; order++) {
    const copy = await copyOf(phone);
    const answers: Kept[] = [];
    const turns = Array.from({ length: 6 }, (_, at) => (order >> at) & 1);
    await interleave(copy, [[saying("of the one", answers)], [saying("of the other", answers)]], turns, kept);
    const all = await (await copy.opened()).list();
    expect(all.map((one) => one.writing.text).sort()).toEqual(["of the one", "of the other"]);
    expect(all).toEqual(expect.arrayContaining(answers));
    expect(all.filter(({ id }) => id === kept.id)).toHaveLength(1);
  }
}, 60_000);

test("one window deletes what the other goes on writing: the text is kept", async () => {
  const { phone, vault } = await begun();
  const { kept } = await vault.save(null, 0, writing({ text: "before" }));
  for (let order = 0; order < 64; order++) {
    const copy = await copyOf(phone);
    const answers: Kept[] = [];
    const deletes: Act = (other, { id }) => refusalOf(other.delete(id));
    const turns = Array.from({ length: 6 }, (_, at) => (order >> at) & 1);
    await interleave(copy, [[deletes], [saying("still here", answers)]], turns, kept);
    const texts = (await (await copy.opened()).list()).map((one) => one.writing.text);
    // Deleting after the save takes away what the person saw there; never anything that was saved after it.
    expect([["still here"], []]).toContainEqual(texts);
    if (answers[0]?.id !== kept.id) expect(texts).toEqual(["still here"]);
  }
}, 60_000);

test("whatever two windows do, what was answered as kept is there, or was knowingly replaced", async () => {
  const { phone, vault } = await begun();
  const { kept } = await vault.save(null, 0, writing({ text: "before" }));
  const words = fc.array(fc.constantFrom("same", "new"), { minLength: 1, maxLength: 4 });
  const turns = fc.array(fc.nat(1), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(words, words, turns, async (one, other, order) => {
      const copy = await copyOf(phone);
      const standing = new Map<string, string>([[kept.id, "before"]]);
      const acts = [one, other].map((some, window) => {
        let last: Kept = kept;
        return some.map(
          (what, at): Act =>
            async (opened) => {
              const text = `window ${window}, ${at}`;
              const [id, version] = what === "new" ? [null, 0] : [last.id, last.version];
              const saved = await opened.save(id, version, writing({ text }));
              if (!saved.beside && id !== null) standing.delete(id);
              if (what === "same") last = saved.kept;
              standing.set(saved.kept.id, text);
            },
        );
      });
      await interleave(copy, acts, order, kept);
      const all = await (await copy.opened()).list();
      expect(new Map(all.map(({ id, writing: { text } }) => [id, text]))).toEqual(standing);
    }),
    { numRuns: 40 },
  );
}, 60_000);

test("a window hears that another changed something, and sees it", async () => {
  const { phone, vault } = await begun();
  const other = await phone.opened();
  expect(await other.changedElsewhere()).toBe(false);
  const { kept } = await vault.save(null, 0, writing());
  expect(await other.changedElsewhere()).toBe(true);
  expect(await other.changedElsewhere()).toBe(false);
  expect(await vault.changedElsewhere()).toBe(false);
  expect(await other.list()).toEqual([kept]);
  const beside = await other.save(kept.id, kept.version, writing({ text: "other" }));
  await vault.save(kept.id, kept.version, writing({ text: "meanwhile" }));
  expect(await vault.changedElsewhere()).toBe(true);
  expect(beside.beside).toBe(false);
  await other.list();
  expect(await other.changedElsewhere()).toBe(false);
});

test("a window whose vault was erased elsewhere keeps nothing and says so, also when a new one was begun", async () => {
  const { phone, vault } = await begun();
  const other = await phone.opened();
  await other.erase();
  expect(await refusalOf(vault.save(null, 0, writing()))).toBe("no-vault");
  expect((await phone.window().standing()).vault).toBe("none");
  await phone.window().begin(PASSPHRASE);
  expect(await refusalOf(vault.save(null, 0, writing()))).toBe("no-vault");
  expect(await refusalOf(vault.changedElsewhere())).toBe("no-vault");
  expect(await (await phone.opened()).list()).toEqual([]);
});

test("a page that is left lets go of what it had begun, all of it or nothing", async () => {
  const { phone, vault } = await begun();
  const { kept } = await vault.save(null, 0, writing({ text: "before" }));
  const before = await fingerprint(phone);
  class Left extends Store {
    override async commit(stamp: string | null, change: Change) {
      const kept = super.commit(stamp, change);
      await Promise.resolve(); // its connection is there, so its transaction has begun
      this.leave();
      return kept;
    }
  }
  const left = new Vault(new Left(phone.factory), () => NOW, FEW_ROUNDS);
  await left.unlock({ by: "passphrase", passphrase: PASSPHRASE });
  expect(await refusalOf(left.save(kept.id, kept.version, writing({ text: "after" })))).toBe("not-kept");
  expect(await fingerprint(phone)).toBe(before);
  const next = await phone.opened();
  await next.save(kept.id, kept.version, writing({ text: "next" }));
  expect((await next.list()).map((one) => one.writing.text)).toEqual(["next"]);
});
