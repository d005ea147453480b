import type { PatchAvailability } from "../../contract.ts";
import { act, type Done, together } from "../../domain/acting.ts";
import { availabilityOf, opposite } from "../../domain/availability.ts";
import { device } from "../../domain/phone.ts";

/** Says things about when the person is free, each with its way back. */
export async function say(all: readonly PatchAvailability[]): Promise<Done> {
  const open = device();
  const held = availabilityOf(open.documents("availability").peek());
  const done: Done[] = [];
  for (const said of all) {
    done.push(await act(open, ["availability.patch", said], ["availability.patch", opposite(held, said)]));
  }
  return together(done);
}

export const phoneZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
