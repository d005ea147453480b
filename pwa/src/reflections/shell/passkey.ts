/**
 * A passkey's part of a key: 32 bytes that it makes from a fixed input (WebAuthn PRF), the same each time,
 * after the person showed that it is them. Nothing is sent anywhere: there is no server in this.
 */
import { type Bytes, base64, fromBase64, random, utf8 } from "./bytes.ts";
import type { Secret } from "./keys.ts";
import { Refused } from "./refused.ts";
import { WORDS } from "./words.ts";

export type PasskeySecret = Extract<Secret, { by: "passkey" }>;

/** The field's name is the standard's: nothing is evaluated. */
const PRF: AuthenticationExtensionsClientInputs = {
  prf: { eval: { first: utf8("alongside-reflections/passkey/1") } },
};

/** Whether this browser says that it could; it may still turn out that a device cannot. */
export async function passkeysHere(): Promise<boolean> {
  if (typeof PublicKeyCredential === "undefined") return false;
  try {
    const able = await PublicKeyCredential.getClientCapabilities?.();
    if (able?.["extension:prf"] !== undefined) return able["extension:prf"];
    return await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable();
  } catch {
    return false;
  }
}

/** Refuses `no-passkey` when the person turned back or the device cannot. */
export async function makePasskey(there: readonly string[]): Promise<PasskeySecret> {
  const made = await asked(() =>
    navigator.credentials.create({
      publicKey: {
        challenge: random(32),
        rp: { name: WORDS.app },
        user: { id: random(16), name: WORDS.passkey, displayName: WORDS.passkey },
        pubKeyCredParams: [
          { type: "public-key", alg: -7 },
          { type: "public-key", alg: -257 },
        ],
        authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
        excludeCredentials: there.map(described),
        extensions: PRF,
      },
    }),
  );
  // Many devices make it first and use it only when asked again.
  return outputOf(made) ?? (await usePasskey([base64(new Uint8Array(made.rawId))]));
}

/** Refuses `no-passkey`. */
export async function usePasskey(credentials: readonly string[]): Promise<PasskeySecret> {
  if (credentials.length === 0) throw new Refused("no-passkey");
  const used = await asked(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: random(32),
        allowCredentials: credentials.map(described),
        userVerification: "required",
        extensions: PRF,
      },
    }),
  );
  const secret = outputOf(used);
  if (secret === null) throw new Refused("no-passkey");
  return secret;
}

async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const credential = await ask();
    if (credential instanceof PublicKeyCredential) return credential;
  } catch {
    // The browser does not say why, by design.
  }
  throw new Refused("no-passkey");
}

function outputOf(credential: PublicKeyCredential): PasskeySecret | null {
  const first = credential.getClientExtensionResults().prf?.results?.first;
  if (first === undefined) return null;
  const bytes = ArrayBuffer.isView(first)
    ? new Uint8Array(first.buffer, first.byteOffset, first.byteLength)
    : new Uint8Array(first);
  const output: Bytes = Uint8Array.from(bytes);
  return { by: "passkey", credential: base64(new Uint8Array(credential.rawId)), output };
}

function described(credential: string): PublicKeyCredentialDescriptor {
  return { type: "public-key", id: fromBase64(credential) };
}
