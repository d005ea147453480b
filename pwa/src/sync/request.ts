import type { Environment } from "./environment.ts";
import type { Problem } from "./protocol.ts";
import { type EarlySentLog, earlySentLog, fieldsOf } from "./sent.ts";

/**
 * The only fetch of the app. What leaves this phone leaves through here, and is written down here from
 * the bytes that are sent.
 */

export interface Request {
  method: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  json?: unknown;
  bytes?: Uint8Array<ArrayBuffer>;
  /** The content type of `bytes`. */
  type?: string;
  /** Told each line of an answer that is lines of JSON, as it comes: what is long is read while the rest is on its way. */
  line?: (line: string) => Promise<void>;
}

export type Answer =
  | {
      kind: "answered";
      status: number;
      /** The answer read as JSON, when it says that it is. */
      json: unknown;
      /** The answer as it came, when it is something else. */
      bytes: Uint8Array<ArrayBuffer>;
      /** Set for every status of 400 and above that explains itself. */
      problem: Problem | undefined;
      retryAfter: number | undefined;
    }
  | { kind: "unreachable" };

export type Requester = (request: Request) => Promise<Answer>;

const PATIENCE = 60_000;
const logs = new WeakMap<Environment, EarlySentLog>();

/** One log for each environment: it starts in memory and settles in the database of whoever logs in. */
export function sentLogOf(environment: Environment): EarlySentLog {
  const known = logs.get(environment);
  if (known !== undefined) return known;
  const log = earlySentLog();
  logs.set(environment, log);
  return log;
}

export function requester(environment: Environment): Requester {
  return (request) => send(environment, request);
}

/** Writes down what is about to leave, for requests that the browser itself repeats. */
export function noteSent(
  environment: Environment,
  method: string,
  path: string,
  body: string | undefined,
): Promise<void> {
  const at = environment.now();
  const [bare] = path.split("?");
  const fields = fieldsOf(method, path, body);
  const entry = { at, method, path: bare as string, fields, times: 1, last: at };
  // A full disk must not keep a change from leaving: the log may lose a line, the outbox may not.
  return sentLogOf(environment)
    .add(entry)
    .catch(() => {});
}

async function send(environment: Environment, request: Request): Promise<Answer> {
  const { method, path } = request;
  const body = request.json === undefined ? undefined : JSON.stringify(request.json);
  const headers: Record<string, string> = { accept: "application/json" };
  if (body !== undefined) headers["content-type"] = "application/json";
  else if (request.type !== undefined) headers["content-type"] = request.type;
  // Written down while it leaves: a line of the log must not keep a change waiting.
  const noted = noteSent(
    environment,
    method,
    path,
    body ?? (request.bytes && `${request.bytes.length} bytes`),
  );

  const patience = new AbortController();
  const stop = environment.after(PATIENCE, () => patience.abort());
  const init: RequestInit = { method, headers, credentials: "same-origin", signal: patience.signal };
  const sent = body ?? request.bytes;
  if (sent !== undefined) init.body = sent;
  try {
    const response = await environment.fetch(path, init);
    return await answered(response, request.line, environment.now());
  } catch {
    return { kind: "unreachable" };
  } finally {
    stop();
    await noted;
  }
}

async function answered(response: Response, line: Request["line"], now: number): Promise<Answer> {
  const { status, headers } = response;
  const type = headers.get("content-type") ?? "";
  let json: unknown;
  let bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  if (/ndjson/.test(type)) await readLines(response, line);
  else if (/json/.test(type)) {
    const text = await response.text();
    // "Accepted" and "no content" have nothing to read, whatever type they name.
    const empty = text === "" && (status === 202 || status === 204);
    try {
      if (!empty) json = JSON.parse(text);
    } catch {
      // Cut short on the way: as good as no answer, unless it was an error anyway.
      if (status < 400) return { kind: "unreachable" };
    }
  } else bytes = new Uint8Array(await response.arrayBuffer());
  const problem = status >= 400 && typeof json === "object" && json !== null ? (json as Problem) : undefined;
  return {
    kind: "answered",
    status,
    json,
    bytes,
    problem,
    retryAfter: retryAfter(headers.get("retry-after"), now),
  };
}

async function readLines(response: Response, line: Request["line"]): Promise<void> {
  const reader = response.body?.getReader();
  const utf8 = new TextDecoder();
  let rest = "";
  for (;;) {
    const chunk = await reader?.read();
    const lines = (rest + utf8.decode(chunk?.value, { stream: chunk?.done === false })).split("\n");
    rest = chunk?.done === false ? (lines.pop() as string) : "";
    for (const one of lines) await line?.(one);
    if (chunk?.done !== false) return;
  }
}

function retryAfter(words: string | null, now: number): number | undefined {
  if (words === null) return undefined;
  const seconds = Number(words);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(words);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
