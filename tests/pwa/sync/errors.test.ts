import { expect, test } from "vitest";
import { type Faulty, faultyStorage } from "./faulty.ts";
import { ACCOUNT, Browser, notes, settle, sums, synced } from "./phone.ts";
import { problem, Server } from "./server.ts";

test("a server that is away is asked ever more patiently, and as late as it says", async () => {
  const server = new Server();
  const browser = new Browser(server);
  server.faults = Array(40).fill(() => problem(503, "busy"));
  await browser.open();
  const times: number[] = [];
  for (let minute = 0; minute < 40 * 60; minute++) {
    const before = browser.paths.filter((path) => path.includes("/api/sync")).length;
    await browser.turn(1000);
    if (browser.paths.filter((path) => path.includes("/api/sync")).length > before) times.push(minute);
    if (times.length > 12) break;
  }
  const waits = times.slice(1).map((time, place) => time - (times[place] as number));
  expect(waits.slice(0, 8)).toEqual([1, 2, 4, 8, 16, 32, 64, 128]);
  expect(Math.max(...waits)).toBe(150);

  server.faults = [() => new Response("", { status: 429, headers: { "retry-after": "90" } })];
  const phone = await new Browser(server, "2").open();
  await synced(phone);
  const asked = server.requests.length;
  phone.sendNow();
  await settle();
  expect(server.requests.length).toBe(asked);
});

test("a logged-out phone keeps everything, says so, and sends it after logging in", async () => {
  const server = new Server();
  const browser = new Browser(server);
  const phone = await browser.open();
  await synced(phone);
  await phone.mutate("note.write", { id: "a", text: "mine" });
  server.faults.push(() => problem(401, "signed-out"));
  expect(await synced(phone)).toBe("signed-out");
  expect(phone.status.value).toMatchObject({ mark: "signed-out", waiting: 1 });
  expect(notes(phone)).toEqual({ a: "mine" });
  phone.signedIn();
  await settle();
  await browser.turn(10);
  expect(phone.status.value).toMatchObject({ mark: "up-to-date", waiting: 0 });
});

test("a removed phone wipes what it held at once, says so, and starts as another device", async () => {
  const server = new Server();
  server.put("doctor:1", "note", "n", { text: "private" });
  const browser = new Browser(server);
  const phone = await browser.open();
  await synced(phone);
  await phone.mutate("note.write", { id: "a", text: "mine" });
  server.faults.push(() => problem(403, "device-revoked"));
  expect(await synced(phone)).toBe("removed");
  expect(phone.status.value).toMatchObject({ mark: "removed", unsent: 1 });
  expect(notes(phone)).toEqual({});
  const pages = await browser.store().read(["page"], (tx) => tx.all("page"));
  expect(pages).toEqual([]);
  expect(await synced(phone)).toBe("removed");
  phone.close();

  const again = await browser.open();
  expect(again.status.value.mark).toBe("removed");
  again.signedIn();
  await settle();
  await browser.turn(10);
  expect(notes(again)).toEqual({ n: "private" });
  expect(new Set(server.requests.map(({ device }) => device)).size).toBe(2);
});

test("one change that the server cannot read goes to needs-attention, the rest goes on", async () => {
  const server = new Server();
  server.unreadable.add("note.forget");
  const phone = await new Browser(server).open();
  for (const id of ["a", "b", "c"]) await phone.mutate("note.write", { id, text: id });
  await phone.mutate("note.forget", { id: "a" });
  for (const id of ["d", "e"]) await phone.mutate("note.write", { id, text: id });
  expect(await synced(phone)).toBe("done");
  expect(phone.attention.value).toMatchObject([{ name: "note.forget", code: "malformed" }]);
  expect(Object.keys(notes(phone)).sort()).toEqual(["a", "b", "c", "d", "e"]);
  expect(server.applied).toHaveLength(5);
});

test("a server that can read nothing at all costs nobody a change", async () => {
  const server = new Server();
  const phone = await new Browser(server).open();
  await phone.mutate("note.write", { id: "a", text: "a" });
  server.faults = Array(6).fill(() => problem(422, "malformed"));
  expect(await synced(phone)).toBe("later");
  expect(phone.attention.value).toEqual([]);
  server.faults = [];
  expect(await synced(phone)).toBe("done");
  expect(notes(phone)).toEqual({ a: "a" });
});

