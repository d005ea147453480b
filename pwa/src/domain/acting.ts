import type { Mutations } from "../contract.ts";
import type { Device } from "../sync/device.ts";

/** One act of a person, and the way back from it. */
export interface Done {
  /** The random id of the change, as long as it waits. */
  id: string | undefined;
  /** Takes it back where it has not gone; else does the opposite, if there is one. */
  undo: () => Promise<void>;
}

type Act = { [Name in keyof Mutations]: readonly [Name, Mutations[Name]] }[keyof Mutations];

export async function act(device: Device, [name, args]: Act, opposite?: Act): Promise<Done> {
  await device.mutate(name, args);
  const id = device.outbox.peek().findLast((entry) => entry.name === name)?.id;
  return {
    id,
    async undo() {
      const waits = device.outbox.peek().find((entry) => entry.id === id);
      if (waits !== undefined && (await device.undo(waits.number))) return;
      if (opposite !== undefined) await device.mutate(opposite[0], opposite[1]);
    },
  };
}

/** Several changes of one card are taken back together, the last first. */
export function together(all: readonly Done[]): Done {
  return {
    id: all.at(-1)?.id,
    async undo() {
      for (const done of [...all].reverse()) await done.undo();
    },
  };
}
