import type { Documents } from "../contract.ts";
import type { Acts } from "./view.ts";

/** Invitations: the office reads back what it wrote; the invited person sees a question, and no hurry. */

export const invitationActs: Acts<"invitation.send"> = {
  "invitation.send": {
    apply(view, { invitation, scheme, role, email, name }, { made }) {
      const sent = new Date(made).toISOString().slice(0, 10);
      view.put("invitation", invitation, { scheme, role, email, name, sent });
    },
  },
};

type All<Kind extends keyof Documents> = ReadonlyMap<string, Documents[Kind]>;

/** The schemes this doctor looks after. */
export function offices(all: All<"office">): string[] {
  return [...new Set([...all.values()].map((office) => office.scheme))];
}
