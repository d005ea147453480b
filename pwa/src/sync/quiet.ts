/**
 * Stretches of the coming weeks in which this phone is to say nothing aloud. A few numbers, kept where the
 * service worker can read them; who makes them, and of what, is not known here. They never leave the phone.
 */

/** In milliseconds: from the first moment of each stretch to the first after it. */
export type QuietSpans = readonly (readonly [from: number, to: number])[];

const NAME = "alongside-quiet";
const STORE = "quiet";
const KEY = "spans";

type World = { readonly indexedDB: IDBFactory };

export async function keepQuiet(world: World, spans: QuietSpans): Promise<void> {
  if (spans.length === 0) {
    await forgetQuiet(world);
    return;
  }
  const database = await opened(world);
  try {
    const writing = database.transaction(STORE, "readwrite");
    const kept = answered(writing.objectStore(STORE).put(spans, KEY));
    writing.commit(); // the worker that reads it must not wait for a page that was left
    await kept;
  } finally {
    database.close();
  }
}

export async function forgetQuiet(world: World): Promise<void> {
  await answered(world.indexedDB.deleteDatabase(NAME));
}

/** Until when it is quiet now; undefined where it is not. */
export async function quietUntil(world: World, now: number): Promise<number | undefined> {
  const database = await opened(world);
  let spans: QuietSpans | undefined;
  try {
    spans = await answered(database.transaction(STORE).objectStore(STORE).get(KEY));
  } finally {
    database.close();
  }
  if (spans === undefined) await forgetQuiet(world); // looking leaves no trace
  return spans?.find(([from, to]) => from <= now && now < to)?.[1];
}

function opened(world: World): Promise<IDBDatabase> {
  const opening = world.indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  return answered(opening);
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException("Storage failed", "UnknownError"));
  });
}
