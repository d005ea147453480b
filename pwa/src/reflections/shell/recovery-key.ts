/**
 * The recovery key as a person writes it down: 128 random bits in Crockford's base 32, with a checksum of two
 * symbols, in seven groups of four. One wrong symbol, or two neighbours changed about, are always found.
 * Shared by the shell, which makes it, and the room, which can say that it was mistyped.
 */

const SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const BITS = 128n;
/** A prime just below 32²: no error of one symbol, and no swap of neighbours, is a multiple of it. */
const CHECK = 1021n;
const LENGTH = 26;

/** `bytes`: 16 of them. */
export function writeRecovery(bytes: Uint8Array): string {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  const written = symbols(value, LENGTH) + symbols(value % CHECK, 2);
  return (written.match(/.{4}/g) ?? []).join("-");
}

/** The 16 bytes, or null when it was mistyped. Case, spaces and dashes do not matter; O is 0, I and L are 1. */
export function readRecovery(text: string): Uint8Array<ArrayBuffer> | null {
  const typed = text
    .toUpperCase()
    .replace(/[\s\-\u2010-\u2015]/g, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");
  if (typed.length !== LENGTH + 2) return null;
  const value = number(typed.slice(0, LENGTH));
  const check = number(typed.slice(LENGTH));
  if (value === null || check === null || value >> BITS !== 0n || value % CHECK !== check) return null;
  return Uint8Array.from({ length: 16 }, (_, at) => Number((value >> BigInt(8 * (15 - at))) & 0xffn));
}

function symbols(value: bigint, length: number): string {
  let text = "";
  for (let at = length - 1; at >= 0; at--) text += SYMBOLS[Number((value >> BigInt(5 * at)) & 31n)];
  return text;
}

function number(text: string): bigint | null {
  let value = 0n;
  for (const symbol of text) {
    const digit = SYMBOLS.indexOf(symbol);
    if (digit < 0) return null;
    value = (value << 5n) | BigInt(digit);
  }
  return value;
}