test("a change that the server crashes on holds the queue, is retried later, and is not lost", async () => {
  const server = new Server();
  server.crashing.add("note.forget");
  const phone = await new Browser(server).open();
  await phone.mutate("note.write", { id: "a", text: "a" });
  await phone.mutate("note.forget", { id: "a" });
  await phone.mutate("note.write", { id: "b", text: "b" });
  expect(await synced(phone)).toBe("later");
  expect(phone.outbox.value.map(({ number }) => number)).toEqual([2, 3]);
  server.crashing.clear();
  expect(await synced(phone)).toBe("done");
  expect(notes(phone)).toEqual({ b: "b" });
});

test("an app that is too old still runs its outbox, and shows what it sent", async () => {
  const server = new Server();
  const phone = await new Browser(server).open();
  await synced(phone);
  server.upgrade = "required";
  await phone.mutate("note.write", { id: "a", text: "a" });
  expect(await synced(phone)).toBe("done");
  expect(server.applied).toHaveLength(1);
  expect(phone.status.value.mark).toBe("update-needed");
  expect(phone.update.value).toBe("required");
  expect(notes(phone)).toEqual({ a: "a" });
  expect(phone.pendingFor("note", "a")).toBe("sent");
  server.upgrade = null;
  await synced(phone);
  expect(phone.outbox.value).toEqual([]);
  expect(notes(phone)).toEqual({ a: "a" });
});

test("a page between phone and server that answers 200 with something else changes nothing", async () => {
  const server = new Server();
  const phone = await new Browser(server).open();
  await phone.mutate("note.write", { id: "a", text: "a" });
  server.faults.push(
    () => new Response("<h1>Welcome to the ward's wifi</h1>", { headers: { "content-type": "text/html" } }),
  );
  expect(await synced(phone)).toBe("later");
  server.faults.push((_, respond) => {
    const whole = respond();
    return new Response(whole.body?.pipeThrough(cutAfter(60)), { headers: whole.headers });
  });
  expect(await synced(phone)).toBe("later");
  expect(await synced(phone)).toBe("done");
  expect(server.applied).toHaveLength(1);
});

test("five minutes online with something unsent: the mark says so", async () => {
  const server = new Server();
  server.crashing.add("note.write");
  const browser = new Browser(server);
  const phone = await browser.open();
  await phone.mutate("note.write", { id: "a", text: "a" });
  await browser.turn(4 * 60_000);
  expect(phone.status.value.mark).toBe("on-this-phone");
  await browser.turn(90_000);
  expect(phone.status.value).toMatchObject({ mark: "stuck", waiting: 1 });
  browser.happens("offline");
  expect(phone.status.value.mark).toBe("on-this-phone");
});

test("a full disk is told, loses nothing, and lets outcomes through", async () => {
  const server = new Server();
  const browser = new Browser(server);
  const phone = await browser.open();
  await synced(phone);
  await phone.mutate("note.write", { id: "a", text: "a" });
  server.put("doctor:1", "note", "big", { text: "x".repeat(5000) });
  const faulty: Faulty = faultyStorage();
  faulty.full = 2000;
  try {
    expect(await synced(phone)).toBe("full");
    expect(phone.status.value.mark).toBe("storage-full");
    expect(phone.storage.value.full).toBe(true);
    expect(notes(phone)).toEqual({ a: "a" });
    await expect(phone.mutate("note.write", { id: "b", text: "y".repeat(3000) })).rejects.toThrow();
  } finally {
    faulty.restore();
  }
  expect(await synced(phone)).toBe("done");
  expect(notes(phone)).toMatchObject({ a: "a", big: "x".repeat(5000) });
  expect(server.applied).toHaveLength(1);
  expect(phone.status.value.mark).toBe("up-to-date");
});

