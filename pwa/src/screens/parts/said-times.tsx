import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Done } from "../../domain/acting.ts";
import { device } from "../../domain/phone.ts";
import { Saved } from "./saved.tsx";

export interface Said {
  /** Says so once it is done, with where it stands and the way back. */
  tell: (words: string, doing: Promise<Done>) => Promise<void>;
  /** Nothing was to do. */
  only: (words: string) => void;
  shown: ComponentChildren;
}

/** What was done last on this screen, until it is left or taken back. */
export function useSaid(onUndone?: () => void): Said {
  const open = device();
  const saved = useSignal<{ words: string; done: Done | undefined } | undefined>(undefined);
  const { words, done } = saved.value ?? {};
  return {
    async tell(words, doing) {
      saved.value = { words, done: await doing };
    },
    only(words) {
      saved.value = { words, done: undefined };
    },
    shown:
      words !== undefined &&
      (done === undefined ? (
        <p role="status">{words}</p>
      ) : (
        <Saved
          key={done.id}
          device={open}
          words={words}
          done={done}
          onUndone={() => {
            saved.value = undefined;
            onUndone?.();
          }}
        />
      )),
  };
}
