import type { Documents, Mutations } from "../../../pwa/src/contract.ts";
import { mutators } from "../../../pwa/src/domain/mutators.ts";
import { layOver, merged } from "../../../pwa/src/sync/overlay.ts";
import type { OutboxEntry } from "../../../pwa/src/sync/store/records.ts";

type Held = { [Kind in keyof Documents]?: Record<string, Documents[Kind]> };
export type Act = { [Name in keyof Mutations]: [Name, Mutations[Name]] }[keyof Mutations];

/** What a phone shows that holds these documents and did these acts offline. */
export function phone(held: Held, ...acts: Act[]) {
  const base = (kind: string) => new Map(Object.entries(held[kind as keyof Documents] ?? {}));
  const outbox = acts.map(([name, args], at): OutboxEntry => {
    return {
      number: at + 1,
      id: `act-${at + 1}`,
      name,
      args,
      made: Date.parse("2026-11-23T10:00:00Z"),
      sent: false,
      outcome: undefined,
    };
  });
  const layer = layOver(base, outbox, mutators as unknown as Parameters<typeof layOver>[2], "me");
  return <Kind extends keyof Documents>(kind: Kind) =>
    merged(base(kind), layer.changes.get(kind)) as ReadonlyMap<string, Documents[Kind]>;
}
