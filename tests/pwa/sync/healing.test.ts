import { expect, test } from "vitest";
import type { Store } from "../../../pwa/src/sync/store/open.ts";
import type { BucketRecord, PageRecord } from "../../../pwa/src/sync/store/records.ts";
import { Browser, notes, settle, synced } from "./phone.ts";
import { Server } from "./server.ts";

async function filled(documents = 6): Promise<{ server: Server; browser: Browser }> {
  const server = new Server();
  for (let n = 0; n < documents; n++) server.put("doctor:1", "note", `n${n}`, { text: `text ${n}` });
  const browser = new Browser(server);
  const phone = await browser.open();
  await synced(phone);
  await phone.mutate("note.write", { id: "mine", text: "waiting" });
  phone.close();
  return { server, browser };
}

type Damage = (page: PageRecord, bucket: BucketRecord, store: Store) => Promise<void> | void;

const damages: Record<string, Damage> = {
  "a flipped word in a document": (page) => {
    page.text = page.text.replace("text 3", "text 4");
  },
  "a page cut short": (page) => {
    page.text = page.text.slice(0, -7);
  },
  "a document added": (page) => {
    page.text = `${page.text.slice(0, -1)},["note","ghost",9,{"text":"boo"}]]`;
  },
  "a page gone": async (_, __, store) => {
    await store.write(["page"], async (tx) => tx.clear("page"));
  },
  "a page that belongs to nobody": async (page, _, store) => {
    await store.write(["page"], async (tx) => tx.put("page", ["doctor:other", 1, 0, ""], { ...page }));
  },
  "a page of another generation": async (page, _, store) => {
    await store.write(["page"], async (tx) => tx.put("page", ["doctor:1", 7, 0, ""], { ...page }));
  },
  "a cursor moved to the head": (_, bucket) => {
    bucket.position = 7;
  },
  "a cursor moved far ahead": (_, bucket) => {
    bucket.position = 4000;
  },
  "another epoch": (_, bucket) => {
    bucket.epoch = "e0";
  },
  "a checksum changed": (_, bucket) => {
    bucket.checksum ^= 4;
  },
  "a count changed": (_, bucket) => {
    bucket.count += 1;
  },
  "the cursor gone": async (_, __, store) => {
    await store.write(["bucket"], async (tx) => tx.clear("bucket"));
  },
};

for (const [name, damage] of Object.entries(damages)) {
  test(`${name}: the phone finds out by itself and equals the server within two syncs`, async () => {
    const { server, browser } = await filled();
    server.put("doctor:1", "note", "n1", { text: "changed since" });
    const store = browser.store();
    const page = (await store.read(["page"], (tx) => tx.all("page")))[0] as PageRecord;
    const bucket = (await store.read(["bucket"], (tx) => tx.get("bucket", "doctor:1"))) as BucketRecord;
    const before = JSON.stringify([page, bucket]);
    await damage(page, bucket, store);
    if (JSON.stringify([page, bucket]) !== before) {
      await store.write(["page", "bucket"], async (tx) => {
        tx.put("page", ["doctor:1", 1, 0, ""], page);
        tx.put("bucket", "doctor:1", bucket);
      });
    }
    const phone = await browser.open();
    await synced(phone);
    await synced(phone);
    const held = Object.fromEntries([...server.live("doctor:1")].map(([key, body]) => [key.slice(5), body]));
    expect(Object.fromEntries(phone.documents("note").value)).toEqual(held);
    expect(notes(phone)).toMatchObject({ mine: "waiting", n1: "changed since", n3: "text 3" });
    const pages = await store.read(["page"], (tx) => tx.keys("page"));
    expect(pages).toEqual([["doctor:1", 1, 0, ""]]);
    expect(server.applied).toHaveLength(1);
  });
}

test("a bucket that differs from the server's starts anew at once, then not again that day", async () => {
  const { server, browser } = await filled();
  const honest = server.answer.bind(server);
  let lying = true;
  server.answer = async (path, init) => {
    const response = await honest(path, init);
    const answer = await response.json();
    const bucket = (answer as { buckets?: Record<string, { checksum?: number }> }).buckets?.["doctor:1"];
    if (lying && bucket?.checksum !== undefined) bucket.checksum ^= 1;
    return Response.json(answer);
  };
  const phone = await browser.open();
  expect(await synced(phone)).toBe("done");
  expect(server.requests.filter(({ healed }) => healed !== undefined)).toHaveLength(1);
  expect(notes(phone)).toMatchObject({ n1: "text 1" });
  const asked = server.requests.length;
  for (let n = 0; n < 5; n++) {
    server.put("doctor:1", "note", "n2", { text: `again ${n}` });
    await synced(phone);
  }
  expect(server.requests.length).toBe(asked + 5);
  browser.time += 25 * 3_600_000;
  server.put("doctor:1", "note", "n2", { text: "next day" });
  await synced(phone);
  expect(server.requests.filter(({ healed }) => healed !== undefined)).toHaveLength(2);
  browser.time += 25 * 3_600_000;
  server.put("doctor:1", "note", "n2", { text: "the day after" });
  lying = false;
  await synced(phone);
  expect(server.requests.filter(({ healed }) => healed !== undefined)).toHaveLength(2);
  expect(notes(phone)).toMatchObject({ n2: "the day after" });
});

test("a list that was not renewed for thirty days is hidden until the phone has synced", async () => {
  const server = new Server();
  server.bucket("directory:s").shared = true;
  server.put("directory:s", "note", "m", { text: "a mentor" });
  server.put("doctor:1", "note", "own", { text: "mine" });
  const browser = new Browser(server);
  const phone = await browser.open();
  await phone.follow("s");
  await synced(phone);
  expect(notes(phone)).toEqual({ m: "a mentor", own: "mine" });
  phone.close();
  browser.time += 31 * 86_400_000;
  browser.isOnline = false;
  const later = await browser.open();
  await settle();
  expect(notes(later)).toEqual({ own: "mine" });
  browser.isOnline = true;
  await synced(later);
  await settle();
  expect(notes(later)).toEqual({ m: "a mentor", own: "mine" });
});

test("unfollowing takes the list off the phone at once, without a network", async () => {
  const server = new Server();
  server.bucket("directory:s").shared = true;
  server.put("directory:s", "note", "m", { text: "a mentor" });
  const browser = new Browser(server);
  const phone = await browser.open();
  await phone.follow("s");
  await synced(phone);
  expect(notes(phone)).toEqual({ m: "a mentor" });
  browser.isOnline = false;
  await phone.unfollow("s");
  expect(notes(phone)).toEqual({});
  expect(await browser.store().read(["page"], (tx) => tx.keys("page"))).toEqual([]);
  browser.isOnline = true;
  await synced(phone);
  expect(notes(phone)).toEqual({});
  await phone.follow("s");
  await synced(phone);
  expect(notes(phone)).toEqual({ m: "a mentor" });
});
