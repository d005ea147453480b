/** The room begins here. Its document is empty: all that is seen is made below `body`. */
import "./seal.ts";
import type { Told } from "../channel.ts";
import { h, p } from "./dom.ts";
import { enter } from "./enter.ts";
import { build, changed, hurry, show } from "./frame.ts";
import { ask, connect } from "./port.ts";
import { start } from "./start.ts";
import { readAll, setState } from "./store.ts";
import { unlock } from "./unlock.ts";
import * as words from "./words.ts";

const SHOWN_AGAIN = 30_000;

async function told(what: Told["tell"]): Promise<void> {
  if (what === "locking") return hurry();
  await readAll().then(changed, () => null);
}

/** Out of sight, out of the picture that a phone keeps of every app: back only when the shell says so. */
function hideWhenAway(): void {
  const root = document.documentElement;
  const veil = h("p", { class: "away" }, words.away);
  document.body.append(veil);
  let had: Element | null = null;
  document.addEventListener("visibilitychange", async () => {
    if (document.hidden) {
      hurry();
      had = document.activeElement;
      root.classList.add("hidden");
      return;
    }
    // Refused means locked: the shell is about to begin anew.
    const still = await ask("here", null).then(
      () => true,
      () => false,
    );
    if (document.hidden || !still) return;
    root.classList.remove("hidden");
    if (had instanceof HTMLElement) had.focus({ preventScroll: true });
  });
}

function tellWhoIsHere(): void {
  let last = performance.now();
  const here = () => {
    if (performance.now() - last < SHOWN_AGAIN) return;
    last = performance.now();
    ask("here", null).catch(() => null);
  };
  for (const kind of ["pointerdown", "keydown", "scroll"]) {
    addEventListener(kind, here, { capture: true, passive: true });
  }
}

async function begin(): Promise<void> {
  build(() => ask("lock", null));
  await connect(told);
  hideWhenAway();
  tellWhoIsHere();
  const state = await ask("state", null);
  setState(state);
  if (state.newer) show(words.updateFirst, [p(words.updateWhy)]);
  else if (state.vault === "none") start(state);
  else if (state.vault === "locked") unlock(state);
  else await enter();
}

void begin();