test("a connection that the system closed is opened again, and nothing is done twice", async () => {
  const server = new Server();
  const phone = await new Browser(server).open();
  await synced(phone);
  const faulty = faultyStorage();
  try {
    for (const moment of [1, 2, 3, 5, 8, 13, 21]) {
      faulty.closeAt = faulty.operations + moment;
      await phone.mutate("tally.add", { id: "t", by: 1 });
      await synced(phone);
    }
  } finally {
    faulty.restore();
  }
  await synced(phone);
  expect(sums(phone)).toEqual({ t: 7 });
  expect(server.applied).toHaveLength(7);
});

test("a database that went away is noticed, said, and filled again", async () => {
  const server = new Server();
  server.put("doctor:1", "note", "n", { text: "there" });
  const browser = new Browser(server);
  const phone = await browser.open();
  await synced(phone);
  phone.close();
  await new Promise<void>((resolve) => {
    browser.indexedDB.deleteDatabase(`alongside-${ACCOUNT}`).onsuccess = () => resolve();
  });
  const again = await browser.open();
  expect(again.status.value.mark).toBe("storage-lost");
  expect(await synced(again)).toBe("done");
  expect(again.status.value.mark).toBe("up-to-date");
  expect(notes(again)).toEqual({ n: "there" });
});

test("a database that goes away under an open app is noticed too, and nobody claims to be getting it", async () => {
  const server = new Server();
  server.put("doctor:1", "note", "n", { text: "there" });
  const browser = new Browser(server);
  const phone = await browser.open();
  await synced(phone);
  await new Promise<void>((resolve) => {
    browser.indexedDB.deleteDatabase(`alongside-${ACCOUNT}`).onsuccess = () => resolve();
  });
  browser.happens("offline");
  await phone.mutate("note.write", { id: "a", text: "mine" });
  expect(phone.status.value).toMatchObject({ mark: "on-this-phone", waiting: 1, lost: true });
  browser.happens("online");
  expect(await synced(phone)).toBe("done");
  expect(phone.status.value).toMatchObject({ mark: "up-to-date", lost: false });
  expect(notes(phone)).toEqual({ n: "there", a: "mine" });
});

function cutAfter(bytes: number): TransformStream<Uint8Array, Uint8Array> {
  let left = bytes;
  return new TransformStream({
    transform(chunk, controller) {
      controller.enqueue(chunk.slice(0, left));
      left = Math.max(0, left - chunk.length);
    },
  });
}

test("a server that leaves something out for now is asked again when it said, not before", async () => {
  const server = new Server();
  const browser = new Browser(server);
  const phone = await browser.open();
  server.faults = Array(3).fill(async (_: string, respond: () => Response) => {
    const answer = (await respond().json()) as Record<string, unknown>;
    return Response.json({ ...answer, done: false, retry_after: 30 });
  });
  await phone.mutate("note.write", { id: "a", text: "a" });
  expect(await synced(phone)).toBe("later");
  const asked = server.requests.length;
  await browser.turn(29_000);
  expect(server.requests.length).toBe(asked);
  await browser.turn(2_000);
  expect(server.requests.length).toBe(asked + 1);
  expect(server.applied).toHaveLength(1);
});

test("an answer that the server no longer remembers is shown, not waited for", async () => {
  const server = new Server();
  const phone = await new Browser(server).open();
  server.faults.push((_, respond) => {
    respond();
    throw new TypeError("gone");
  });
  await phone.mutate("note.write", { id: "a", text: "a" });
  await synced(phone);
  for (const device of server.devices.values()) device.outcomes.clear();
  expect(await synced(phone)).toBe("done");
  expect(phone.attention.value).toMatchObject([{ outcome: "quarantined", args: { text: "a" } }]);
});

test("another person's login in the same browser gets nothing of this one's", async () => {
  const server = new Server();
  const phone = await new Browser(server).open();
  server.account = "somebody else";
  await phone.attach(new Uint8Array([1]));
  await phone.mutate("note.write", { id: "a", text: "private" });
  expect(await synced(phone)).toBe("signed-out");
  expect(server.applied).toEqual([]);
  expect(server.photos.size).toBe(0);
  server.account = undefined;
  expect(await synced(phone)).toBe("done");
  expect(server.applied).toHaveLength(1);
});
