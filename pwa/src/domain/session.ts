import { type Outcome, post } from "./asking.ts";
import { closePhone, environment, openFor, phone } from "./phone.ts";

/** Logging in and out, and the codes that come by mail. */

export interface Me {
  account: string;
  name: string;
}

export interface Invitation {
  scheme: string;
  scheme_name: string;
  role: "mentee" | "mentor" | "co_mentor";
  name: string;
}

async function enter(asked: Promise<Outcome<Me>>): Promise<Outcome<Me>> {
  const answer = await asked;
  if (answer.ok) await openFor(answer.value.account);
  return answer;
}

export const logIn = (email: string, password: string) =>
  enter(post<Me>("/api/accounts/log-in", { email, password }));

export const startRegistering = (email: string) => post("/api/accounts/register", { email });

export const finishRegistering = (said: { email: string; code: string; name: string; password: string }) =>
  enter(post<Me>("/api/accounts/register/finish", said));

export const startReset = (email: string) => post("/api/accounts/reset", { email });

/** Logs this phone in, and every other one out. */
export const finishReset = (said: { email: string; code: string; password: string }) =>
  enter(post<Me>("/api/accounts/reset/finish", said));

/** Does not use the invitation up: mail scanners follow links. */
export const lookAtInvitation = (token: string) =>
  post<Invitation>("/api/accounts/invitations/look", { token });

export const redeemInvitation = (said: { token: string; email: string; name: string; password: string }) =>
  enter(post<Me>("/api/accounts/invitations/redeem", said));

const PATIENCE = 5_000;

/** `clear`: what came from the server goes from this phone too, if nothing of it is still to be sent. */
export async function logOut({ clear }: { clear: boolean }): Promise<Outcome<unknown>> {
  const answer = await post("/api/accounts/log-out");
  if (answer.ok || answer.code === "signed-out") {
    const open = phone.peek();
    // A window that stands still may keep the browser from clearing at once: it does when that one has gone.
    const late = new Promise<void>((resolve) => void environment.after(PATIENCE, resolve));
    const gone = clear && open?.outbox.peek().length === 0 ? open.wipe() : undefined;
    closePhone();
    await Promise.race([gone, late]).catch(() => {});
    // The server forgot with the log-in; the browser and what the rota had made quiet go with it.
    await import("./webpush.ts").then(({ forgetTelling }) => forgetTelling()).catch(() => {});
  }
  return answer.ok || answer.code === "signed-out" ? { ok: true, value: undefined } : answer;
}

/** An address as a person types it. The server is the one to say whether it can be used. */
export function looksLikeEmail(typed: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(typed.trim());
}
