import type { Environment } from "./environment.ts";

/** Whose phone this is, remembered outside the database, so that an emptied one is noticed. */

const ACCOUNT = "alongside-account";
const KEEPING = "alongside-keeping";

/** The account that was logged in last on this phone; offline, the app opens for it. */
export function rememberedAccount(environment: Environment): string | undefined {
  return environment.memory.get(ACCOUNT);
}

export function rememberAccount(environment: Environment, account: string | undefined): void {
  environment.memory.set(ACCOUNT, account);
}

/** Whether this phone once kept something for the account. */
export function wasKeeping(environment: Environment, account: string): boolean {
  return environment.memory.get(`${KEEPING}-${account}`) !== undefined;
}

export function setKeeping(environment: Environment, account: string, keeping: boolean): void {
  environment.memory.set(`${KEEPING}-${account}`, keeping ? "yes" : undefined);
}
