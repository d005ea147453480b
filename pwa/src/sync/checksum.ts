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
let bytes = new Uint8Array(0);
let words = new Int32Array(0);

/**
 * A seal over stored text, for this phone alone: it finds a byte that the disk changed.
 * Not CRC-32, because 4 MB of text are sealed at every start: four words at a time, in a buffer that is
 * kept, are several times faster.
 */
export function seal(text: string): number {
  if (bytes.length < text.length * 3) {
    bytes = new Uint8Array(Math.ceil((text.length * 3) / 4) * 4);
    words = new Int32Array(bytes.buffer);
  }
  const { written } = utf8.encodeInto(text, bytes);
  const whole = (written >>> 4) << 2;
  let [one, two, three, four] = [written, 2, 3, 4];
  for (let at = 0; at < whole; at += 4) {
    one = Math.imul(one ^ (words[at] as number), PRIME);
    two = Math.imul(two ^ (words[at + 1] as number), PRIME);
    three = Math.imul(three ^ (words[at + 2] as number), PRIME);
    four = Math.imul(four ^ (words[at + 3] as number), PRIME);
  }
  for (let at = whole * 4; at < written; at++) one = Math.imul(one ^ (bytes[at] as number), PRIME);
  // Multiplying only carries upwards: what the highest bits say must come down.
  for (const lane of [two, three, four]) one = Math.imul(one ^ (one >>> 15) ^ lane, PRIME);
  return (one ^ (one >>> 15)) >>> 0;
}

const PRIME = 0x01000193;
