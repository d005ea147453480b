import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { device } from "../../domain/phone.ts";

interface FaceProps {
  /** Empty for one's own photo. */
  scheme: string;
  hash: string;
  /** What there is to say of it to somebody who cannot see it. */
  words: string;
  large?: boolean;
}

/** A photo that this phone holds, or fetches once. Without a network there is simply none. */
export function Face({ scheme, hash, words, large }: FaceProps) {
  const open = device();
  const address = useSignal<string | undefined>(undefined);
  useEffect(() => {
    let made: string | undefined;
    let gone = false;
    void open.photo(scheme === "" ? `doctor:${open.account}` : `directory:${scheme}`, hash).then((bytes) => {
      if (bytes === undefined || gone) return;
      made = URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));
      address.value = made;
    });
    return () => {
      gone = true;
      if (made !== undefined) URL.revokeObjectURL(made);
    };
  }, [open, scheme, hash, address]);
  if (address.value === undefined) return null;
  return <img class={large ? "face face--large" : "face"} src={address.value} alt={words} />;
}
