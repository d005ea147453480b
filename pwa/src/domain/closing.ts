import { type Outcome, post } from "./asking.ts";
import { proving } from "./passkeys.ts";
import { closePhone, device } from "./phone.ts";
import { forgetTelling } from "./webpush.ts";

/** Closes the account, then clears from this phone what came from the server. Reflections are not its. */
export async function closeAccount(password?: string): Promise<Outcome<unknown>> {
  const open = device();
  const body = { close: true, ...(password === undefined ? {} : { password }) };
  const answer = await proving(() => post("/api/accounts/close", body));
  if (!answer.ok) return answer;
  // A store that does not let itself be cleared is cleared as soon as the server is asked again.
  await open.wipe().catch(() => {});
  closePhone();
  void forgetTelling().catch(() => {});
  return answer;
}
