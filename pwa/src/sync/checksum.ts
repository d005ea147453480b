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

/**
 * A seal over stored text, for this phone alone: it finds a byte that the disk changed.
 * Not CRC-32, because 4 MB of text are sealed at every start and this is four times faster.
 */
export function seal(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
