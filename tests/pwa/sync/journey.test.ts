import { expect, test } from "vitest";
import { Browser, notes, settle, sums, synced } from "./phone.ts";
import { problem, Server } from "./server.ts";

test("what is written offline is seen at once, sent later, and seen on a second phone", async () => {
  const server = new Server();
  const first = new Browser(server, "1");
  const phone = await first.open();
  first.isOnline = false;

  await phone.mutate("note.write", { id: "n1", text: "hello" });
  expect(notes(phone)).toEqual({ n1: "hello" });
  expect(phone.pendingFor("note", "n1")).toBe("on-this-phone");
  expect(await synced(phone)).toBe("later");
  expect(phone.status.value).toMatchObject({ mark: "on-this-phone", waiting: 1 });
  // Nothing was tried, so it can still be taken back.
  expect(phone.outbox.value.map((entry) => entry.sent)).toEqual([false]);

  first.happens("online");
  expect(await synced(phone)).toBe("done");
  expect(notes(phone)).toEqual({ n1: "hello" });
  expect(phone.pendingFor("note", "n1")).toBeUndefined();
  expect(phone.status.value).toMatchObject({ mark: "up-to-date", waiting: 0 });
  expect(phone.asAt.value).toBe(first.time);

  const second = await new Browser(server, "2").open();
  expect(await synced(second)).toBe("done");
  expect(notes(second)).toEqual({ n1: "hello" });
});

test("a restarted phone has everything it had, without a network", async () => {
  const server = new Server();
  const browser = new Browser(server);
  const phone = await browser.open();
  await phone.mutate("note.write", { id: "n1", text: "sent" });
  await synced(phone);
  await phone.mutate("note.write", { id: "n2", text: "waiting" });
  phone.close();

  browser.isOnline = false;
  const again = await browser.open();
  await settle();
  expect(again.loaded.value).toBe(true);
  expect(notes(again)).toEqual({ n1: "sent", n2: "waiting" });
  expect(again.pendingFor("note", "n2")).toBe("on-this-phone");
  expect(again.outbox.value.map(({ number }) => number)).toEqual([2]);
});

test("an answer that is lost after the server did the work does the work once", async () => {
  const server = new Server();
  const phone = await new Browser(server).open();
  await synced(phone);
  server.faults.push((_, respond) => {
    respond();
    throw new TypeError("the line went dead");
  });
  await phone.mutate("tally.add", { id: "t", by: 3 });
  expect(await synced(phone)).toBe("later");
  expect(sums(phone)).toEqual({ t: 3 });
  expect(await synced(phone)).toBe("done");
  expect(sums(phone)).toEqual({ t: 3 });
  expect(server.applied).toHaveLength(1);
});

test("a refusal takes the change off the screen and keeps the person's own words", async () => {
  const server = new Server();
  server.put("doctor:1", "note", "n1", { text: "as it was" });
  const phone = await new Browser(server).open();
  await synced(phone);
  await phone.mutate("note.write", { id: "n1", text: "no" });
  await phone.mutate("note.write", { id: "n2", text: "yes" });
  expect(notes(phone)).toEqual({ n1: "no", n2: "yes" });
  await synced(phone);
  expect(notes(phone)).toEqual({ n1: "as it was", n2: "yes" });
  const [entry] = phone.attention.value;
  expect(entry).toMatchObject({ name: "note.write", args: { id: "n1", text: "no" }, code: "not-yours" });
  expect(phone.status.value.attention).toBe(1);
  await phone.dismiss(1);
  expect(phone.attention.value).toEqual([]);
});

test("a change stays on the screen while the answer is still coming in pieces", async () => {
  const server = new Server();
  server.page = 1;
  const phone = await new Browser(server).open();
  await synced(phone);
  for (const id of ["a", "b", "c"]) server.put("doctor:1", "note", id, { text: id });
  await phone.mutate("note.write", { id: "z", text: "mine" });
  const seen: (string | undefined)[] = [];
  const stop = phone.documents("note").subscribe((bodies) => seen.push(bodies.get("z")?.text));
  await synced(phone);
  stop();
  expect(new Set(seen)).toEqual(new Set(["mine"]));
  expect(notes(phone)).toEqual({ a: "a", b: "b", c: "c", z: "mine" });
});

test("what has not gone can be taken back, and the rest moves up without a gap", async () => {
  const server = new Server();
  const phone = await new Browser(server).open();
  for (const id of ["a", "b", "c"]) await phone.mutate("note.write", { id, text: id });
  expect(await phone.undo(2)).toBe(true);
  expect(notes(phone)).toEqual({ a: "a", c: "c" });
  expect(phone.outbox.value.map(({ number, args }) => [number, (args as { id: string }).id])).toEqual([
    [1, "a"],
    [2, "c"],
  ]);
  await phone.mutate("note.write", { id: "d", text: "d" });
  await synced(phone);
  expect(notes(phone)).toEqual({ a: "a", c: "c", d: "d" });
});

test("what may have gone cannot be taken back", async () => {
  const server = new Server();
  const phone = await new Browser(server).open();
  await phone.mutate("note.write", { id: "a", text: "a" });
  server.faults.push(() => problem(503, "busy"));
  await synced(phone);
  expect(await phone.undo(1)).toBe(false);
  expect(phone.outbox.value).toHaveLength(1);
});

test("1,000 changes made offline arrive in order, as many at a time as one request holds", async () => {
  const server = new Server();
  const browser = new Browser(server);
  const phone = await browser.open();
  for (let n = 1; n <= 1000; n++) await phone.mutate("tally.add", { id: "t", by: n });
  expect(sums(phone)).toEqual({ t: 500500 });
  expect(await synced(phone)).toBe("done");
  expect(server.requests.map(({ mutations }) => mutations.length)).toEqual([500, 500]);
  expect(sums(phone)).toEqual({ t: 500500 });
  expect(phone.outbox.value).toEqual([]);
});

test("two documents of one kind in two buckets: a drop takes only its own, every byte of it", async () => {
  const server = new Server();
  server.put("relationship:1", "note", "r1", { text: "between us" });
  server.put("doctor:1", "note", "d1", { text: "mine" });
  const browser = new Browser(server);
  const phone = await browser.open();
  await synced(phone);
  expect(notes(phone)).toEqual({ r1: "between us", d1: "mine" });
  server.unseen.add("relationship:1");
  await synced(phone);
  expect(notes(phone)).toEqual({ d1: "mine" });
  const stored = await browser.store().read(["page", "bucket"], async (tx) => ({
    pages: JSON.stringify(await tx.all("page")),
    buckets: await tx.keys("bucket"),
  }));
  expect(stored.pages).not.toContain("between us");
  expect(stored.buckets).toEqual(["doctor:1"]);
  server.unseen.clear();
  await synced(phone);
  expect(notes(phone)).toEqual({ r1: "between us", d1: "mine" });
});
