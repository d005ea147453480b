import type { Owner, World } from "./phone.ts";

/** The network between one phone and the servers, and what can happen there. */

export type Fault =
  /** Never leaves. */
  | "drop"
  /** Arrives; the answer is lost. */
  | "lose"
  /** Arrives twice, one after the other. */
  | "duplicate"
  /** Arrives twice at the same time, at both servers where there are two. */
  | "race"
  /** The phone gives up waiting; the request arrives later, when `deliver` is said. */
  | "delay"
  /** The answer arrives later, when `release` is said. */
  | "hold"
  /** Half of the answer's text. */
  | "truncate"
  /** The answer breaks off with an error. */
  | "cut"
  /** 503 from something in between. */
  | "busy"
  /** The page of something that is not our server. */
  | "portal"
  /** Is not sent; the answer to an earlier one comes instead. */
  | "stale"
  | "none";

/** What came back, as far as invariants want to know. */
export interface Seen {
  status: number;
  code: string | undefined;
  device: string;
  last: number | undefined;
  done: boolean | undefined;
  /** Names of the buckets that brought documents. */
  brought: string[];
  dropped: string[];
  /** The numbers that it answers. */
  sent: number[];
}

const PATIENCE = 20_000;

export class Line {
  faults: Fault[] = [];
  seen: Seen[] = [];
  requests = 0;
  happened: Record<string, number> = {};
  /** Which server; the other one stands behind the same address. */
  via = 0;
  #last: Response | undefined;
  #late: (() => Promise<void>)[] = [];
  #held: (() => void)[] = [];
  #onHold: (() => void)[] = [];
  #world: World;
  #owner: Owner;

  constructor(world: World, owner: Owner) {
    this.#world = world;
    this.#owner = owner;
  }

  /** Settles when an answer begins to be held. */
  holding(): Promise<void> {
    if (this.#held.length > 0) return Promise.resolve();
    return new Promise((resolve) => this.#onHold.push(resolve));
  }

  release(): void {
    for (const go of this.#held.splice(0)) go();
  }

  async deliver(): Promise<number> {
    const late = this.#late.splice(0);
    for (const send of late) await send();
    return late.length;
  }

  async fetch(path: string, init: RequestInit): Promise<Response> {
    this.requests += 1;
    const fault = this.faults.shift() ?? "none";
    if (fault !== "none") this.happened[fault] = (this.happened[fault] ?? 0) + 1;
    switch (fault) {
      case "drop":
        throw new TypeError("the network is away");
      case "busy":
        return new Response("{}", { status: 503, headers: { "retry-after": "1" } });
      case "portal":
        return new Response("<p>Welcome</p>", { headers: { "content-type": "text/html" } });
      case "stale":
        if (this.#last !== undefined && init.method === "POST") return this.#last.clone();
        return this.#answer(init, await this.#send(path, init));
      case "delay":
        this.#late.push(async () => {
          await this.#send(path, init).catch(() => {});
        });
        throw new TypeError("no answer in time");
      case "lose":
        await this.#send(path, init);
        throw new TypeError("the answer was lost");
      case "duplicate":
        await this.#send(path, init);
        return this.#answer(init, await this.#send(path, init));
      case "race": {
        const [first] = await Promise.all([
          this.#send(path, init),
          this.#send(path, init, 1).catch(() => {}),
        ]);
        return this.#answer(init, first);
      }
      case "hold": {
        const answer = await this.#send(path, init);
        await new Promise<void>((resolve) => {
          this.#held.push(resolve);
          for (const tell of this.#onHold.splice(0)) tell();
        });
        return this.#answer(init, answer);
      }
      case "truncate": {
        const answer = await this.#send(path, init);
        const text = new Uint8Array(await answer.arrayBuffer());
        return new Response(text.slice(0, text.length >> 1), answer);
      }
      case "cut":
        await this.#send(path, init);
        return new Response(
          new ReadableStream({ start: (stream) => stream.error(new TypeError("broken off")) }),
        );
      default:
        return this.#answer(init, await this.#send(path, init));
    }
  }

  /** The answer whole, or a network error: a phone's own patience is a timer, and those stand still. */
  async #send(path: string, init: RequestInit, other = 0): Promise<Response> {
    const { servers } = this.#world;
    const server = servers[(this.via + other) % servers.length];
    if (server === undefined) throw new TypeError("no server runs");
    const response = await globalThis.fetch(server + path, {
      ...init,
      headers: { ...(init.headers as Record<string, string>), cookie: this.#owner.cookie },
      signal: AbortSignal.timeout(PATIENCE),
    });
    const bytes = await response.arrayBuffer();
    const headers = new Headers(response.headers);
    headers.delete("content-encoding");
    headers.delete("content-length");
    return new Response(response.status === 204 ? null : bytes, { status: response.status, headers });
  }

  async #answer(init: RequestInit, answer: Response): Promise<Response> {
    if (init.method !== "POST") return answer;
    if (answer.status === 200) this.#last = answer.clone();
    const text = await answer.clone().text();
    try {
      const said = JSON.parse(text);
      const asked = JSON.parse(String(init.body));
      const buckets = Object.entries((said.buckets ?? {}) as Record<string, object>);
      this.seen.push({
        status: answer.status,
        code: said.code,
        device: asked.device,
        sent: asked.mutations.map(({ number }: { number: number }) => number),
        last: said.last_number,
        done: said.done,
        brought: buckets.filter(([, news]) => !("drop" in news)).map(([name]) => name),
        dropped: buckets.filter(([, news]) => "drop" in news).map(([name]) => name),
      });
    } catch {
      // Not ours to judge: the phone must do that.
    }
    return answer;
  }
}
