import type { EventDocument } from "../contract.ts";
import type { Acts } from "./view.ts";

/** Events of a scheme, and the places one keeps at them. Names and states are the server's. */

export type Event = EventDocument & { id: string };

export const eventActs: Acts<"event.publish"> = {
  "event.publish": {
    apply(view, { event, places: _, ...said }) {
      // The code and its digest are the server's to make.
      const made = { state: "published", full: false, sequence: 0, changed_at: null, check: "" } as const;
      view.put("event", event, { ...said, ...made });
    },
  },
};
