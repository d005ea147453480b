import { expect, test } from "vitest";
import { Browser, notes, settle, synced, until } from "./phone.ts";
import { lines, problem, Server } from "./server.ts";

function large(documents: number): Server {
  const server = new Server();
  server.partSize = Math.ceil(documents / 4);
  for (let n = 0; n < documents; n++) server.put("directory:s", "note", `n${n}`, { text: `text ${n}` });
  return server;
}

const parts = (browser: Browser) => browser.paths.filter((path) => path.includes("/api/snapshots/")).length;

test("a large bucket comes in parts, four at a time, and is there all at once", async () => {
  const server = large(2999);
  server.put("directory:s", "note", "late", { text: "after" });
  const browser = new Browser(server);
  const phone = await browser.open();
  let atOnce = 0;
  let most = 0;
  const honest = server.answer.bind(server);
  server.answer = async (path, init) => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    await settle();
    atOnce -= 1;
    return honest(path, init);
  };
  const sizes = new Set<number>();
  phone.documents("note").subscribe((bodies) => sizes.add(bodies.size));
  expect(await synced(phone)).toBe("done");
  expect(parts(browser)).toBe(4);
  expect(most).toBe(4);
  expect([...sizes]).toEqual([0, 3000]);
  const pages = await browser.store().read(["page", "bucket"], async (tx) => ({
    keys: await tx.keys("page"),
    bucket: await tx.get("bucket", "directory:s"),
  }));
  expect(pages.bucket?.pages).toBe(4 * 16);
  expect(new Set(pages.keys.map(([, , page]) => page)).size, "each page comes from one part").toBe(
    pages.keys.length,
  );
  phone.close();

  const again = await browser.open();
  const growing: number[] = [];
  again.documents("note").subscribe((bodies) => growing.push(bodies.size));
  await until(() => again.loaded.value);
  expect(growing.at(-1)).toBe(3000);
  expect(growing.length).toBeGreaterThan(3);
  expect(growing[1]).toBeLessThan(600);
});

test("a first sync that is cut off goes on with the parts it lacks, and shows nothing half", async () => {
  const server = large(100);
  const browser = new Browser(server);
  const phone = await browser.open();
  const fail = () => Promise.reject(new TypeError("gone"));
  server.faults = [
    (_, respond) => respond(),
    (_, respond) => respond(),
    (_, respond) => respond(),
    fail,
    fail,
  ];
  expect(await synced(phone)).toBe("later");
  expect(notes(phone)).toEqual({});
  phone.close();
  server.faults = [];
  const before = parts(browser);
  const again = await browser.open();
  expect(await synced(again)).toBe("done");
  expect(parts(browser) - before).toBe(2);
  expect(Object.keys(notes(again))).toHaveLength(100);
  expect(await browser.store().read(["staged"], (tx) => tx.keys("staged"))).toEqual([]);
});

test("a staged part that the disk lost is noticed before the bucket is made of it", async () => {
  const server = large(100);
  const browser = new Browser(server);
  const phone = await browser.open();
  const fail = () => Promise.reject(new TypeError("gone"));
  server.faults = [(_, respond) => respond(), (_, respond) => respond(), fail, fail, fail];
  expect(await synced(phone)).toBe("later");
  phone.close();
  await browser.store().write(["page"], async (tx) => tx.delete("page", tx.beginning("directory:s")));
  const again = await browser.open();
  expect(await synced(again)).toBe("later");
  expect(await synced(again)).toBe("done");
  expect(Object.keys(notes(again))).toHaveLength(100);
  again.close();
  const third = await browser.open();
  await until(() => third.loaded.value);
  expect(Object.keys(notes(third))).toHaveLength(100);
});

test("half of a bucket that may not be seen any more does not stay on the phone", async () => {
  const server = large(100);
  const browser = new Browser(server);
  const phone = await browser.open();
  const fail = () => Promise.reject(new TypeError("gone"));
  server.faults = [(_, respond) => respond(), (_, respond) => respond(), fail, fail, fail];
  expect(await synced(phone)).toBe("later");
  server.buckets.delete("directory:s");
  expect(await synced(phone)).toBe("done");
  const left = await browser
    .store()
    .read(["page", "staged"], async (tx) => [...(await tx.keys("page")), ...(await tx.keys("staged"))]);
  expect(left).toEqual([]);
});

