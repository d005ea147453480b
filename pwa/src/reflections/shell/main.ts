/**
 * The shell: hands the room one port, and from then on answers what comes through it. It holds storage, keys
 * and the lock, and puts no text of the person's into this document.
 */
import "../alone.ts";
import type { Told } from "../channel.ts";
import { dayOf } from "../days.ts";
import { answering } from "./answers.ts";
import { browserWays } from "./leaving.ts";
import { linkedDay } from "./linked-day.ts";
import { GRACE, Locking } from "./locking.ts";
import { makePasskey, passkeysHere, usePasskey } from "./passkey.ts";
import { Store } from "./store.ts";
import { Vault } from "./vault.ts";

const LOOK_EVERY = 2_000;
/** Every how many looks it is asked whether another window changed something. */
const ASK_EVERY = 5;

/** Call it before the frame `iframe#room` stands in the document, so that its load is not missed. */
export function startShell(): void {
  const { port1: port, port2: forRoom } = new MessageChannel();
  const tell = (what: Told["tell"]) => port.postMessage({ tell: what } satisfies Told);
  const store = new Store(indexedDB);
  const vault = new Vault(store, () => Date.now());
  const locking = new Locking(vault, {
    now: () => ({ wall: Date.now(), since: performance.now() }),
    reload: () => location.reload(),
    after: (milliseconds, run) => void setTimeout(run, milliseconds),
    warn: () => tell("locking"),
  });
  const answer = answering(vault, locking, {
    ways: browserWays(),
    storage,
    passkeysHere,
    makePasskey,
    usePasskey,
    sevenDays: isSevenDays(),
    date: linkedDay(location.hash),
    today: () => dayOf(new Date()),
  });
  let isLost = false;
  port.onmessage = async ({ data }: MessageEvent<unknown>) => {
    const answered = await answer(data);
    if ((data as { readonly ask?: unknown } | null)?.ask === "save") isLost = "refused" in answered;
    port.postMessage(answered);
  };
  handOver(forRoom);
  addEventListener("pagehide", () => store.leave());
  watch(vault, locking, tell);
  holdBack(vault, tell, () => isLost);
}

function handOver(port: MessagePort): void {
  const hand = ({ target }: Event) => {
    if (!(target instanceof HTMLIFrameElement) || target.id !== "room") return;
    document.removeEventListener("load", hand, true);
    // Its origin is opaque, so it cannot be named; the frame is ours and cannot be navigated.
    target.contentWindow?.postMessage(null, "*", [port]);
  };
  document.addEventListener("load", hand, true);
}

/**
 * The way back waits until what was typed last is kept, for a page that is left can finish nothing. Where the
 * last save was refused, the browser asks first, however the page is left. The lock is never held up by that.
 */
function holdBack(vault: Vault, tell: (what: Told["tell"]) => void, isLost: () => boolean): void {
  let waited = false;
  document.addEventListener("click", (event) => {
    const { target } = event;
    if (!(target instanceof HTMLAnchorElement) || !vault.isOpen) return;
    waited = !waited;
    if (!waited) return;
    event.preventDefault();
    tell("locking");
    setTimeout(() => void vault.settled().then(() => target.click()), GRACE);
  });
  addEventListener("beforeunload", (event) => {
    if (vault.isOpen && isLost()) event.preventDefault();
  });
}

function watch(vault: Vault, locking: Locking, tell: (what: Told["tell"]) => void): void {
  const ask = async () => {
    try {
      if (await vault.changedElsewhere()) tell("changed");
    } catch {
      // Erased elsewhere, or written by a newer version: what is on the screen is not here any more.
      locking.atOnce();
    }
  };
  let looks = 0;
  setInterval(() => {
    if (locking.look() || document.visibilityState !== "visible") return;
    looks += 1;
    if (looks % ASK_EVERY === 0) void ask();
  }, LOOK_EVERY);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") locking.hidden();
    else if (!locking.visible()) void ask();
  });
  addEventListener("pagehide", () => vault.forget());
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) locking.atOnce();
  });
}

async function storage(asking: boolean): Promise<"promised" | "not-promised" | "unknown"> {
  try {
    const kept = await (asking ? navigator.storage.persist() : navigator.storage.persisted());
    return kept ? "promised" : "not-promised";
  } catch {
    return "unknown";
  }
}

/** Safari, and not from the home screen or the dock. */
function isSevenDays(): boolean {
  const installed =
    (navigator as { readonly standalone?: boolean }).standalone === true ||
    matchMedia("(display-mode: standalone)").matches;
  return navigator.vendor.startsWith("Apple") && !installed;
}

startShell();
