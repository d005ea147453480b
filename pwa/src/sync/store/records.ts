import type { OutcomeAnswer } from "../protocol.ts";

/** What the stores of one account's database hold. Keys are out of line everywhere. */

export interface DeviceRecord {
  id: string;
  /** The number that the next mutation gets. */
  next: number;
  /** The server's last number, as far as this phone knows. */
  last: number;
  acknowledged: number;
  /** Goes up with every applied answer: an answer is applied only to the state it was asked from. */
  stamp: number;
}

export interface BucketRecord {
  name: string;
  epoch: string;
  position: number;
  count: number;
  checksum: number;
  /** A power of two. */
  pages: number;
  /** Which set of stored pages is the bucket: a snapshot is staged as the next and flipped. */
  generation: number;
  leaseDays: number | undefined;
  seal: number;
}

export interface PageRecord {
  text: string;
  seal: number;
}

export interface StagedPart {
  generation: number;
  pages: number;
  documents: number;
  checksum: number;
}

export interface OutboxEntry {
  number: number;
  id: string;
  name: string;
  args: unknown;
  /** When the person did it, by this phone's clock. */
  made: number;
  /** It may have reached the server, so it cannot be taken back any more. */
  sent: boolean;
  /** Known already, while the documents that show its effects are still coming. */
  outcome: OutcomeAnswer | undefined;
}

export interface AnsweredEntry {
  entry: OutboxEntry;
  device: string;
  at: number;
}

export interface AttentionEntry {
  number: number;
  id: string;
  name: string;
  /** The person's own words, never thrown away. */
  args: unknown;
  made: number;
  at: number;
  outcome: "refused" | "quarantined";
  code: string | undefined;
  problem: Record<string, unknown> | undefined;
}

export interface SentEntry {
  at: number;
  method: string;
  path: string;
  fields: SentField[];
  /** How often the same was sent since `at`, and when last. */
  times: number;
  last: number;
}

export interface SentField {
  path: string;
  words: string;
  seenBy: readonly string[];
}

export interface PhotoRecord {
  bytes: Uint8Array<ArrayBuffer>;
  type: string;
  waiting: boolean;
}

export interface Healing {
  times: number;
  at: number;
}

export interface Meta {
  device: DeviceRecord;
  follow: string[];
  asAt: number;
  upgrade: "available" | "required" | null;
  healings: Record<string, Healing>;
  /** The epoch each bucket of one's own was last seen in, also when the bucket itself was damaged and dropped. */
  epochs: Record<string, string>;
  /** Buckets dropped as damaged, to be told to the server with the next request. */
  healed: string[];
  persisted: boolean;
  removed: { at: number; unsent: number };
}

export interface Stores {
  page: { key: [bucket: string, generation: number, page: number, fragment: string]; value: PageRecord };
  bucket: { key: string; value: BucketRecord };
  staged: { key: [bucket: string, sha256: string]; value: StagedPart };
  outbox: { key: number; value: OutboxEntry };
  answered: { key: [at: number, id: string]; value: AnsweredEntry };
  attention: { key: [at: number, id: string]; value: AttentionEntry };
  sent: { key: number; value: SentEntry };
  photo: { key: [bucket: string, hash: string]; value: PhotoRecord };
  meta: { key: keyof Meta; value: Meta[keyof Meta] };
}

export type StoreName = keyof Stores;
export const STORES: readonly StoreName[] = [
  "page",
  "bucket",
  "staged",
  "outbox",
  "answered",
  "attention",
  "sent",
  "photo",
  "meta",
];
