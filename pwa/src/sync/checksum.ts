import { feed, finish, START } from "./crc32.ts";

/**
 * A bucket's checksum: the sum modulo 2^32, over live documents, of CRC-32 of `bucket/kind/id@position`.
 * Server and phone each keep theirs, and each put or delete changes it by one term.
 */
export type Fingerprint = (kind: string, id: string, position: number) => number;

/** The term of one document. The beginning is the same for a whole bucket and is worked out once. */
export function fingerprintOf(bucket: string): Fingerprint {
  const beginnings = new Map<string, number>();
  return (kind, id, position) => {
    let beginning = beginnings.get(kind);
    if (beginning === undefined) {
      beginning = feed(START, `${bucket}/${kind}/`);
      beginnings.set(kind, beginning);
    }
    return finish(feed(beginning, `${id}@${position}`));
  };
}

const utf8 = new TextEncoder();

/**
 * A seal over stored text, for this phone alone: it finds a byte that the disk changed.
 * Not CRC-32, because 4 MB of text are sealed at every start: whole words at a time are ten times faster.
 */
export function seal(text: string): number {
  const bytes = utf8.encode(text);
  let hash = 0x811c9dc5 ^ bytes.length;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2);
  for (let at = 0; at < words.length; at++) {
    hash = Math.imul(hash ^ (words[at] as number), 0x01000193);
    // Multiplying only carries upwards: what the highest bits say must come down.
    hash ^= hash >>> 15;
  }
  for (const byte of bytes.subarray(words.length * 4)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
