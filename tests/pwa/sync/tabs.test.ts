import { expect, test } from "vitest";
import type { WorldEvent } from "../../../pwa/src/sync/environment.ts";
import { Browser, notes, settle, synced } from "./phone.ts";
import { Server } from "./server.ts";

for (const locks of [true, false]) {
  const where = locks ? "with locks" : "without locks";

  test(`two tabs ${where}: both write, both see everything, each act happens once`, async () => {
    const server = new Server();
    const browser = new Browser(server);
    browser.hasLocks = locks;
    const one = await browser.open();
    const two = await browser.open();
    await Promise.all([
      one.mutate("note.write", { id: "a", text: "one" }),
      two.mutate("note.write", { id: "b", text: "two" }),
      one.mutate("note.write", { id: "c", text: "one" }),
    ]);
    await settle();
    expect(notes(one)).toEqual({ a: "one", b: "two", c: "one" });
    expect(notes(two)).toEqual(notes(one));
    await Promise.all([synced(one), synced(two)]);
    await browser.turn(10_000);
    expect(server.applied).toHaveLength(3);
    expect(new Set(server.applied).size).toBe(3);
    for (const tab of [one, two]) {
      expect(notes(tab)).toEqual({ a: "one", b: "two", c: "one" });
      expect(tab.status.value.mark).toBe("up-to-date");
      expect(tab.outbox.value).toEqual([]);
    }
  });
}

test("a change made while the other tab is sending goes out without waiting for minutes", async () => {
  const server = new Server();
  const browser = new Browser(server);
  const one = await browser.open();
  const two = await browser.open();
  await browser.turn(10);
  let release = () => {};
  server.faults.push(async (_, respond) => {
    const answer = respond();
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    return answer;
  });
  const sending = synced(one);
  await settle();
  await two.mutate("note.write", { id: "b", text: "two" });
  await browser.turn(10);
  release();
  await sending;
  await browser.turn(10);
  expect(server.applied).toHaveLength(1);
  expect(notes(one)).toEqual({ b: "two" });
});

test("one tab listens for pokes; a poke about something new fetches it, one about our own change does not", async () => {
  const server = new Server();
  const browser = new Browser(server);
  const one = await browser.open();
  const two = await browser.open();
  await browser.turn(10);
  expect(browser.sources).toHaveLength(1);
  await one.mutate("note.write", { id: "a", text: "mine" });
  await browser.turn(10);
  const asked = server.requests.length;
  browser.sources[0]?.say(JSON.stringify({ "doctor:1": 1 }));
  await browser.turn(10);
  expect(server.requests.length).toBe(asked);
  server.put("doctor:1", "note", "b", { text: "theirs" });
  browser.sources[0]?.say(JSON.stringify({ "doctor:1": 2 }));
  await settle();
  await browser.turn(10);
  expect(notes(one)).toEqual({ a: "mine", b: "theirs" });
  await settle();
  expect(notes(two)).toEqual({ a: "mine", b: "theirs" });

  browser.sources[0]?.end();
  await settle();
  await browser.turn(5000);
  expect(browser.sources).toHaveLength(2);
  await one.follow("s");
  await browser.turn(10);
  expect(browser.sources.at(-1)?.path).toBe("/api/pokes?follow=s");
});

test("a logged-out phone stops listening, and listens again after the next log-in", async () => {
  const server = new Server();
  const browser = new Browser(server);
  const phone = await browser.open();
  await synced(phone);
  expect(browser.sources.map(({ closed }) => closed)).toEqual([false]);
  server.account = "somebody else";
  await synced(phone);
  await settle();
  expect(browser.sources.map(({ closed }) => closed)).toEqual([true]);
  server.account = undefined;
  phone.signedIn();
  await settle();
  await browser.turn(10);
  expect(browser.sources.map(({ closed }) => closed)).toEqual([true, false]);
});

