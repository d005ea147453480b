/** CRC-32 as everybody else computes it (IEEE 802.3), over the UTF-8 of a text. */

const table = new Uint32Array(256);
for (let byte = 0; byte < 256; byte++) {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  table[byte] = value;
}

const utf8 = new TextEncoder();

/** The state before any byte. */
export const START = -1;

/** Feeds a text into a state; `finish` makes the number of it. Documents share long beginnings. */
export function feed(state: number, text: string): number {
  let next = state;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 127) return feedBytes(next, utf8.encode(text.slice(at)));
    next = (next >>> 8) ^ (table[(next ^ code) & 255] as number);
  }
  return next;
}

function feedBytes(state: number, bytes: Uint8Array): number {
  let next = state;
  for (const byte of bytes) next = (next >>> 8) ^ (table[(next ^ byte) & 255] as number);
  return next;
}

export function finish(state: number): number {
  return (state ^ -1) >>> 0;
}

export function crc32(text: string): number {
  return finish(feed(START, text));
}
