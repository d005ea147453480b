import { type Job, read } from "./read.ts";

/**
 * Reads a rota beside the page, so that the page never waits: whoever started it stops it when it takes too
 * long. It answers with what it found, and knows no network.
 */
interface Beside {
  onmessage: ((event: MessageEvent<Job>) => void) | null;
  postMessage(message: unknown): void;
}

const beside = globalThis as unknown as Beside;
beside.onmessage = (event) => beside.postMessage(read(event.data));
beside.postMessage("ready");
