import type { Mutations } from "../../contract.ts";
import { keptAt } from "../../domain/events.ts";
import type { Device } from "../../sync/device.ts";
import { day, dayAndTime } from "../../when.ts";
import { describe, type Names, ownWords } from "../../words/acts.ts";
import { events } from "../../words/events.ts";
import { inActs as acts } from "../../words/meetings.ts";
import { devices } from "../../words/own-account.ts";
import { participation } from "../../words/participation.ts";
import { schemes } from "../../words/schemes.ts";
import { timeOf } from "./meeting-words.ts";
import { namesIn } from "./pair-words.ts";

/** Changes mention schemes and phones by id; people read their names. */
export function namesOf(device: Device): Names {
  const others = (id: string) => {
    const pair = device.documents("relationship").value.get(id);
    return pair === undefined ? acts.someone : namesIn({ id, ...pair }, device.account);
  };
  return {
    scheme: (id) =>
      id === null
        ? participation.notNowAllTitle.toLowerCase()
        : (device.documents("scheme").value.get(id)?.name ?? schemes.unknown),
    device: (id) => device.documents("device").value.get(id)?.name ?? devices.unnamed,
    person(id, otherwise) {
      for (const kind of ["member", "request", "outside_question"] as const) {
        const found = device.documents(kind).value.get(id);
        if (found !== undefined) return found.name;
      }
      return otherwise;
    },
    day,
    time: (at) => dayAndTime(Date.parse(at)),
    pair: others,
    event(id) {
      const known = device.documents("event").value.get(id);
      return known?.title ?? keptAt(device.documents("rsvp").value, id)?.title ?? events.unknown;
    },
    meeting(id) {
      const held = device.documents("meeting").value.get(id);
      return acts.meeting(
        held === undefined ? acts.someone : others(held.relationship),
        held?.starts ? timeOf(held.starts, held.zone) : undefined,
      );
    },
  };
}

/** A stored change in plain words. One that a newer version made has only its name. */
export function inWords(change: { name: string; args: unknown }, names: Names): string {
  const say = describe[change.name as keyof Mutations] as
    | ((args: unknown, names: Names) => string)
    | undefined;
  try {
    return say?.(change.args, names) ?? change.name;
  } catch {
    return change.name;
  }
}

export function wordsOf(change: { name: string; args: unknown }): string | undefined {
  const own = ownWords[change.name as keyof Mutations] as ((args: unknown) => string | undefined) | undefined;
  try {
    return own?.(change.args);
  } catch {
    return undefined;
  }
}
