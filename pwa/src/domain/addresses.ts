import { type Outcome, post } from "./asking.ts";
import { proving } from "./passkeys.ts";

/** Addresses of the account: for logging in and for mail. The list of them comes with the account. */

const again = (password: string | undefined) => (password === undefined ? {} : { password });

/** The same answer whoever has the address: what is mailed says the rest. */
export const askForAddress = (email: string, password?: string): Promise<Outcome<unknown>> =>
  proving(() => post("/api/accounts/emails", { email, ...again(password) }));

export const addAddress = (email: string, code: string): Promise<Outcome<unknown>> =>
  post("/api/accounts/emails/finish", { email, code });

export const removeAddress = (email: string, password?: string): Promise<Outcome<unknown>> =>
  proving(() => post("/api/accounts/emails/remove", { email, ...again(password) }));
