/** Bytes, and how they are written as text. */
export type Bytes = Uint8Array<ArrayBuffer>;

export function random(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** A random id of 128 bits, as 32 hexadecimal digits. */
export function newId(): string {
  return hex(random(16));
}

/** In an order that tells nothing of the one before. */
export function shuffled(ids: readonly string[]): string[] {
  return ids
    .map((id) => ({ id, place: hex(random(8)) }))
    .sort((one, other) => (one.place < other.place ? -1 : 1))
    .map(({ id }) => id);
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function utf8(text: string): Bytes {
  return encoder.encode(text);
}

export function base64(bytes: Uint8Array): string {
  let text = "";
  // Arguments of one call are limited, so it goes in pieces.
  for (let at = 0; at < bytes.length; at += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(text);
}

/** Throws when it is not base64. */
export function fromBase64(text: string): Bytes {
  const decoded = atob(text);
  const bytes = new Uint8Array(decoded.length);
  for (let at = 0; at < decoded.length; at++) bytes[at] = decoded.charCodeAt(at);
  return bytes;
}

/**
 * The JSON of a value, led by its length (4 bytes, big-endian) and filled up with zeros to what `size`
 * answers for the length that is needed. Nothing (null) has length 0.
 */
export function padded(value: unknown, size: (needed: number) => number): Bytes {
  const text = value === null ? new Uint8Array() : utf8(JSON.stringify(value));
  const bytes = new Uint8Array(size(4 + text.length));
  new DataView(bytes.buffer).setUint32(0, text.length);
  bytes.set(text, 4);
  return bytes;
}

/** What `padded` wrote. Throws when it is not that. */
export function unpadded(bytes: ArrayBuffer): unknown {
  const length = new DataView(bytes).getUint32(0);
  if (length === 0) return null;
  return JSON.parse(decoder.decode(new Uint8Array(bytes, 4, length)));
}
