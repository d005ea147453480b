import { get, type Outcome, post, remove } from "./asking.ts";
import { openFor } from "./phone.ts";
import type { Me } from "./session.ts";

/** Logging in with a face, a finger or the phone's lock, and confirming that it is you. */

export interface Passkey {
  id: string;
  name: string;
  created_on: string;
}

export const canUsePasskeys = () =>
  typeof PublicKeyCredential !== "undefined" &&
  typeof PublicKeyCredential.parseCreationOptionsFromJSON === "function" &&
  typeof PublicKeyCredential.parseRequestOptionsFromJSON === "function";

const STOPPED: Outcome<never> = { ok: false, code: "stopped" };

export const listPasskeys = () => get<Passkey[]>("/api/accounts/passkeys");

/**
 * What nobody who finds an open phone may do. A log-in that is not fresh wants more: the passkey that there is,
 * which is asked for here, or the password again, which `wrong-log-in` asks for.
 */
export async function proving<Value>(ask: () => Promise<Outcome<Value>>): Promise<Outcome<Value>> {
  const answer = await ask();
  if (answer.ok || answer.code !== "passkey-needed" || !canUsePasskeys()) return answer;
  const confirmed = await confirmWithPasskey();
  return confirmed.ok ? ask() : confirmed;
}

export const removePasskey = (id: string) =>
  proving(() => remove(`/api/accounts/passkeys/${encodeURIComponent(id)}`));

export async function addPasskey(name: string, password?: string): Promise<Outcome<unknown>> {
  const options = await proving(() => registering(password));
  if (!options.ok) return options;
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options.value);
  const credential = await asked(() => navigator.credentials.create({ publicKey }));
  if (credential === undefined) return STOPPED;
  return post("/api/accounts/passkeys/register/finish", { credential, name });
}

const registering = (password: string | undefined) =>
  post<PublicKeyCredentialCreationOptionsJSON>(
    "/api/accounts/passkeys/register/options",
    password === undefined ? {} : { password },
  );

export async function logInWithPasskey(): Promise<Outcome<Me>> {
  const answer = await shown<Me>("log-in");
  if (answer.ok) await openFor(answer.value.account);
  return answer;
}

/** The fresh passkey that office work needs. */
export const confirmWithPasskey = () => shown<unknown>("confirm");

async function shown<Value>(what: "log-in" | "confirm"): Promise<Outcome<Value>> {
  const options = await post<PublicKeyCredentialRequestOptionsJSON>(`/api/accounts/passkeys/${what}/options`);
  if (!options.ok) return options;
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options.value);
  const credential = await asked(() => navigator.credentials.get({ publicKey }));
  return credential === undefined ? STOPPED : post(`/api/accounts/passkeys/${what}/finish`, { credential });
}

/** Undefined when the person closed the window, which is theirs to do. */
async function asked(ask: () => Promise<Credential | null>): Promise<unknown> {
  try {
    const credential = await ask();
    return credential === null ? undefined : (credential as PublicKeyCredential).toJSON();
  } catch {
    return undefined;
  }
}
