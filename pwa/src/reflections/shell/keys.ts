/**
 * The data key, and what it is wrapped with. It is 256 random bits that never stand in the clear; whoever
 * holds one of the person's keys unwraps it. No hash of anything typed is kept: the right key is the one
 * that unwraps.
 */

import { type Bytes, base64, fromBase64, random, utf8 } from "./bytes.ts";
import { readRecovery } from "./recovery-key.ts";
import { Refused } from "./refused.ts";

/** Rounds of PBKDF2-HMAC-SHA-256: 0.3 s on a computer, about 1.3 s on a slow phone. */
export const ROUNDS = 600_000;
/** A damaged or hostile file may not make a phone count for minutes. */
const MOST_ROUNDS = 10_000_000;

/** All base64: the same shape lies in the database and in a backup. */
export interface Wrap {
  readonly salt: string;
  readonly nonce: string;
  readonly sealed: string;
}

export interface Wraps {
  readonly passphrase: (Wrap & { readonly rounds: number }) | null;
  readonly recovery: Wrap | null;
  readonly passkeys: readonly (Wrap & { readonly credential: string })[];
}

/** A key in the person's hand, once a passkey has been asked for its part. */
export type Secret =
  | { readonly by: "passphrase"; readonly passphrase: string }
  | { readonly by: "recovery"; readonly recovery: string }
  | { readonly by: "passkey"; readonly credential: string; readonly output: Bytes };

export function newDataKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
}

export async function wrapWithPassphrase(
  key: CryptoKey,
  vault: string,
  passphrase: string,
  rounds: number,
): Promise<Wrap & { readonly rounds: number }> {
  const salt = random(16);
  const wrapped = await wrap(key, await stretched(passphrase, salt, rounds), salt, "passphrase", vault);
  return { ...wrapped, rounds };
}

/** `secret`: the 16 bytes of the recovery key. */
export async function wrapWithRecovery(key: CryptoKey, vault: string, secret: Bytes): Promise<Wrap> {
  const salt = random(16);
  return wrap(key, await derived(secret, salt, "recovery"), salt, "recovery", vault);
}

/** `output`: the 32 bytes that the passkey's PRF answered. */
export async function wrapWithPasskey(
  key: CryptoKey,
  vault: string,
  credential: string,
  output: Bytes,
): Promise<Wrap & { readonly credential: string }> {
  const salt = random(16);
  const wrapped = await wrap(key, await derived(output, salt, "passkey"), salt, "passkey", vault);
  return { ...wrapped, credential };
}

/** Refuses with `wrong-key` when it does not fit. */
export async function unwrap(wraps: Wraps, vault: string, secret: Secret): Promise<CryptoKey> {
  const [found, wrapping] = await chosen(wraps, secret);
  try {
    return await crypto.subtle.unwrapKey(
      "raw",
      fromBase64(found.sealed),
      wrapping,
      sealing(fromBase64(found.nonce), secret.by, vault),
      "AES-GCM",
      true,
      ["encrypt", "decrypt"],
    );
  } catch {
    throw new Refused("wrong-key");
  }
}

async function chosen(wraps: Wraps, secret: Secret): Promise<[Wrap, CryptoKey]> {
  if (secret.by === "passphrase" && wraps.passphrase !== null) {
    const { salt, rounds } = wraps.passphrase;
    if (rounds > MOST_ROUNDS) throw new Refused("damaged");
    return [wraps.passphrase, await stretched(secret.passphrase, fromBase64(salt), rounds)];
  }
  if (secret.by === "recovery" && wraps.recovery !== null) {
    const bytes = readRecovery(secret.recovery);
    if (bytes === null) throw new Refused("wrong-key");
    return [wraps.recovery, await derived(bytes, fromBase64(wraps.recovery.salt), "recovery")];
  }
  if (secret.by === "passkey") {
    const found = wraps.passkeys.find((passkey) => passkey.credential === secret.credential);
    if (found !== undefined) return [found, await derived(secret.output, fromBase64(found.salt), "passkey")];
  }
  throw new Refused("wrong-key");
}

async function wrap(
  key: CryptoKey,
  wrapping: CryptoKey,
  salt: Bytes,
  by: string,
  vault: string,
): Promise<Wrap> {
  const nonce = random(12);
  const sealed = await crypto.subtle.wrapKey("raw", key, wrapping, sealing(nonce, by, vault));
  return { salt: base64(salt), nonce: base64(nonce), sealed: base64(new Uint8Array(sealed)) };
}

function sealing(iv: Bytes, by: string, vault: string): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: utf8(`alongside-reflections/wrap/1/${by}/${vault}`) };
}

/** Keyboards differ in how they compose letters and in the spaces that they leave behind. */
function typed(passphrase: string): Bytes {
  return utf8(passphrase.normalize("NFKC").trim().replace(/\s+/g, " "));
}

async function stretched(passphrase: string, salt: Bytes, iterations: number): Promise<CryptoKey> {
  const key = await crypto.subtle.importKey("raw", typed(passphrase), "PBKDF2", false, ["deriveKey"]);
  return wrapping({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, key);
}

async function derived(secret: Bytes, salt: Bytes, by: string): Promise<CryptoKey> {
  const key = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  return wrapping({ name: "HKDF", hash: "SHA-256", salt, info: utf8(`alongside-reflections/${by}/1`) }, key);
}

function wrapping(how: Pbkdf2Params | HkdfParams, from: CryptoKey): Promise<CryptoKey> {
  return crypto.subtle.deriveKey(how, from, { name: "AES-GCM", length: 256 }, false, [
    "wrapKey",
    "unwrapKey",
  ]);
}
