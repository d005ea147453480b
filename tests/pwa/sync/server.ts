import { fingerprintOf } from "../../../pwa/src/sync/checksum.ts";
import { crc32 } from "../../../pwa/src/sync/crc32.ts";
import type {
  BucketAnswer,
  BucketNews,
  Delete,
  OutcomeAnswer,
  Part,
  Put,
  SyncAnswer,
  SyncRequest,
} from "../../../pwa/src/sync/protocol.ts";

interface Stored {
  kind: string;
  id: string;
  position: number;
  body: unknown;
}

interface Bucket {
  epoch: string;
  position: number;
  documents: Map<string, Stored>;
  shared: boolean;
  snapshot: { position: number; pages: number; parts: [name: string, pages: Put[][]][] } | undefined;
}

interface KnownDevice {
  last: number;
  ids: Map<number, string>;
  outcomes: Map<number, OutcomeAnswer>;
}

export type Fault = (path: string, respond: () => Response) => Response | Promise<Response>;

/** A server that speaks 3-sync in memory, small enough to be believed. One account may see everything. */
export class Server {
  buckets = new Map<string, Bucket>();
  devices = new Map<string, KnownDevice>();
  requests: SyncRequest[] = [];
  /** The next answers go through these, in order. */
  faults: Fault[] = [];
  /** How many documents one answer holds. */
  page = 2000;
  /** Buckets at least this large come as a snapshot. */
  snapshotFrom = 20;
  partSize = 8;
  /** How much of a part arrives at a time. */
  bytesAtOnce = 1000;
  upgrade: SyncAnswer["upgrade"] = null;
  /** Acts that the server crashes on, and acts it cannot read. */
  crashing = new Set<string>();
  unreadable = new Set<string>();
  unseen = new Set<string>();
  /** Whose login the browser has; undefined: whoever asks. */
  account: string | undefined;
  photos = new Map<string, Uint8Array>();
  applied: string[] = [];

  bucket(name: string): Bucket {
    let bucket = this.buckets.get(name);
    if (bucket === undefined) {
      bucket = { epoch: "e1", position: 0, documents: new Map(), shared: false, snapshot: undefined };
      this.buckets.set(name, bucket);
    }
    return bucket;
  }

  put(bucket: string, kind: string, id: string, body: unknown): void {
    const to = this.bucket(bucket);
    to.position += 1;
    to.documents.set(`${kind}/${id}`, { kind, id, position: to.position, body });
  }

  /** The documents that a phone should hold, by kind and id. */
  live(name: string): Map<string, unknown> {
    const live = new Map<string, unknown>();
    for (const [key, { body }] of this.bucket(name).documents) if (body !== undefined) live.set(key, body);
    return live;
  }

  /** A backup is put back: what came after it is forgotten, and every position begins a new epoch. */
  backup(): () => void {
    const buckets = structuredClone(this.buckets);
    const devices = structuredClone(this.devices);
    const applied = [...this.applied];
    return () => {
      this.buckets = structuredClone(buckets);
      for (const bucket of this.buckets.values()) bucket.epoch = `${bucket.epoch}+`;
      this.devices = structuredClone(devices);
      this.applied = [...applied];
    };
  }

  async answer(path: string, init: RequestInit): Promise<Response> {
    const respond = () => this.#respond(path, init);
    const fault = this.faults.shift();
    return fault === undefined ? respond() : fault(path, respond);
  }

