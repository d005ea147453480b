import { IDBFactory } from "fake-indexeddb";
import { expect, test } from "vitest";
import { ACCOUNT, Browser, notes, type Phone, sums, synced } from "./phone.ts";
import { Server } from "./server.ts";

/** A phone's storage, copied byte for byte: a cloned phone, or one restored from a backup of the phone. */
async function twinOf(browser: Browser, name: string): Promise<Browser> {
  const twin = new Browser(browser.server, name);
  const source = await opened(browser.indexedDB.open(`alongside-${ACCOUNT}`));
  twin.indexedDB = new IDBFactory();
  const opening = twin.indexedDB.open(`alongside-${ACCOUNT}`, 1);
  opening.onupgradeneeded = () => {
    for (const store of source.objectStoreNames) opening.result.createObjectStore(store);
  };
  const copy = await opened(opening);
  for (const store of source.objectStoreNames) {
    const from = source.transaction([store]).objectStore(store);
    const [keys, values] = await Promise.all([opened(from.getAllKeys()), opened(from.getAll())]);
    const to = copy.transaction([store], "readwrite").objectStore(store);
    await Promise.all(keys.map((key, place) => opened(to.put(values[place], key))));
  }
  source.close();
  copy.close();
  return twin;
}

function opened<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function addTo(phone: Phone, id: string, by: number): Promise<void> {
  await phone.mutate("tally.add", { id, by });
}

test("a cloned phone takes another name and everything of both happens once", async () => {
  const server = new Server();
  const first = new Browser(server, "1");
  const phone = await first.open();
  await addTo(phone, "shared", 1);
  await synced(phone);
  await addTo(phone, "waiting", 1);
  await addTo(phone, "waiting", 1);
  const clone = await (await twinOf(first, "2")).open();
  await addTo(phone, "one", 1);
  await addTo(clone, "two", 1);
  await addTo(clone, "two", 1);

  expect(await synced(phone)).toBe("done");
  expect(await synced(clone)).toBe("done");
  expect(await synced(phone)).toBe("done");
  const all = { shared: 1, waiting: 2, one: 1, two: 2 };
  expect(sums(phone)).toEqual(all);
  expect(sums(clone)).toEqual(all);
  expect(server.devices.size).toBe(2);
});

test("a phone restored from its own old backup does nothing twice and goes on under a new name", async () => {
  const server = new Server();
  const first = new Browser(server, "1");
  const phone = await first.open();
  await addTo(phone, "t", 1);
  const old = await twinOf(first, "2");
  await synced(phone);
  await addTo(phone, "t", 10);
  await synced(phone);
  phone.close();

  const restored = await old.open();
  expect(await synced(restored)).toBe("done");
  expect(sums(restored)).toEqual({ t: 11 });
  await addTo(restored, "t", 100);
  expect(await synced(restored)).toBe("done");
  expect(sums(restored)).toEqual({ t: 111 });
  expect(server.devices.size).toBe(2);
});

test("a server restored from a backup is fed again what it forgot, in order and once", async () => {
  const server = new Server();
  const phone = await new Browser(server).open();
  await addTo(phone, "t", 1);
  await synced(phone);
  const restore = server.backup();
  await addTo(phone, "t", 10);
  await phone.mutate("note.write", { id: "n", text: "first" });
  await phone.mutate("note.write", { id: "x", text: "no" });
  await synced(phone);
  await phone.mutate("note.write", { id: "n", text: "second" });
  await synced(phone);
  expect(phone.attention.value).toHaveLength(1);

  restore();
  await addTo(phone, "t", 100);
  expect(await synced(phone)).toBe("done");
  expect(sums(phone)).toEqual({ t: 111 });
  expect(notes(phone)).toEqual({ n: "second" });
  expect(server.live("doctor:1").get("tally/t")).toEqual({ sum: 111 });
  expect(new Set(server.applied).size).toBe(server.applied.length);
  expect(phone.attention.value).toHaveLength(1);
});

test("a restored server with nothing new to say hears of it on an idle sync too", async () => {
  const server = new Server();
  const phone = await new Browser(server).open();
  const restore = server.backup();
  await addTo(phone, "t", 1);
  await synced(phone);
  restore();
  expect(await synced(phone)).toBe("done");
  expect(sums(phone)).toEqual({ t: 1 });
  expect(server.live("doctor:1").get("tally/t")).toEqual({ sum: 1 });
});

test("after a week the phone no longer keeps what it sent, and its numbers go on from the server's", async () => {
  const server = new Server();
  const browser = new Browser(server);
  const phone = await browser.open();
  const restore = server.backup();
  await addTo(phone, "t", 1);
  await synced(phone);
  browser.time += 8 * 86_400_000;
  await addTo(phone, "u", 2);
  await synced(phone);
  restore();
  expect(await synced(phone)).toBe("done");
  expect(sums(phone)).toEqual({ u: 2 });
  await addTo(phone, "v", 3);
  expect(await synced(phone)).toBe("done");
  expect(sums(phone)).toEqual({ u: 2, v: 3 });
});

