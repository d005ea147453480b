import { expect, test } from "vitest";
import { requester, sentLogOf } from "../../../pwa/src/sync/request.ts";
import { fieldsOf } from "../../../pwa/src/sync/sent.ts";
import { Browser, settle, synced } from "./phone.ts";
import { Server } from "./server.ts";

test("every field that left stands in the list, with its words and who can see it", async () => {
  const fields = fieldsOf(
    "POST",
    "/api/sync",
    JSON.stringify({
      device: "d1",
      mutations: [
        { number: 1, id: "i", name: "participation.opt_in", args: { scheme: "s", role: "mentor" } },
      ],
      cursors: { "doctor:1": ["e1", 4] },
      follow: ["s1", "s2"],
      surprise: { of: "a field nobody listed" },
    }),
  );
  const told = Object.fromEntries(fields.map(({ path, words, seenBy }) => [path, [words, seenBy]]));
  expect(told["participation.opt_in.scheme"]).toEqual(["s", ["you", "coordinators"]]);
  expect(told["participation.opt_in.role"]).toEqual(["mentor", ["you", "coordinators"]]);
  expect(told.follow).toEqual(["s1, s2", ["server"]]);
  expect(told["cursors.doctor:1"]).toEqual(["e1, 4", ["server"]]);
  expect(told.surprise).toEqual(['{"of":"a field nobody listed"}', ["server"]]);
});

test("a password is said to have left and is kept nowhere", async () => {
  const browser = new Browser(new Server());
  const environment = browser.environment();
  await requester(environment)({
    method: "POST",
    path: "/api/accounts/log-in",
    json: { email: "a@example.org", password: "correct horse" },
  });
  const [entry] = await sentLogOf(environment).read();
  expect(entry?.fields.map(({ path }) => path)).toEqual(["email", "password"]);
  expect(JSON.stringify(entry)).not.toContain("horse");

  const phone = await browser.open(environment);
  await settle();
  const stored = await browser.store().read(["sent"], (tx) => tx.all("sent"));
  expect(stored[0]?.path).toBe("/api/accounts/log-in");
  phone.close();
});

test("after logging out, the next log-in is written down for whoever comes", async () => {
  const browser = new Browser(new Server());
  const environment = browser.environment();
  const phone = await browser.open(environment);
  await phone.wipe();
  await requester(environment)({
    method: "POST",
    path: "/api/accounts/log-in",
    json: { email: "b@example.org" },
  });
  const next = await browser.open(environment);
  expect((await next.sent()).map(({ path }) => path)).toContain("/api/accounts/log-in");
});

test("asking again and again is one line; every change sent is a line of its own", async () => {
  const phone = await new Browser(new Server()).open();
  for (let n = 0; n < 5; n++) await synced(phone);
  const quiet = await phone.sent();
  expect(quiet.filter(({ path }) => path === "/api/sync")).toMatchObject([{ times: 5 }]);
  for (const id of ["a", "b"]) {
    await phone.mutate("note.write", { id, text: "words" });
    await synced(phone);
  }
  const told = (await phone.sent()).flatMap(({ fields }) => fields);
  expect(told.filter(({ path }) => path === "note.write.text").map(({ words }) => words)).toEqual([
    "words",
    "words",
  ]);
});

test("a photo goes up before the change that names it, and once", async () => {
  const server = new Server();
  const browser = new Browser(server);
  const phone = await browser.open();
  const hash = await phone.attach(new Uint8Array([1, 2, 3]));
  await phone.mutate("note.write", { id: "a", text: hash });
  expect(await synced(phone)).toBe("done");
  expect(browser.paths.slice(-2)).toEqual(["PUT /api/photos", "POST /api/sync"]);
  await phone.mutate("note.write", { id: "b", text: hash });
  await synced(phone);
  expect(server.photos.size).toBe(1);
});

test("a photo that cannot go up keeps the change that names it from going without it", async () => {
  const server = new Server();
  const phone = await new Browser(server).open();
  await synced(phone);
  const hash = await phone.attach(new Uint8Array([1, 2, 3]));
  await phone.mutate("note.write", { id: "a", text: hash });
  server.faults.push(() => Promise.reject(new TypeError("gone")));
  expect(await synced(phone)).toBe("later");
  expect(server.applied).toEqual([]);
  expect(await synced(phone)).toBe("done");
  expect(server.applied).toHaveLength(1);
});
