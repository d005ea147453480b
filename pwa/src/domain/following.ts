import { effect } from "@preact/signals";
import type { Device } from "../sync/device.ts";
import { takingPart } from "./participation.ts";

/**
 * This phone follows by itself every scheme in which its doctor takes part, and every one that they look after:
 * their events and notices are here with no signal. Leaving the last role in one ends it, on whichever phone
 * it was left. The server is asked for them and writes nothing down. Answers a way to stop.
 */
export function followOwn(device: Device): () => void {
  const part = new Set<string>();
  return effect(() => {
    const followed = device.following.value;
    const all = device.documents("participation").value;
    const taking = new Set(takingPart(all).map(({ scheme }) => scheme));
    const own = new Set([
      ...taking,
      ...[...device.documents("office").value.values()].map((one) => one.scheme),
    ]);
    // One that could not be written down, on a full phone, is tried again when something changes.
    for (const scheme of own) if (!followed.includes(scheme)) void device.follow(scheme).catch(() => {});
    // What is only not here, after the phone was cleared, was not left.
    const left = new Set(
      [...all.values()].filter(({ state }) => state === "out").map(({ scheme }) => scheme),
    );
    for (const scheme of part)
      if (left.has(scheme) && !own.has(scheme) && followed.includes(scheme))
        void stopFollowing(device, scheme).catch(() => {});
    for (const scheme of left) if (!taking.has(scheme)) part.delete(scheme);
    for (const scheme of taking) part.add(scheme);
  });
}

/** At once, also without a network; what the phone is told while closed follows when the server is reached. */
export async function stopFollowing(device: Device, scheme: string): Promise<void> {
  await device.unfollow(scheme);
  void import("./webpush.ts").then(({ keepUp }) => keepUp()).catch(() => {});
}

/** Where there is something to stop: followed, and neither taken part in nor looked after. */
export function canStopFollowing(device: Device, scheme: string): boolean {
  const own = [
    ...takingPart(device.documents("participation").value),
    ...device.documents("office").value.values(),
  ];
  return device.following.value.includes(scheme) && !own.some((one) => one.scheme === scheme);
}
