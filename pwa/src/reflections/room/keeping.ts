/** Runs the saving machine against the real clock and the shell. */
import { codeOf } from "./port.ts";
import { answered, due, nothing, type Saving, said, sent, typed } from "./saving.ts";

export interface Keeping {
  /** Something was typed. */
  readonly touch: () => void;
  /** Save what there is now. Settles when it is on the disk (true) or was refused (false). */
  readonly flush: () => Promise<boolean>;
}

/** `send` saves all that stands on the screen; `tell` hears every change of state. */
export function keeping(send: () => Promise<void>, tell: (state: Saving) => void): Keeping {
  let state = nothing;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let settle: ((saved: boolean) => void)[] = [];
  const now = () => performance.now();

  const set = (next: Saving) => {
    state = next;
    tell(state);
    clearTimeout(timer);
    const at = due(state);
    if (at !== null) timer = setTimeout(go, settle.length > 0 ? 0 : Math.max(0, at - now()));
  };
  const go = async () => {
    set(sent(state));
    let refused: Saving["refused"] = null;
    try {
      await send();
    } catch (why) {
      refused = codeOf(why);
    }
    const next = answered(state, refused, now());
    if (refused !== null || next.first === null) {
      for (const one of settle) one(refused === null);
      settle = [];
    }
    set(next);
  };
  return {
    touch: () => set(typed(state, now())),
    flush: () => {
      if (state.first === null && !state.flying) return Promise.resolve(said(state) !== "not-saved");
      return new Promise((done) => {
        settle.push(done);
        clearTimeout(timer);
        if (!state.flying) void go();
      });
    },
  };
}
