import { type Sees, seenBy } from "../contract.ts";
import type { Store } from "./store/open.ts";
import type { SentEntry, SentField } from "./store/records.ts";

/**
 * "What left this phone": every field of every request, when, and who can see it. It is read off the very
 * bytes that are sent, so a field that nobody thought of stands here too.
 */

/** Values of these names are said to have been sent; the values themselves are kept nowhere. */
const SECRET = /password|code|token|credential|secret|^endpoint$|^p256dh$|^auth$/;
const HIDDEN = "••••";
const LONGEST = 300;
const KEPT = 500;

export interface SentLog {
  add(entry: SentEntry): Promise<void>;
  read(): Promise<SentEntry[]>;
}

/** Requests before anyone is logged in wait in memory, and are written down once there is a place. */
export interface EarlySentLog extends SentLog {
  settle(log: SentLog): Promise<void>;
  /** The place is gone (somebody logged out): back to memory. */
  leave(log: SentLog): void;
}

export function fieldsOf(method: string, path: string, body: string | undefined): SentField[] {
  const fields: SentField[] = [];
  const query = path.split("?")[1];
  if (query !== undefined) {
    for (const [name, value] of new URLSearchParams(query)) fields.push(field(name, value));
  }
  if (body === undefined) return fields;
  let sent: unknown;
  try {
    sent = JSON.parse(body);
  } catch {
    return [...fields, { path: method === "PUT" ? "file" : "text", words: short(body), seenBy: ["server"] }];
  }
  if (typeof sent !== "object" || sent === null) return fields;
  for (const [name, value] of Object.entries(sent)) {
    if (name === "mutations" && Array.isArray(value)) fields.push(...value.flatMap(mutationFields));
    else if (name === "cursors" && typeof value === "object" && value !== null) {
      for (const [bucket, cursor] of Object.entries(value)) fields.push(field(`cursors.${bucket}`, cursor));
    } else fields.push(field(name, value));
  }
  return fields;
}

function field(path: string, value: unknown, who: readonly string[] = ["server"]): SentField {
  return { path, words: SECRET.test(path) ? HIDDEN : short(wordsOf(value)), seenBy: who };
}

function mutationFields(mutation: unknown): SentField[] {
  if (typeof mutation !== "object" || mutation === null) return [field("mutations", mutation)];
  const { name, args, ...rest } = mutation as { name?: unknown; args?: unknown };
  const act = String(name);
  const who: Record<string, readonly Sees[]> =
    (seenBy as Record<string, Record<string, readonly Sees[]>>)[act] ?? {};
  const told = Object.entries(typeof args === "object" && args !== null ? args : {}).map(([key, value]) =>
    field(`${act}.${key}`, value, who[key]),
  );
  return [...told, ...Object.entries(rest).map(([key, value]) => field(`${act} (${key})`, value))];
}

function wordsOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(wordsOf).join(", ");
  return JSON.stringify(value) ?? "";
}

function short(words: string): string {
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
}

/** The same question asked again and again is one line with a number, not a thousand lines. */
function repeats(one: SentEntry, other: SentEntry): boolean {
  const acts = (entry: SentEntry) => entry.fields.some((sent) => sent.path.includes(" ("));
  return (
    !acts(other) &&
    one.method === other.method &&
    one.path === other.path &&
    one.fields.length === other.fields.length &&
    one.fields.every((sent, place) => sent.path === other.fields[place]?.path)
  );
}

function merged(before: SentEntry, entry: SentEntry): SentEntry {
  return { ...before, fields: entry.fields, times: before.times + entry.times, last: entry.last };
}

export function storedSentLog(store: Store): SentLog {
  return {
    add: (entry) =>
      store.write(["sent"], async (tx) => {
        const keys = await tx.keys("sent");
        const newest = keys.at(-1) ?? 0;
        for (const key of keys.slice(-4)) {
          const before = await tx.get("sent", key);
          if (before !== undefined && repeats(before, entry)) {
            tx.put("sent", key, merged(before, entry));
            return;
          }
        }
        tx.put("sent", newest + 1, entry);
        if (keys.length > KEPT) tx.delete("sent", tx.upTo(newest - KEPT));
      }),
    read: async () => (await store.read(["sent"], (tx) => tx.all("sent"))).reverse(),
  };
}

export function earlySentLog(): EarlySentLog {
  let place: SentLog | undefined;
  const early: SentEntry[] = [];
  return {
    async add(entry) {
      if (place !== undefined) return place.add(entry);
      const before = early.at(-1);
      if (before !== undefined && repeats(before, entry)) early[early.length - 1] = merged(before, entry);
      else early.push(entry);
    },
    read: async () => (place === undefined ? [...early].reverse() : place.read()),
    async settle(log) {
      place = log;
      for (const entry of early.splice(0)) await log.add(entry);
    },
    leave(log) {
      if (place === log) place = undefined;
    },
  };
}
