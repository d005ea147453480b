import { IDBFactory } from "fake-indexeddb";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fingerprintOf } from "../../../pwa/src/sync/checksum.ts";
import { addToOutbox } from "../../../pwa/src/sync/outbox.ts";
import { readPage } from "../../../pwa/src/sync/pages.ts";
import { isAnswer, type SyncAnswer } from "../../../pwa/src/sync/protocol.ts";
import { applyAnswer } from "../../../pwa/src/sync/pull.ts";
import { type Asked, ask } from "../../../pwa/src/sync/push.ts";
import type { Store } from "../../../pwa/src/sync/store/open.ts";
import { STORES } from "../../../pwa/src/sync/store/records.ts";
import { ACCOUNT, Browser } from "./phone.ts";
import { Server } from "./server.ts";

/** What one phone and the world do next. */
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("theirs" as const), id: fc.nat(9), text: fc.string() }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("removed" as const), id: fc.nat(9) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("mine" as const), id: fc.nat(9), text: fc.string() }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("hidden" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("shown" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("epoch" as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("sync" as const),
      again: fc.array(fc.nat(5), { maxLength: 3 }),
    }),
  },
);

test("applying any answer twice, late or out of order equals applying it once", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), async (steps) => {
      const server = new Server();
      server.page = 4;
      server.snapshotFrom = 1_000;
      server.put("team:1", "note", "n0", { text: "shared" });
      const browser = new Browser(server);
      browser.indexedDB = new IDBFactory();
      const environment = browser.environment();
      const store = browser.store();
      const answers: [Asked, SyncAnswer][] = [];
      for (const one of steps) {
        if (one.kind === "theirs") server.put("team:1", "note", `n${one.id}`, { text: one.text });
        if (one.kind === "removed") server.put("team:1", "note", `n${one.id}`, undefined);
        if (one.kind === "hidden") server.unseen.add("team:1");
        if (one.kind === "shown") server.unseen.clear();
        if (one.kind === "epoch") server.bucket("team:1").epoch += "+";
        if (one.kind === "mine") {
          const act = {
            id: environment.newId(),
            name: "note.write",
            args: { id: `m${one.id}`, text: one.text },
          };
          await addToOutbox(store, environment, act);
        }
        if (one.kind !== "sync") continue;
        const asked = await ask(store, environment, ACCOUNT, 3);
        const response = await server.answer("/api/sync", {
          method: "POST",
          body: JSON.stringify(asked.request),
        });
        const answer: unknown = await response.json();
        if (!isAnswer(answer)) throw new Error("no answer");
        answers.push([asked, answer]);
        await applyAnswer(store, environment, asked, answer, new Map());
        const once = await dump(store);
        expect(countsAgree(once)).toBe(true);
        for (const back of [0, ...one.again]) {
          const late = answers.at(-1 - back);
          if (late !== undefined) await applyAnswer(store, environment, ...late, new Map());
        }
        expect(await dump(store)).toEqual(once);
      }
      server.page = 2000;
      for (let rounds = 0; rounds < 4; rounds++) {
        const asked = await ask(store, environment, ACCOUNT, 500);
        const response = await server.answer("/api/sync", {
          method: "POST",
          body: JSON.stringify(asked.request),
        });
        await applyAnswer(store, environment, asked, (await response.json()) as SyncAnswer, new Map());
      }
      const end = await dump(store);
      expect(end.outbox).toEqual([]);
      for (const name of ["team:1", "doctor:1"]) {
        const live = server.unseen.has(name) ? new Map() : server.live(name);
        const held = end.documents.filter(([bucket]) => bucket === name);
        expect(new Map(held.map(([, kind, id, , body]) => [`${kind}/${id}`, body]))).toEqual(live);
      }
      expect(new Set(server.applied).size).toBe(server.applied.length);
    }),
    { numRuns: 150 },
  );
});

type Stored = [bucket: string, kind: string, id: string, position: number, body: unknown];

async function dump(store: Store) {
  return store.read(STORES, async (tx) => {
    const documents: Stored[] = [];
    const keys = await tx.keys("page");
    for (const [place, page] of (await tx.all("page")).entries()) {
      for (const put of readPage(page) ?? []) documents.push([keys[place]?.[0] as string, ...put]);
    }
    documents.sort((one, other) =>
      `${one[0]}${one[1]}${one[2]}` < `${other[0]}${other[1]}${other[2]}` ? -1 : 1,
    );
    return {
      documents,
      buckets: await tx.all("bucket"),
      outbox: await tx.all("outbox"),
      answered: await tx.all("answered"),
      attention: await tx.all("attention"),
      device: await tx.meta("device"),
    };
  });
}

function countsAgree(held: Awaited<ReturnType<typeof dump>>): boolean {
  return held.buckets.every(({ name, count, checksum }) => {
    const own = held.documents.filter(([bucket]) => bucket === name);
    const fingerprint = fingerprintOf(name);
    const sum = own.reduce((so, [, kind, id, position]) => (so + fingerprint(kind, id, position)) >>> 0, 0);
    return own.length === count && sum === checksum;
  });
}