test("a phone syncs on opening, on coming back, when the network returns, and every few minutes", async () => {
  const server = new Server();
  const browser = new Browser(server);
  await browser.open();
  const asked = async (milliseconds: number) => {
    const before = server.requests.length;
    await browser.turn(milliseconds);
    return server.requests.length - before;
  };
  expect(await asked(10)).toBe(1);
  expect(await asked(60_000)).toBe(0);
  browser.happens("hidden");
  browser.happens("visible");
  expect(await asked(10)).toBe(1);
  browser.happens("offline");
  browser.happens("online");
  expect(await asked(10)).toBe(1);
  expect(await asked(4 * 60_000)).toBe(1);
  browser.happens("hidden");
  expect(await asked(4 * 60_000)).toBe(1);
  expect(await asked(60 * 60_000)).toBe(0);
});

test("logging out in one tab empties the other", async () => {
  const server = new Server();
  server.put("doctor:1", "note", "n", { text: "private" });
  const browser = new Browser(server);
  const one = await browser.open();
  const two = await browser.open();
  await synced(one);
  await settle();
  expect(notes(two)).toEqual({ n: "private" });
  await one.wipe();
  await settle();
  expect(notes(two)).toEqual({});
  expect(two.status.value.mark).toBe("signed-out");
  expect(await browser.indexedDB.databases()).toEqual([]);
});

test("the browser is asked to keep things at the first thing worth keeping, and the answer is kept", async () => {
  const browser = new Browser(new Server());
  const phone = await browser.open();
  await browser.turn(10);
  expect(browser.asked).toBe(0);
  await phone.mutate("note.write", { id: "a", text: "a" });
  await browser.turn(10);
  expect(browser.asked).toBe(1);
  expect(phone.storage.value.persisted).toBe(true);
  await phone.mutate("note.write", { id: "b", text: "b" });
  await browser.turn(10);
  expect(browser.asked).toBe(1);
});

test("what one tab renewed after thirty days, the other shows too", async () => {
  const server = new Server();
  server.bucket("directory:s").shared = true;
  server.put("directory:s", "note", "m", { text: "a mentor" });
  const browser = new Browser(server);
  const first = await browser.open();
  await first.follow("s");
  await synced(first);
  first.close();
  browser.time += 31 * 86_400_000;
  browser.isOnline = false;
  const one = await browser.open();
  const two = await browser.open();
  await settle();
  expect([notes(one), notes(two)]).toEqual([{}, {}]);
  browser.isOnline = true;
  await synced(one);
  await settle();
  expect([notes(one), notes(two)]).toEqual([{ m: "a mentor" }, { m: "a mentor" }]);
});

test("a page that stood still and heard nothing shows what is there, once it is shown again", async () => {
  const browser = new Browser(new Server());
  const hearing = new Set<(event: WorldEvent) => void>();
  const still = await browser.open({
    ...browser.environment(),
    broadcast: () => ({ post() {}, hear() {}, close() {} }),
    listen: (hear) => {
      hearing.add(hear);
      return () => hearing.delete(hear);
    },
  });
  await still.mutate("note.write", { id: "a", text: "before" });
  await synced(still);
  for (const hear of [...hearing]) hear("left");
  const next = await browser.open();
  await next.mutate("note.write", { id: "b", text: "meanwhile" });
  await synced(next);
  expect(notes(still)).toEqual({ a: "before" });
  for (const hear of [...hearing]) hear("back");
  await settle();
  expect(notes(still)).toEqual({ a: "before", b: "meanwhile" });
  expect(still.outbox.value).toEqual([]);
});

test("a page that stands still in the middle of a round keeps the next one from nothing", async () => {
  const server = new Server();
  const browser = new Browser(server);
  const left = await browser.open();
  await browser.turn(10);
  server.faults.push(() => new Promise(() => {}));
  void left.syncNow();
  await settle();
  browser.happens("left");
  await settle();
  const next = await browser.open();
  await next.mutate("note.write", { id: "a", text: "mine" });
  expect(await synced(next)).toBe("done");
  expect(server.applied).toHaveLength(1);
});
