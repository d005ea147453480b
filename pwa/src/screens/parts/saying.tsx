import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { type Act, act, type Done } from "../../domain/acting.ts";
import { device } from "../../domain/phone.ts";
import { Saved } from "./saved.tsx";

export interface Saying {
  /** Does it, and says so until the screen is left or it is taken back. */
  does: (words: string, what: Act, opposite?: Act) => Promise<void>;
  /** What was done last, if it still stands. */
  done: Done | undefined;
  shown: ComponentChildren;
}

/** The one act of a screen or card that was done last, with where it stands and the way back. */
export function useSaying(onUndone?: () => void): Saying {
  const open = device();
  const saved = useSignal<{ done: Done; words: string } | undefined>(undefined);
  return {
    async does(words, what, opposite) {
      saved.value = { done: await act(open, what, opposite), words };
    },
    done: saved.value?.done,
    // What came back is told by its own words: it did not happen.
    shown: saved.value && !open.attention.value.some((entry) => entry.id === saved.value?.done.id) && (
      <Saved
        key={saved.value.done.id}
        device={open}
        {...saved.value}
        onUndone={() => {
          saved.value = undefined;
          onUndone?.();
        }}
      />
    ),
  };
}
