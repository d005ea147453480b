import { readCode } from "./codes.ts";

/**
 * Having been at an event: its code, typed on the attendee's own phone, which checks it with no signal. Nothing
 * of it is sent.
 */

/** As server/domain/events/code.py makes it. */
const ROUNDS = 200_000;

/** The code as it is written, if it is this event's. */
export async function rightCode(typed: string, event: string, check: string): Promise<string | undefined> {
  const code = readCode(typed);
  if (code === undefined) return undefined;
  const { subtle } = crypto;
  const key = await subtle.importKey("raw", new TextEncoder().encode(code), "PBKDF2", false, ["deriveBits"]);
  const salt = bytesOf(event.replaceAll("-", ""));
  const bits = await subtle.deriveBits(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS },
    key,
    256,
  );
  const made = Array.from(new Uint8Array(bits), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return made === check ? code : undefined;
}

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
