import { effect } from "@preact/signals";
import type { Device } from "../sync/device.ts";
import { takingPart } from "./participation.ts";

/**
 * This phone follows by itself every scheme in which its doctor takes part, and every one that they look after:
 * their events and notices are here with no signal. The server is asked for them and writes nothing down.
 * Answers a way to stop.
 */
export function followOwn(device: Device): () => void {
  return effect(() => {
    const followed = device.following.value;
    const own = [
      ...takingPart(device.documents("participation").value),
      ...device.documents("office").value.values(),
    ];
    // One that could not be written down, on a full phone, is tried again when something changes.
    for (const scheme of new Set(own.map((one) => one.scheme)))
      if (!followed.includes(scheme)) void device.follow(scheme).catch(() => {});
  });
}
