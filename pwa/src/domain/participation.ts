import type { Documents, OptIn, ParticipationDocument } from "../contract.ts";
import { type Acts, find, type View } from "./view.ts";

/** Taking part: a doctor's own yes, in one role of one scheme, and its undoing. */

export type Role = OptIn["role"];
export type Participation = ParticipationDocument & { id: string };

const part = (view: View, scheme: string, role: Role) =>
  find(view, "participation", (held) => held.scheme === scheme && held.role === role);

function forget(view: View, kind: "not_now" | "invited", fits: (scheme: string | null) => boolean): void {
  for (const [id, held] of view.all(kind)) if (fits(held.scheme)) view.delete(kind, id);
}

export const participationActs: Acts<
  | "participation.opt_in"
  | "participation.opt_out"
  | "participation.not_now"
  | "participation.pause"
  | "participation.resume"
  | "participation.set_places"
> = {
  "participation.opt_in": {
    apply(view, { scheme, role }, { id }) {
      const held = part(view, scheme, role);
      const places = held?.[1].places ?? null;
      view.put("participation", held?.[0] ?? id, { scheme, role, state: "in", until: null, places });
      forget(view, "not_now", (of) => of === scheme);
      forget(view, "invited", (of) => of === scheme);
    },
  },
  "participation.opt_out": {
    apply(view, { scheme, role }) {
      const held = part(view, scheme, role);
      if (held) view.put("participation", held[0], { ...held[1], state: "out", until: null });
      const invited = find(view, "invited", (one) => one.scheme === scheme && one.role === role);
      if (invited) view.delete("invited", invited[0]);
    },
  },
  "participation.not_now": {
    apply(view, { scheme, until }, { id }) {
      const held = find(view, "not_now", (one) => one.scheme === scheme);
      view.put("not_now", held?.[0] ?? id, { scheme, until });
      forget(view, "invited", (of) => scheme === null || of === scheme);
    },
  },
  "participation.pause": {
    apply(view, { scheme, until }) {
      for (const [id, held] of view.all("participation")) {
        if (held.scheme !== scheme || held.state === "out") continue;
        view.put("participation", id, { ...held, state: "paused", until });
      }
    },
  },
  "participation.resume": {
    apply(view, { scheme }) {
      for (const [id, held] of view.all("participation")) {
        if (held.state !== "paused" || (scheme !== null && held.scheme !== scheme)) continue;
        view.put("participation", id, { ...held, state: "in", until: null });
      }
      forget(view, "not_now", (of) => of === scheme);
    },
  },
  "participation.set_places": {
    apply(view, { scheme, places }) {
      for (const [id, held] of view.all("participation")) {
        if (held.scheme !== scheme || held.role === "mentee") continue;
        view.put("participation", id, { ...held, places });
      }
    },
  },
};

type All<Kind extends keyof Documents> = ReadonlyMap<string, Documents[Kind]>;

/** Where this doctor takes part or has paused. */
export function takingPart(all: All<"participation">): Participation[] {
  const held = [...all].map(([id, body]) => ({ id, ...body }));
  return held.filter((one) => one.state !== "out");
}

export function partIn(all: All<"participation">, scheme: string, role?: Role): Participation[] {
  return takingPart(all).filter((one) => one.scheme === scheme && (role === undefined || one.role === role));
}

/** Places and listings are for those who are listed. */
export function listed(all: All<"participation">): Participation[] {
  return takingPart(all).filter((one) => one.role !== "mentee");
}

export function notNow(all: All<"not_now">, scheme: string | null, today: string): string | undefined {
  const until = [...all.values()].filter((one) => one.scheme === scheme && one.until > today);
  return until
    .map((one) => one.until)
    .sort()
    .at(-1);
}
