import type { Documents } from "../contract.ts";
import { others } from "./relationships.ts";
import type { Acts } from "./view.ts";

/** The private list: people never to be matched with or shown to. Nobody else is ever shown it. */

export const neverActs: Acts<"relationship.declare_conflict" | "relationship.withdraw_conflict"> = {
  "relationship.declare_conflict": {
    apply(view, { never, email, listing, relationship }, { account }) {
      const pair = relationship === null ? undefined : view.get("relationship", relationship);
      const who = pair && relationship !== null ? others({ id: relationship, ...pair }, account) : [];
      const mentor = listing === null ? undefined : view.get("mentor", listing);
      const label = email ?? mentor?.name ?? who.map((one) => one.name).join(", ");
      const listings = listing ?? pair?.listing;
      view.put("never", never, { label, listings: listings ? [listings] : [] });
      // Whatever is shared with them is off this phone at once.
      for (const [id, held] of view.all("relationship")) {
        if (id === relationship || (listing !== null && held.listing === listing)) {
          view.delete("relationship", id);
        }
      }
    },
  },
  "relationship.withdraw_conflict": { apply: (view, { never }) => view.delete("never", never) },
};

/** Listings that this phone leaves out of its own screens. */
export function hiddenListings(all: ReadonlyMap<string, Documents["never"]>): ReadonlySet<string> {
  return new Set([...all.values()].flatMap((one) => one.listings));
}
