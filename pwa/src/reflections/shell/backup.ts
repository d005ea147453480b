/**
 * A backup: one text file that is sealed as a whole, with the wraps of the data key in it. It tells neither
 * how many reflections it has nor how long they are. A damaged or cut file is known before its key is tried,
 * and one that was tampered with does not open.
 */
import { type Bytes, base64, fromBase64, hex, padded, random, unpadded, utf8 } from "./bytes.ts";
import type { Contents } from "./contents.ts";
import { type Secret, unwrap, type Wrap, type Wraps } from "./keys.ts";
import type { Incoming } from "./merging.ts";
import { Refused } from "./refused.ts";
import type { Content } from "./rows.ts";
import { exactly, isId, isWriting, list, nullable, number, text } from "./shapes.ts";

/** The newest format that is understood, and the one that is written. */
export const BACKUP_FORMAT = 1;
const KIND = "alongside reflections backup";
/** Characters; more than that a phone could not hold anyway. */
export const LARGEST = 100_000_000;
const SMALLEST_BYTES = 16_384;

interface Head {
  readonly kind: typeof KIND;
  readonly format: number;
  /** Epoch milliseconds. */
  readonly made: number;
  readonly vault: string;
  readonly wraps: Wraps;
}

interface File extends Head {
  readonly nonce: string;
  readonly sealed: string;
}

export interface OpenedBackup {
  readonly key: CryptoKey;
  readonly vault: string;
  readonly wraps: Wraps;
  readonly made: number;
  readonly incoming: readonly Incoming[];
}

export async function packBackup(contents: Contents, made: number): Promise<string> {
  if (contents.wraps === null) throw new Refused("no-vault");
  const all = [...contents.known].flatMap(([id, { content }]) => (content ? [{ id, content }] : []));
  const head: Head = { kind: KIND, format: BACKUP_FORMAT, made, vault: contents.id, wraps: contents.wraps };
  const nonce = random(12);
  const sealed = await crypto.subtle.encrypt(bound(nonce, head), contents.key, padded(all, roomy));
  const file: File = { ...head, nonce: base64(nonce), sealed: base64(new Uint8Array(sealed)) };
  return JSON.stringify({ ...file, check: await checkOf(file) });
}

/** Refuses `not-a-backup`, `damaged`, `newer`, `too-big`, `wrong-key`; else all of it is whole. */
export async function openBackup(written: string, secret: Secret): Promise<OpenedBackup> {
  const file = await readBackup(written);
  const key = await unwrap(file.wraps, file.vault, secret);
  try {
    const plain = await crypto.subtle.decrypt(
      bound(fromBase64(file.nonce), file),
      key,
      fromBase64(file.sealed),
    );
    const incoming = READERS[file.format]?.(unpadded(plain));
    if (incoming === undefined || new Set(incoming.map(({ id }) => id)).size < incoming.length) {
      throw new Refused("damaged");
    }
    return { key, vault: file.vault, wraps: file.wraps, made: file.made, incoming };
  } catch {
    throw new Refused("damaged");
  }
}

/** The credentials of the passkeys that can open it. Refuses as `openBackup`. */
export async function passkeysOf(written: string): Promise<readonly string[]> {
  return (await readBackup(written)).wraps.passkeys.map(({ credential }) => credential);
}

/** Each format is read for ever, by a function of its own. */
const READERS: { readonly [format: number]: (inside: unknown) => Incoming[] } = {
  1: (inside) => {
    if (!isInside(inside)) throw new Refused("damaged");
    return inside;
  },
};

async function readBackup(written: string): Promise<File> {
  if (written.length > LARGEST) throw new Refused("too-big");
  const trimmed = written.trim();
  const found = parsed(trimmed);
  if (found === null) throw new Refused(trimmed.includes(KIND) ? "damaged" : "not-a-backup");
  if (found.kind !== KIND) throw new Refused("not-a-backup");
  const { check, ...file } = found;
  const isSame = JSON.stringify(found) === trimmed && check === (await checkOf(file));
  if (!isSame) throw new Refused("damaged");
  if (typeof file.format === "number" && file.format > BACKUP_FORMAT) throw new Refused("newer");
  if (!isFile(file)) throw new Refused("damaged");
  return file;
}

function parsed(written: string): { readonly [name: string]: unknown } | null {
  try {
    const found: unknown = JSON.parse(written);
    return typeof found === "object" && found !== null
      ? (found as { readonly [name: string]: unknown })
      : null;
  } catch {
    return null;
  }
}

/** Finds damage, no more: what keeps others from changing it is the seal. */
async function checkOf(file: object): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(JSON.stringify(file)))));
}

function bound(iv: Bytes, { kind, format, made, vault, wraps }: Head): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: utf8(JSON.stringify({ kind, format, made, vault, wraps })) };
}

/** At least 16 kB, and beyond it steps of an eighth, so that a file's length tells little. */
function roomy(needed: number): number {
  if (needed <= SMALLEST_BYTES) return SMALLEST_BYTES;
  const step = 2 ** (Math.floor(Math.log2(needed)) - 3);
  return Math.ceil(needed / step) * step;
}

const wrap = { salt: text(100), nonce: text(100), sealed: text(200) };
const isFile = exactly<File>({
  kind: (value): value is typeof KIND => value === KIND,
  format: number,
  made: number,
  vault: isId,
  wraps: exactly<Wraps>({
    passphrase: nullable(exactly<Wrap & { rounds: number }>({ ...wrap, rounds: number })),
    recovery: nullable(exactly<Wrap>(wrap)),
    passkeys: list(50, exactly<Wrap & { credential: string }>({ ...wrap, credential: text(2_000) })),
  }),
  nonce: text(100),
  sealed: text(LARGEST),
});
const isInside = list(
  1_000_000,
  exactly<Incoming>({
    id: isId,
    content: exactly<Content>({
      writing: isWriting,
      clock: (value): value is Content["clock"] =>
        typeof value === "object" && value !== null && Object.values(value).every(number),
      written: number,
    }),
  }),
);
