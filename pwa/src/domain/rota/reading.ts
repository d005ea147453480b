import type { Job } from "../../times/rota/reading/read.ts";
import { LIMITS, type Reading } from "../../times/rota/reading/result.ts";
import address from "../../times/rota/reading/worker.ts?worker&url";
import { scriptAddress } from "../installing.ts";
import { environment } from "../phone.ts";

/** A slow phone fetches the reader from its own copy of the app; after this long it will not come. */
const START = 10_000;

/** Reads beside the page, which never waits, and stops whatever takes longer than two seconds. Never throws. */
export function readBeside(job: Job): Promise<Reading> {
  const size = typeof job.rota === "string" ? job.rota.length : job.rota.byteLength;
  if (size > LIMITS.bytes) return Promise.resolve({ ok: false, why: "too-big" });
  return new Promise((resolve) => {
    const worker = new Worker(scriptAddress(address));
    let stopWaiting = environment.after(START, () => end({ ok: false, why: "too-slow" }));
    function end(reading: Reading): void {
      stopWaiting();
      worker.terminate();
      resolve(reading);
    }
    worker.onerror = (event) => {
      event.preventDefault();
      end({ ok: false, why: "nothing" });
    };
    worker.onmessage = (event: MessageEvent<Reading | "ready">) => {
      if (event.data !== "ready") return end(event.data);
      stopWaiting();
      stopWaiting = environment.after(LIMITS.milliseconds, () => end({ ok: false, why: "too-slow" }));
      worker.postMessage(job);
    };
  });
}