test("what a phone sent under an older name is fed to a restored server too", async () => {
  const server = new Server();
  const browser = new Browser(server, "1");
  const phone = await browser.open();
  await addTo(phone, "t", 1);
  await synced(phone);
  const restore = server.backup();
  await addTo(phone, "t", 10);
  await synced(phone);
  const twin = await (await twinOf(browser, "2")).open();
  await addTo(twin, "u", 1);
  await synced(twin);
  await addTo(phone, "t", 100);
  expect(await synced(phone)).toBe("done");
  expect(server.devices.size).toBe(2);

  restore();
  expect(await synced(phone)).toBe("done");
  expect(sums(phone)).toEqual({ t: 111 });
  expect(await synced(twin)).toBe("done");
  expect(await synced(phone)).toBe("done");
  expect(sums(phone)).toEqual({ t: 111, u: 1 });
});

test("a phone whose lists were damaged still notices that the server was restored", async () => {
  const server = new Server();
  const browser = new Browser(server, "1");
  const phone = await browser.open();
  await addTo(phone, "t", 1);
  await synced(phone);
  const restore = server.backup();
  const twin = await (await twinOf(browser, "2")).open();
  await addTo(phone, "t", 10);
  await synced(phone);
  restore();
  await addTo(twin, "u", 1);
  expect(await synced(twin)).toBe("done");
  phone.close();
  await browser.store().write(["bucket"], async (tx) => tx.delete("bucket", "doctor:1"));
  const again = await browser.open();
  expect(await synced(again)).toBe("done");
  expect(sums(again)).toEqual({ t: 11, u: 1 });
});

test("what waits moves behind a twin that went far ahead of a restored server", async () => {
  const server = new Server();
  const browser = new Browser(server, "1");
  const phone = await browser.open();
  await addTo(phone, "t", 1);
  await synced(phone);
  const restore = server.backup();
  const twin = await (await twinOf(browser, "2")).open();
  restore();
  for (let n = 0; n < 5; n++) await addTo(twin, "u", 1);
  await synced(twin);
  await addTo(phone, "t", 10);
  server.faults = [() => Promise.reject(new TypeError("gone"))];
  expect(await synced(phone)).toBe("later");
  expect(await synced(phone)).toBe("done");
  expect(sums(phone)).toEqual({ t: 11, u: 5 });
  expect(new Set(server.applied).size).toBe(server.applied.length);
});

test("an outcome heard before its documents is no proof once the server was restored", async () => {
  const server = new Server();
  const browser = new Browser(server, "1");
  const phone = await browser.open();
  await addTo(phone, "t", 1);
  await synced(phone);
  const restore = server.backup();
  const twin = await (await twinOf(browser, "2")).open();
  // The answer says "applied", the rest of its documents never comes, so the act stays where it is.
  await addTo(phone, "t", 10);
  for (const id of ["a", "b", "c"]) server.put("doctor:1", "note", id, { text: id });
  server.page = 2;
  server.faults = [(_, respond) => respond(), () => Promise.reject(new TypeError("gone"))];
  expect(await synced(phone)).toBe("later");
  expect(phone.outbox.value.map(({ outcome }) => outcome?.outcome)).toEqual(["applied"]);

  restore();
  server.page = 2000;
  await addTo(twin, "u", 1);
  expect(await synced(twin)).toBe("done");
  expect(await synced(phone)).toBe("done");
  expect(sums(phone)).toEqual({ t: 11, u: 1 });
  expect(new Set(server.applied).size).toBe(server.applied.length);
});

test("nor is an outcome that an app too old for any documents heard", async () => {
  const server = new Server();
  server.upgrade = "required";
  const browser = new Browser(server, "1");
  const phone = await browser.open();
  await synced(phone);
  const restore = server.backup();
  const twin = await (await twinOf(browser, "2")).open();
  await addTo(phone, "t", 1);
  await synced(phone);
  expect(phone.outbox.value.map(({ outcome }) => outcome?.outcome)).toEqual(["applied"]);

  restore();
  await addTo(twin, "u", 1);
  await synced(twin);
  server.upgrade = null;
  expect(await synced(phone)).toBe("done");
  expect(sums(phone)).toEqual({ t: 1, u: 1 });
  expect(new Set(server.applied).size).toBe(server.applied.length);
});

test("after half a year nothing is sent again, for the server may know it no more by its id", async () => {
  const server = new Server();
  const browser = new Browser(server);
  const phone = await browser.open();
  await addTo(phone, "t", 1);
  await synced(phone);
  await addTo(phone, "t", 10);
  server.put("doctor:1", "note", "a", { text: "a" });
  server.page = 1;
  server.faults = [(_, respond) => respond(), () => Promise.reject(new TypeError("gone"))];
  expect(await synced(phone)).toBe("later");
  const restore = server.backup();
  browser.time += 181 * 86_400_000;
  server.page = 2000;
  restore();
  expect(await synced(phone)).toBe("done");
  expect(sums(phone)).toEqual({ t: 11 });
  expect(phone.outbox.value).toEqual([]);
  expect(server.requests.flatMap(({ mutations }) => mutations)).toHaveLength(2);
});
