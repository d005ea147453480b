/**
 * How a file leaves, by the person's own hand: handed to another app, downloaded, or copied from the screen.
 * Downloads of blobs fail in apps on an iPhone's home screen, where handing over works.
 */
import type { Left } from "../channel.ts";
import { Refused } from "./refused.ts";

/** The browser's part. `share` undefined where it cannot hand files over. */
export interface Ways {
  readonly share: ((file: File) => Promise<void>) | undefined;
  readonly download: ((file: File) => void) | undefined;
}

/** Refuses `not-left` when the person turned back. `ending`: of a download's name. */
export async function leave(ways: Ways, name: string, ending: string, text: string): Promise<Left> {
  if (ways.share !== undefined) {
    try {
      // Browsers hand over plain text files, and few other kinds.
      await ways.share(new File([text], `${name}.txt`, { type: "text/plain" }));
      return { by: "share" };
    } catch (error) {
      if ((error as { name?: unknown } | null)?.name === "AbortError") throw new Refused("not-left");
    }
  }
  if (ways.download === undefined) return { by: "copy", text };
  ways.download(new File([text], `${name}${ending}`, { type: "text/plain" }));
  return { by: "download" };
}

export function browserWays(): Ways {
  const sample = new File(["a"], "a.txt", { type: "text/plain" });
  const canShare = navigator.canShare?.({ files: [sample] }) === true;
  const onHomeScreen = (navigator as { readonly standalone?: boolean }).standalone === true;
  return {
    share: canShare ? (file) => navigator.share({ files: [file] }) : undefined,
    download: onHomeScreen ? undefined : download,
  };
}

function download(file: File): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  // Some browsers read it only after this has returned.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
