import { IDBFactory } from "fake-indexeddb";
import { expect, test } from "vitest";
import { forget, type Kept, keep, NOTHING, readKept } from "../../../pwa/src/domain/rota/keeping.ts";
import { databaseName } from "../../../pwa/src/sync/store/open.ts";

const KEPT: Kept = {
  nation: "scotland",
  legend: "LD 08:00-20:30",
  sources: [
    {
      id: "paste:sheet",
      kind: "paste",
      name: "A sheet",
      at: 1,
      since: "2026-06-02",
      through: "2026-06-02",
      unread: 0,
      duties: [{ kind: "shift", label: "LD", start: "2026-06-02T08:00", end: "2026-06-02T20:30" }],
    },
  ],
};

const names = async (world: { indexedDB: IDBFactory }) =>
  (await world.indexedDB.databases()).map(({ name }) => name);

test("a rota is kept for its account alone, in a database that sync does not open", async () => {
  const world = { indexedDB: new IDBFactory() };
  await keep(world, "one", KEPT);
  expect(await readKept(world, "one")).toEqual(KEPT);
  expect(await readKept(world, "other")).toEqual(NOTHING);
  expect(await names(world)).toEqual(["alongside-rota-one"]);
  expect(await names(world)).not.toContain(databaseName("one"));
});

test("looking leaves nothing behind, and forgetting takes the database away", async () => {
  const world = { indexedDB: new IDBFactory() };
  expect(await readKept(world, "one")).toEqual(NOTHING);
  expect(await names(world)).toEqual([]);
  await keep(world, "one", KEPT);
  await keep(world, "other", KEPT);
  await forget(world, "one");
  expect(await names(world)).toEqual(["alongside-rota-other"]);
  expect(await readKept(world, "one")).toEqual(NOTHING);
  await forget(world, "nobody");
  expect(await readKept(world, "other")).toEqual(KEPT);
});

test("a phone that cannot keep it says so", async () => {
  const closed = {
    open() {
      throw new DOMException("Private", "SecurityError");
    },
  };
  const world = { indexedDB: closed as unknown as IDBFactory };
  await expect(keep(world, "one", KEPT)).rejects.toThrow("Private");
});
