import type { BucketChange } from "./buckets.ts";
import type { Environment } from "./environment.ts";
import { putAside, takeNewDevice } from "./outbox.ts";
import { sendPhotos, whatWaits } from "./photos.ts";
import { BATCH, type BucketNews, isAnswer, type SyncAnswer } from "./protocol.ts";
import { type Applied, applyAnswer } from "./pull.ts";
import { type Asked, ask } from "./push.ts";
import type { Answer, Requester } from "./request.ts";
import { stageSnapshots, type Wanted } from "./snapshots.ts";
import { isFull, type Store } from "./store/open.ts";
import { STORES } from "./store/records.ts";

/** One round trip, and what is to happen next. */
export type Round =
  /** Everything is exchanged. */
  | { kind: "done" }
  /** Ask again at once. */
  | { kind: "more" }
  /** Ask again later: no answer, or none that helps. */
  | { kind: "later"; retryAfter?: number | undefined; reached?: true }
  /** Another tab is at it. */
  | { kind: "elsewhere" }
  | { kind: "signed-out" }
  | { kind: "removed" }
  | { kind: "full" };

/** What a phone remembers between round trips; it may forget it without harm. */
export interface Course {
  limit: number;
  /** Ask with an empty hand: the server stands elsewhere than we thought. */
  onlyPull: boolean;
  /** A mutation that the server would not read, put aside once a request without it goes through. */
  suspect: { id: string; code: string } | undefined;
  /** The server has answered this login. */
  met: boolean;
}

export const newCourse = (): Course => ({ limit: BATCH, onlyPull: false, suspect: undefined, met: false });

export interface Parts {
  account: string;
  store: Store;
  environment: Environment;
  request: Requester;
  /** Told of every change of what is stored, after it is stored. */
  changed(buckets: readonly BucketChange[], applied: Applied | undefined): Promise<void>;
}

export async function round(parts: Parts, course: Course): Promise<Round> {
  try {
    return await exchange(parts, course);
  } catch (error) {
    if (isFull(error)) return { kind: "full" };
    throw error;
  }
}

async function exchange(parts: Parts, course: Course): Promise<Round> {
  const { account, store, environment, request, changed } = parts;
  // Where the browser itself knows of no network nothing is tried, so that everything can still be undone.
  if (!environment.online()) return { kind: "later" };
  // A photo says nothing of whose it is: first hear that this login is still ours.
  const { photos, acts } = await whatWaits(store);
  const stopped = course.met && photos ? await sendPhotos(store, request) : undefined;
  const photosFirst = !course.met && photos;
  if (stopped !== undefined) return refused(parts, course, stopped, undefined);

  const limit = !acts || course.onlyPull || photosFirst ? 0 : course.limit;
  const asked = await ask(store, environment, account, limit);
  if (asked.damaged.length > 0) await changed(asked.damaged, undefined);
  const answer = await request({ method: "POST", path: "/api/sync", json: asked.request });
  if (answer.kind !== "answered" || answer.status !== 200) return refused(parts, course, answer, asked);
  if (!isAnswer(answer.json)) return { kind: "later" };
  course.met = true;
  if (course.suspect !== undefined) {
    await putAside(store, environment, course.suspect.id, course.suspect.code);
    course.suspect = undefined;
  }
  const applied = await apply(parts, asked, answer.json);
  if (applied === undefined) return { kind: "more" };
  await changed(applied.buckets, applied);
  return next(course, asked, answer.json, applied);
}

async function apply(parts: Parts, asked: Asked, answer: SyncAnswer): Promise<Applied | undefined> {
  const { store, environment, request } = parts;
  const wanted: Wanted[] = [];
  for (const [name, news] of Object.entries(answer.buckets)) {
    const snapshot = (news as BucketNews).snapshot;
    if (snapshot !== undefined && snapshot.parts.length > 0) wanted.push({ name, ...snapshot });
  }
  try {
    const staged = wanted.length > 0 ? await stageSnapshots(store, environment, request, wanted) : new Map();
    return await applyAnswer(store, environment, asked, answer, staged);
  } catch (error) {
    if (!isFull(error)) throw error;
    // No room for documents: what a person did must still learn its outcome.
    await makeRoom(store);
    const bare = { ...answer, buckets: {}, done: false };
    const applied = await applyAnswer(store, environment, asked, bare, new Map());
    if (applied !== undefined) await parts.changed([], applied);
    throw error;
  }
}

