import { type Answer, requester } from "../sync/request.ts";
import { environment } from "./phone.ts";

/** What is asked of the server outside sync: log-in, codes, passkeys, files. */

const request = requester(environment);

export type Outcome<Value> =
  | { ok: true; value: Value }
  /** `offline`: nobody answered. Other codes are those of the closed list, or undefined for our fault. */
  | { ok: false; code: string | undefined };

function outcome<Value>(answer: Answer): Outcome<Value> {
  if (answer.kind === "unreachable") return { ok: false, code: "offline" };
  if (answer.status < 400) return { ok: true, value: answer.json as Value };
  return { ok: false, code: answer.problem?.code };
}

export async function post<Value>(path: string, json: unknown = {}): Promise<Outcome<Value>> {
  return outcome(await request({ method: "POST", path, json }));
}

export async function get<Value>(path: string): Promise<Outcome<Value>> {
  return outcome(await request({ method: "GET", path }));
}

export async function put<Value>(path: string, json: unknown): Promise<Outcome<Value>> {
  return outcome(await request({ method: "PUT", path, json }));
}

export async function remove(path: string): Promise<Outcome<undefined>> {
  return outcome(await request({ method: "DELETE", path }));
}

export async function postFile<Value>(
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
  type: string,
): Promise<Outcome<Value>> {
  return outcome(await request({ method: "POST", path, bytes, type }));
}