  #respond(path: string, init: RequestInit): Response {
    if (path === "/api/sync") return this.#sync(JSON.parse(String(init.body)) as SyncRequest);
    const [, , place, bucket, name] = path.split("/");
    if (place === "snapshots") {
      const part = this.bucket(decodeURIComponent(bucket as string)).snapshot?.parts.find(
        ([one]) => one === name,
      );
      return part === undefined ? problem(404, "not-yours") : lines(part[1], this.bytesAtOnce);
    }
    if (path === "/api/photos") {
      this.photos.set(String(this.photos.size), init.body as unknown as Uint8Array);
      return Response.json({ hash: "" });
    }
    return problem(404, "not-found");
  }

  #sync(request: SyncRequest): Response {
    this.requests.push(structuredClone(request));
    if (this.account !== undefined && this.account !== request.account) return problem(401, "signed-out");
    const device = this.devices.get(request.device) ?? { last: 0, ids: new Map(), outcomes: new Map() };
    this.devices.set(request.device, device);
    if (request.mutations.some(({ name }) => this.unreadable.has(name))) return problem(422, "malformed");
    for (const mutation of request.mutations) {
      if (mutation.number <= device.last) {
        if (device.ids.get(mutation.number) !== mutation.id) return problem(409, "fork");
        continue;
      }
      if (mutation.number > device.last + 1) return problem(409, "gap", { expected: device.last + 1 });
      if (this.crashing.has(mutation.name)) break;
      device.ids.set(mutation.number, mutation.id);
      device.outcomes.set(
        mutation.number,
        this.#run(mutation.number, mutation.id, mutation.name, mutation.args),
      );
      device.last = mutation.number;
    }
    const outcomes = [...device.outcomes.values()].filter(({ number }) => number > request.acknowledged);
    const answer: SyncAnswer = {
      protocol: 1,
      now: "2026-11-22T20:00:00Z",
      last_number: device.last,
      done: true,
      outcomes,
      buckets: {},
      upgrade: this.upgrade,
    };
    if (this.upgrade !== "required") this.#pull(request, answer);
    return Response.json(answer);
  }

  #run(number: number, id: string, name: string, args: unknown): OutcomeAnswer {
    const { id: thing, text, by } = args as { id: string; text?: string; by?: number };
    if (text === "no")
      return { number, outcome: "refused", code: "not-yours", problem: { title: "t", detail: "d" } };
    // What came already under another device's name is not done again.
    if (this.applied.includes(id)) return { number, outcome: "applied" };
    this.applied.push(id);
    if (name === "note.write") this.put("doctor:1", "note", thing, { text });
    if (name === "note.forget") this.put("doctor:1", "note", thing, undefined);
    if (name === "tally.add") {
      const before = this.bucket("doctor:1").documents.get(`tally/${thing}`)?.body as
        | { sum: number }
        | undefined;
      this.put("doctor:1", "tally", thing, { sum: (before?.sum ?? 0) + (by ?? 0) });
    }
    return { number, outcome: "applied" };
  }

  #pull(request: SyncRequest, answer: SyncAnswer): void {
    let room = this.page;
    const buckets: Record<string, BucketAnswer> = {};
    for (const name of Object.keys(request.cursors)) {
      if (!this.#sees(name, request))
        buckets[name] = { drop: this.buckets.has(name) ? "not-followed" : "no-longer-yours" };
    }
    for (const [name, bucket] of this.buckets) {
      if (!this.#sees(name, request)) continue;
      const cursor = request.cursors[name];
      if (cursor?.[0] === bucket.epoch && cursor[1] === bucket.position) continue;
      const news = this.#news(name, bucket, cursor, room);
      room -= (news.puts?.length ?? 0) + (news.deletes?.length ?? 0);
      if (news.position < bucket.position) answer.done = false;
      buckets[name] = news;
    }
    answer.buckets = buckets;
  }

  #sees(name: string, request: SyncRequest): boolean {
    const bucket = this.buckets.get(name);
    if (bucket === undefined || this.unseen.has(name)) return false;
    return !bucket.shared || request.follow.includes(name.split(":")[1] as string);
  }

  #news(
    name: string,
    bucket: Bucket,
    cursor: readonly [string, number] | undefined,
    room: number,
  ): BucketNews {
    const anew = cursor === undefined || cursor[0] !== bucket.epoch || cursor[1] > bucket.position;
    const live = [...bucket.documents.values()].filter(({ body }) => body !== undefined);
    const news: BucketNews = { epoch: bucket.epoch, position: bucket.position };
    let since = anew ? 0 : cursor[1];
    if (anew && live.length >= this.snapshotFrom) {
      bucket.snapshot ??= { position: bucket.position, ...this.#parts(live) };
      const { position, pages, parts } = bucket.snapshot;
      news.snapshot = {
        pages,
        position,
        parts: parts.map(
          ([part, pages]): Part => [
            `/api/snapshots/${encodeURIComponent(name)}/${part}`,
            pages.flat().length,
            0,
          ],
        ),
      };
      since = position;
    } else if (anew) news.snapshot = { position: 0, pages: 1, parts: [] };
    const changed = [...bucket.documents.values()]
      .filter(({ position }) => position > since)
      .sort((one, other) => one.position - other.position);
    const now = changed.slice(0, Math.max(0, room));
    if (now.length < changed.length) news.position = now.at(-1)?.position ?? since;
    news.puts = now
      .filter(({ body }) => body !== undefined)
      .map((d): Put => [d.kind, d.id, d.position, d.body]);
    if (!anew || news.snapshot?.parts.length) {
      news.deletes = now
        .filter(({ body }) => body === undefined)
        .map((d): Delete => [d.kind, d.id, d.position]);
    }
    if (bucket.shared) news.lease_days = 30;
    if (news.position === bucket.position) {
      news.count = live.length;
      const fingerprint = fingerprintOf(name);
      news.checksum = live.reduce((sum, d) => (sum + fingerprint(d.kind, d.id, d.position)) >>> 0, 0);
    }
    return news;
  }

  #parts(live: Stored[]): { pages: number; parts: [string, Put[][]][] } {
    const many = 2 ** Math.ceil(Math.log2(Math.max(1, live.length / this.partSize)));
    const pages: Put[][] = Array.from({ length: many * 16 }, () => []);
    for (const { kind, id, position, body } of live)
      pages[crc32(id) % pages.length]?.push([kind, id, position, body]);
    const parts = Array.from({ length: many }, (_, part) =>
      pages.filter((puts, page) => page % many === part && puts.length > 0),
    ).filter((part) => part.length > 0);
    return { pages: pages.length, parts: parts.map((part) => [sha256(JSON.stringify(part)), part]) };
  }
}

/** A part of a snapshot: a line for each page, in as many bytes at a time as are asked for. */
export function lines(pages: readonly (readonly Put[])[], bytes = 1000): Response {
  const text = new TextEncoder().encode(pages.map((puts) => JSON.stringify(puts)).join("\n"));
  const chunks = new ReadableStream<Uint8Array>({
    start(stream) {
      for (let at = 0; at < text.length; at += bytes) stream.enqueue(text.subarray(at, at + bytes));
      stream.close();
    },
  });
  return new Response(chunks, { headers: { "content-type": "application/x-ndjson" } });
}

export function problem(status: number, code: string, facts: Record<string, unknown> = {}): Response {
  const body = JSON.stringify({ type: "about:blank", title: "", status, detail: "", code, ...facts });
  return new Response(body, { status, headers: { "content-type": "application/problem+json" } });
}

// Node's own, for names of parts that the phone checks.
declare const process: {
  getBuiltinModule(name: "node:crypto"): { hash(algorithm: string, text: string): string };
};
const sha256 = (text: string) => process.getBuiltinModule("node:crypto").hash("sha256", text);
