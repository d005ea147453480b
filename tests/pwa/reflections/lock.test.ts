import { expect, test } from "vitest";
import { type Moment, mustLock } from "../../../pwa/src/reflections/shell/lock.ts";
import { GRACE, Locking } from "../../../pwa/src/reflections/shell/locking.ts";
import { begun, NOW, refusalOf, writing } from "./vaults.ts";

const at = (seconds: number, since = seconds): Moment => ({
  wall: NOW + seconds * 1_000,
  since: since * 1_000,
});
const HOUR = 3_600;

test.each([
  ["hidden for 4:59", { looked: at(298), here: at(0), hidden: at(0) }, at(299), false],
  ["hidden for 5:00", { looked: at(299), here: at(0), hidden: at(0) }, at(300), true],
  ["idle for 14:59", { looked: at(898), here: at(0), hidden: null }, at(899), false],
  ["idle for 15:00", { looked: at(899), here: at(0), hidden: null }, at(900), true],
  ["just looked at", { looked: at(0), here: at(0), hidden: null }, at(0), false],
  ["hidden again a moment ago", { looked: at(899), here: at(800), hidden: at(890) }, at(900), false],
  ["the clock moved back an hour", { looked: at(100), here: at(100), hidden: null }, at(-HOUR, 101), true],
  [
    "the clock moved back while hidden",
    { looked: at(100), here: at(100), hidden: at(100) },
    at(50, 102),
    true,
  ],
  ["the clock put right by a second", { looked: at(100), here: at(100), hidden: null }, at(99, 100.5), false],
  [
    "hidden 8 hours with timers frozen",
    { looked: at(10), here: at(0), hidden: at(10) },
    at(8 * HOUR, 10),
    true,
  ],
  ["asleep for 8 hours, not hidden", { looked: at(10), here: at(0), hidden: null }, at(8 * HOUR, 10), true],
  ["the clock held still, idle for 15:00", { looked: at(1), here: at(0), hidden: null }, at(1, 900), true],
  ["the clock moved on by a day", { looked: at(1), here: at(0), hidden: null }, at(24 * HOUR, 2), true],
])("%s", (_, watch, now, locks) => {
  expect(mustLock(watch, now)).toBe(locks);
});

async function watched() {
  const { phone, vault } = await begun();
  const happened: string[] = [];
  const later: { in: number; run: () => void }[] = [];
  let now = at(0);
  const locking = new Locking(vault, {
    now: () => now,
    reload: () => void happened.push("reload"),
    after: (wait, run) => void later.push({ in: wait, run }),
    warn: () => void happened.push("locking"),
  });
  const turn = (to: Moment) => {
    now = to;
  };
  return { phone, vault, locking, happened, later, turn };
}

test("somebody idle is warned, and what is saved in that moment is kept before all is dropped", async () => {
  const { phone, vault, locking, happened, later, turn } = await watched();
  turn(at(900));
  expect(locking.look()).toBe(true);
  expect(locking.look()).toBe(true);
  expect(happened).toEqual(["locking"]);
  const saving = vault.save(null, 0, writing({ title: "The last words" }));
  expect(later.map((one) => one.in)).toEqual([GRACE]);
  later[0]?.run();
  const { kept } = await saving;
  await vault.settled();
  await Promise.resolve();
  expect(happened).toEqual(["locking", "reload"]);
  expect(await refusalOf(vault.list())).toBe("locked");
  expect(await (await phone.opened()).list()).toEqual([kept]);
});

test("whoever comes back after eight hours sees nothing any more: no warning, no moment", async () => {
  const { vault, locking, happened, turn } = await watched();
  turn(at(5));
  locking.hidden();
  turn(at(8 * HOUR, 5));
  expect(locking.visible()).toBe(true);
  expect(happened).toEqual(["reload"]);
  expect(vault.isOpen).toBe(false);
});

test("being hidden counts from the first moment, and ends when it is seen again", async () => {
  const { locking, happened, turn } = await watched();
  locking.hidden();
  turn(at(200));
  locking.hidden();
  turn(at(299));
  expect(locking.visible()).toBe(false);
  turn(at(301));
  locking.hidden();
  turn(at(600));
  expect(locking.look()).toBe(false);
  turn(at(601));
  expect(locking.look()).toBe(true);
  expect(happened).toEqual(["locking"]);
});

test("whatever the person does begins the fifteen minutes anew; a locked vault needs no watching", async () => {
  const { vault, locking, happened, turn } = await watched();
  turn(at(890));
  locking.here();
  turn(at(1_789));
  expect(locking.look()).toBe(false);
  vault.forget();
  turn(at(9_000));
  expect(locking.look()).toBe(false);
  expect(happened).toEqual([]);
});

test("a page that comes back whole from the browser's memory is locked at once", async () => {
  const { vault, locking, happened } = await watched();
  locking.atOnce();
  expect(happened).toEqual(["reload"]);
  expect(vault.isOpen).toBe(false);
});
