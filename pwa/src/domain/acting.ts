import type { Mutations } from "../contract.ts";
import type { Device } from "../sync/device.ts";

/** One act of a person, and the way back from it. */
export interface Done {
  /** The random id of the change, as long as it waits. */
  id: string | undefined;
  /** It can be taken back after it has gone, too: there is an opposite. */
  opposite: boolean;
  /** Takes it back where it has not gone; else does the opposite, if there is one. False: it could not. */
  undo: () => Promise<boolean>;
}

export type Act = { [Name in keyof Mutations]: readonly [Name, Mutations[Name]] }[keyof Mutations];

export async function act(device: Device, [name, args]: Act, opposite?: Act): Promise<Done> {
  await device.mutate(name, args);
  const id = device.outbox.peek().findLast((entry) => entry.name === name)?.id;
  return {
    id,
    opposite: opposite !== undefined,
    async undo() {
      const waits = device.outbox.peek().find((entry) => entry.id === id);
      if (waits !== undefined && (await device.undo(waits.number))) return true;
      if (opposite !== undefined) await device.mutate(opposite[0], opposite[1]);
      return opposite !== undefined;
    },
  };
}

/** Several changes of one card are taken back together, the last first. */
export function together(all: readonly Done[]): Done {
  return {
    id: all.at(-1)?.id,
    opposite: all.every((done) => done.opposite),
    async undo() {
      let undone = true;
      for (const done of [...all].reverse()) undone = (await done.undo()) && undone;
      return undone;
    },
  };
}