test("a part that is not what its name says is not taken", async () => {
  const server = large(100);
  const phone = await new Browser(server).open();
  server.faults = [(_, respond) => respond(), () => lines([[["note", "x", 1, { text: "forged" }]]])];
  expect(await synced(phone)).toBe("later");
  expect(await synced(phone)).toBe("done");
  expect(notes(phone)).not.toHaveProperty("x");
});

test("a part is read as it comes, wherever its bytes are cut", async () => {
  const server = new Server();
  for (let n = 0; n < 20; n++) server.put("directory:s", "note", `n${n}`, { text: `Siân ${n} – ok` });
  server.bytesAtOnce = 3;
  const phone = await new Browser(server).open();
  expect(await synced(phone)).toBe("done");
  expect(Object.values(notes(phone)).sort()).toContain("Siân 19 – ok");
  expect(Object.keys(notes(phone))).toHaveLength(20);
});

test("a part that is cut short is not taken", async () => {
  const server = large(100);
  const phone = await new Browser(server).open();
  const short = async (respond: () => Response) =>
    new Response((await respond().text()).slice(0, -30), {
      headers: { "content-type": "application/x-ndjson" },
    });
  server.faults = [(_, respond) => respond(), (_, respond) => short(respond)];
  expect(await synced(phone)).toBe("later");
  expect(await synced(phone)).toBe("done");
  expect(Object.keys(notes(phone))).toHaveLength(100);
});

test("what a person did is answered even while the parts of a list do not come", async () => {
  const server = large(100);
  const phone = await new Browser(server).open();
  await phone.mutate("note.write", { id: "mine", text: "no" });
  server.faults = [(_, respond) => respond(), ...Array(4).fill(() => problem(503, "busy"))];
  expect(await synced(phone)).toBe("later");
  expect(phone.outbox.value).toMatchObject([{ outcome: { outcome: "refused" } }]);
  expect(await synced(phone)).toBe("done");
  expect(phone.attention.value).toHaveLength(1);
});

test("a new epoch takes the bucket anew, and the old one stays on the screen until the new one is there", async () => {
  const server = large(100);
  const browser = new Browser(server);
  const phone = await browser.open();
  await synced(phone);
  const bucket = server.bucket("directory:s");
  bucket.epoch = "e2";
  bucket.documents.delete("note/n7");
  bucket.snapshot = undefined;
  const sizes = new Set<number>();
  phone.documents("note").subscribe((bodies) => sizes.add(bodies.size));
  server.faults = [(_, respond) => respond(), ...Array(4).fill(() => problem(503, "busy"))];
  expect(await synced(phone)).toBe("later");
  expect(await synced(phone)).toBe("done");
  expect([...sizes]).toEqual([100, 99]);
  const generations = await browser.store().read(["page"], (tx) => tx.keys("page"));
  expect(new Set(generations.map((key) => key[1])).size).toBe(1);
});

test("a bucket that outgrows its pages is laid out anew and stays whole", async () => {
  const server = new Server();
  server.snapshotFrom = 1_000_000;
  server.put("doctor:1", "note", "first", { text: "1" });
  const browser = new Browser(server);
  const phone = await browser.open();
  await synced(phone);
  for (let n = 0; n < 4500; n++) server.put("doctor:1", "note", `n${n}`, { text: `${n}` });
  expect(await synced(phone)).toBe("done");
  expect(Object.keys(notes(phone))).toHaveLength(4501);
  const bucket = await browser.store().read(["bucket"], (tx) => tx.get("bucket", "doctor:1"));
  expect(bucket?.pages).toBeGreaterThan(4);
  phone.close();
  const again = await browser.open();
  expect(await synced(again)).toBe("done");
  expect(Object.keys(notes(again))).toHaveLength(4501);
  expect(server.requests.some(({ healed }) => healed !== undefined)).toBe(false);
});
