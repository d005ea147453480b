import type { Life } from "./life.ts";

/**
 * The line between one phone and its server, and what goes wrong on it. Each request takes the next fault
 * that was ordered, and goes through whole when there is none.
 */
export type Fault =
  /** Never arrives. */
  | "drop"
  /** Arrives and is done; the answer does not come back. */
  | "lose"
  /** Arrives twice; the second answer comes back. */
  | "duplicate"
  /** Seems lost, and arrives after the next request. */
  | "late"
  /** Is not sent; the answer to an earlier one comes instead. */
  | "stale"
  /** The answer is cut short. */
  | "truncate"
  /** The answer of something that is not our server. */
  | "portal"
  /** A server that cannot, now. */
  | "unavailable"
  | "none";

export class Network {
  faults: Fault[] = [];
  online = true;
  base: string;
  cookie: string;
  /** What happened, for counting faults by kind. */
  happened: Record<string, number> = {};
  #late: (() => Promise<unknown>)[] = [];
  #last: { status: number; type: string; text: string } | undefined;

  constructor(base: string, cookie: string) {
    this.base = base;
    this.cookie = cookie;
  }

  async fetch(life: Life, path: string, init: RequestInit): Promise<Response> {
    life.step();
    if (life.dead) return never();
    const fault = this.faults.shift() ?? "none";
    this.happened[fault] = (this.happened[fault] ?? 0) + 1;
    life.requests += 1;
    try {
      const response = await this.#through(fault, path, init);
      for (const late of this.#late.splice(0)) if (fault !== "late") await late().catch(() => {});
      life.step();
      if (life.dead) return await never();
      return response;
    } catch (error) {
      if (life.dead) return await never();
      throw error;
    } finally {
      life.requests -= 1;
    }
  }

  async #through(fault: Fault, path: string, init: RequestInit): Promise<Response> {
    const go = () => this.#send(path, init);
    if (!this.online || fault === "drop") throw new TypeError("no network");
    if (fault === "late") {
      this.#late.push(go);
      throw new TypeError("no answer");
    }
    if (fault === "unavailable") return new Response("", { status: 503, headers: { "retry-after": "1" } });
    if (fault === "portal")
      return new Response("<p>Welcome</p>", { headers: { "content-type": "text/html" } });
    if (fault === "stale" && this.#last !== undefined && path === "/api/sync") return made(this.#last);
    if (fault === "duplicate") await go();
    const answer = await go();
    if (fault === "lose") throw new TypeError("no answer");
    if (path === "/api/sync" && answer.status === 200) this.#last = answer;
    return fault === "truncate"
      ? made({ ...answer, text: answer.text.slice(0, answer.text.length / 2) })
      : made(answer);
  }

  async #send(path: string, init: RequestInit): Promise<{ status: number; type: string; text: string }> {
    const headers = { ...(init.headers as Record<string, string>), cookie: this.cookie };
    const { method, body } = init;
    const response = await globalThis.fetch(`${this.base}${path}`, { method, headers, body } as RequestInit);
    const type = response.headers.get("content-type") ?? "";
    return { status: response.status, type, text: await response.text() };
  }
}

function made({ status, type, text }: { status: number; type: string; text: string }): Response {
  return new Response(text, { status, headers: { "content-type": type } });
}

function never(): Promise<Response> {
  return new Promise(() => {});
}
