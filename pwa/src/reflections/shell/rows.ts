/**
 * One row of the database: a reflection or a decoy, sealed, and filled up to one of five sizes, so that
 * neither titles nor dates nor lengths can be read at rest. Decoys keep the number of rows of each size at a
 * power of two, so that how many reflections there are cannot be read either.
 */
import type { Writing } from "../channel.ts";
import { type Bytes, padded, random, unpadded, utf8 } from "./bytes.ts";
import type { Row } from "./store.ts";

/** What a row holds inside. `clock`: how often each device has changed it; `written`: when first kept. */
export interface Content {
  readonly writing: Writing;
  readonly clock: { readonly [device: string]: number };
  readonly written: number;
}

/** The newest format that is understood, and the one that is written. */
export const FORMAT = 1;

/** Bytes inside a row, and how many rows of that size there are at least. */
export const SIZES: readonly { readonly bytes: number; readonly rows: number }[] = [
  { bytes: 2_048, rows: 64 },
  { bytes: 8_192, rows: 32 },
  { bytes: 32_768, rows: 8 },
  { bytes: 131_072, rows: 2 },
  { bytes: 1_048_576, rows: 0 },
];
const TAG = 16;

/** Null is a decoy. */
export async function seal(
  key: CryptoKey,
  id: string,
  version: number,
  content: Content | null,
  size?: number,
) {
  const nonce = random(12);
  const plain = padded(content, (needed) => size ?? sizeFor(needed));
  const sealed = new Uint8Array(await crypto.subtle.encrypt(bound(nonce, FORMAT, id, version), key, plain));
  return { id, format: FORMAT, version, nonce, sealed } satisfies Row;
}

/** Each format is read for ever, by a function of its own. */
const READERS: { readonly [format: number]: (inside: unknown) => Content | null } = {
  1: (inside) => inside as Content | null,
};

/** Throws when it is damaged or of an unknown format. */
export async function unseal(key: CryptoKey, row: Row): Promise<Content | null> {
  const plain = await crypto.subtle.decrypt(
    bound(row.nonce, row.format, row.id, row.version),
    key,
    row.sealed,
  );
  const read = READERS[row.format];
  if (read === undefined) throw new Error("format");
  return read(unpadded(plain));
}

export function sizeOf(row: Row): number {
  return row.sealed.length - TAG;
}

/** A place to start counting from that tells nothing. */
export function firstVersion(): number {
  return new DataView(random(4).buffer).getUint32(0) + 1;
}

/**
 * How many decoys a size needs. `filled`: rows that hold something; `before`: rows of this size so far, which
 * never become fewer.
 */
export function decoysFor(bytes: number, filled: number, before: number): number {
  let rows = Math.max(before, SIZES.find((size) => size.bytes === bytes)?.rows ?? 0);
  if (filled > rows) rows = 2 ** Math.ceil(Math.log2(filled));
  return rows - filled;
}

function sizeFor(needed: number): number {
  const size = SIZES.find(({ bytes }) => bytes >= needed);
  if (size === undefined) throw new RangeError("larger than any row");
  return size.bytes;
}

function bound(iv: Bytes, format: number, id: string, version: number): AesGcmParams {
  return {
    name: "AES-GCM",
    iv,
    additionalData: utf8(`alongside-reflections/row/${format}/${id}/${version}`),
  };
}
