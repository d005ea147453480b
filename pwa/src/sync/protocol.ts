/** The wire, as 3-sync says it: what goes up and what comes down in one round trip. */

/** One live document: kind, id, position, body. */
export type Put = readonly [kind: string, id: string, position: number, body: unknown];

/** A tombstone: kind, id, position. */
export type Delete = readonly [kind: string, id: string, position: number];

export type Cursor = readonly [epoch: string, position: number];

export interface SentMutation {
  number: number;
  id: string;
  name: string;
  args: unknown;
  made_at: string;
}

export interface SyncRequest {
  protocol: 1;
  app: string;
  /** Whose phone this is: nothing may go out under another login that the browser has meanwhile. */
  account: string;
  device: string;
  acknowledged: number;
  mutations: SentMutation[];
  cursors: Record<string, Cursor>;
  follow: readonly string[];
  healed?: string[];
}

/** RFC 9457, with our code and the facts that go with it. */
export interface Problem {
  title: string;
  detail: string;
  code?: string;
  [fact: string]: unknown;
}

export interface OutcomeAnswer {
  number: number;
  outcome: "applied" | "refused" | "quarantined";
  code?: string;
  problem?: Problem;
}

export type Part = readonly [url: string, documents: number, bytes: number];

export interface BucketDrop {
  drop: string;
}

export interface BucketNews {
  epoch: string;
  position: number;
  puts?: readonly Put[];
  deletes?: readonly Delete[];
  count?: number;
  checksum?: number;
  /** `pages`: how many the phone is to keep the bucket in, as its parts' lines are laid out. */
  snapshot?: { position: number; pages: number; parts: readonly Part[] };
  lease_days?: number;
}

export type BucketAnswer = BucketDrop | BucketNews;

export interface SyncAnswer {
  protocol: number;
  now: string;
  last_number: number;
  done: boolean;
  outcomes: readonly OutcomeAnswer[];
  buckets: Record<string, BucketAnswer>;
  upgrade: null | "available" | "required";
  /** Seconds. Something was left out or left undone: ask again, but not before. */
  retry_after?: number;
}

/** As many as the server reads in one request; it runs them fifty at a time. */
export const BATCH = 500;
/** Below the server's 256 kB, so that cursors have room. */
export const BATCH_BYTES = 200_000;

/** An answer cut short or made by something between us and the server is no answer. */
export function isAnswer(value: unknown): value is SyncAnswer {
  if (typeof value !== "object" || value === null) return false;
  const answer = value as Partial<SyncAnswer>;
  return (
    Number.isInteger(answer.last_number) &&
    typeof answer.done === "boolean" &&
    Array.isArray(answer.outcomes) &&
    typeof answer.buckets === "object" &&
    answer.buckets !== null
  );
}