/** Lets go of what can be had again: half-loaded snapshots, other people's photos. */
async function makeRoom(store: Store): Promise<void> {
  await store.write(["staged", "photo", "page", "bucket"], async (tx) => {
    tx.clear("staged");
    for (const key of await tx.keys("photo")) {
      if (key[0] !== "") tx.delete("photo", key);
    }
    for (const key of await tx.keys("page")) {
      const bucket = await tx.get("bucket", key[0]);
      if (bucket?.generation !== key[1]) tx.delete("page", key);
    }
  });
}

function next(course: Course, asked: Asked, answer: SyncAnswer, applied: Applied): Round {
  const ids = new Set(asked.request.mutations.map((mutation) => mutation.id));
  const onlyPulled = asked.carried.size === 0;
  course.onlyPull = false;
  course.limit = Math.min(BATCH, course.limit * 2);
  if (applied.missing) return { kind: "later" };
  if (answer.retry_after !== undefined) {
    return { kind: "later", reached: true, retryAfter: answer.retry_after * 1000 };
  }
  if (applied.again || !answer.done) return { kind: "more" };
  const { waiting } = applied;
  if (waiting.length === 0) return { kind: "done" };
  // The server left these without an outcome (a fault of its own): once more, but not at once.
  const stayed = waiting.some((entry) => ids.has(entry.id));
  return stayed && !onlyPulled ? { kind: "later", reached: true } : { kind: "more" };
}

/** 3-sync 3.3: what each answer that is not one means. */
async function refused(
  { store, environment, changed }: Parts,
  course: Course,
  answer: Answer,
  asked: Asked | undefined,
): Promise<Round> {
  // Not even an empty request went through: the mutation was not what the server stumbled over.
  if (course.suspect !== undefined) course.onlyPull = false;
  course.suspect = undefined;
  if (answer.kind === "unreachable") return { kind: "later" };
  const { status, problem, retryAfter } = answer;
  const code = typeof problem?.code === "string" ? problem.code : "";
  const carried = asked?.carried.size ?? 0;
  if (status === 401) {
    course.met = false;
    return { kind: "signed-out" };
  }
  if (status === 403 && code === "device-revoked") {
    await removeAll(store, environment);
    await changed([], undefined);
    return { kind: "removed" };
  }
  if (status === 409 && code === "gap" && carried > 0) {
    course.onlyPull = true;
    return { kind: "more" };
  }
  if (status === 409 && code === "fork") return fork(store, environment, course, carried);
  if ((status === 413 || status === 422 || status === 400) && asked !== undefined) {
    if (carried > 1) {
      course.limit = Math.floor(carried / 2);
      return { kind: "more" };
    }
    const [act] = asked.request.mutations;
    if (act === undefined) return { kind: "later" };
    course.suspect = { id: act.id, code: status === 413 ? "too-large" : "malformed" };
    course.onlyPull = true;
    return { kind: "more" };
  }
  return { kind: "later", retryAfter };
}

/** Which number has the twin is found by halves: what comes before it may be answered under the old id. */
async function fork(store: Store, environment: Environment, course: Course, carried: number): Promise<Round> {
  if (carried > 1) {
    course.limit = Math.floor(carried / 2);
    return { kind: "more" };
  }
  await store.write(STORES, (tx) => takeNewDevice(tx, environment), true);
  course.limit = BATCH;
  return { kind: "more" };
}

/** This phone was removed by its owner: nothing that came from the server stays. */
async function removeAll(store: Store, environment: Environment): Promise<void> {
  await store.write(
    STORES,
    async (tx) => {
      const unsent = (await tx.all("outbox")).filter((entry) => entry.outcome === undefined).length;
      for (const name of STORES) tx.clear(name);
      tx.setMeta("removed", { at: environment.now(), unsent });
    },
    true,
  );
}
