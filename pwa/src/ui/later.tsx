import { useSignal } from "@preact/signals";
import type { FunctionComponent } from "preact";
import { useEffect } from "preact/hooks";

type Load = () => Promise<{ Part: FunctionComponent }>;

const loaded = new Map<Load, FunctionComponent>();

/** A part of a screen that is fetched once, when it is first needed. Without it the rest stands as it is. */
export function Later({ load }: { load: Load }) {
  const part = useSignal(loaded.get(load));
  useEffect(() => {
    load().then(
      ({ Part }) => {
        loaded.set(load, Part);
        part.value = Part;
      },
      () => {},
    );
  }, [load, part]);
  const Found = part.value;
  return Found === undefined ? null : <Found />;
}
