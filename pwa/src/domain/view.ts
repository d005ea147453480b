import type { Documents, Mutations } from "../contract.ts";
import type { View as AnyView, Mutators } from "../sync/overlay.ts";

/** What an optimistic mutator sees and may say, with the kinds of the contract. */
export type View = AnyView<Documents>;

/** The acts of one area: their names are checked against the contract where they meet. */
export type Acts<Name extends keyof Mutations> = Pick<Mutators<Documents, Mutations>, Name>;

/** The first document of a kind that fits, with its id. */
export function find<Kind extends keyof Documents>(
  view: View,
  kind: Kind,
  fits: (body: Documents[Kind]) => boolean,
): readonly [string, Documents[Kind]] | undefined {
  for (const entry of view.all(kind)) if (fits(entry[1])) return entry;
  return undefined;
}
