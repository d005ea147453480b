import type { Documents, MemberPart, RelationshipDocument } from "../contract.ts";
import type { Context } from "../sync/overlay.ts";
import { type Acts, find, type View } from "./view.ts";

/** Pairs and circles: from the first asking to the closing. Names and states are the server's. */

export type Relationship = RelationshipDocument & { id: string };
export const BEGINNING = ["requested", "offered", "suggested"] as const;
export const LIVE = ["trying", "agreed", "resting"] as const;

const LAPSES = 14 * 86_400_000;

const day = (made: number, later = 0) => new Date(made + later).toISOString().slice(0, 10);

function begun(
  view: View,
  { account, made }: Context,
  what: Pick<RelationshipDocument, "scheme" | "state" | "listing" | "code">,
  role: MemberPart["role"],
  yes: boolean,
  others: readonly MemberPart[] = [],
): RelationshipDocument {
  const me = { account, name: view.get("account", account)?.name ?? "", role, yes, agreed: null };
  return {
    ...what,
    version: view.get("scheme", what.scheme)?.version ?? 1,
    rhythm: null,
    until: null,
    since: null,
    lapses: day(made, LAPSES),
    ends: null,
    members: [me, ...others],
  };
}

function change(
  view: View,
  id: string,
  how: (held: RelationshipDocument) => Partial<RelationshipDocument>,
): void {
  const held = view.get("relationship", id);
  if (held !== undefined) view.put("relationship", id, { ...held, ...how(held) });
}

const saying =
  (account: string, said: Partial<MemberPart>) =>
  (held: RelationshipDocument): Partial<RelationshipDocument> => ({
    members: held.members.map((one) => (one.account === account ? { ...one, ...said } : one)),
  });

function leave(view: View, relationship: string): void {
  if (view.get("relationship", relationship) !== undefined)
    view.put("pairing", relationship, { relationship, left: true });
}

export const relationshipActs: Acts<
  | "relationship.request"
  | "relationship.offer"
  | "relationship.join"
  | "relationship.accept"
  | "relationship.decline"
  | "relationship.agree"
  | "relationship.rest"
  | "relationship.resume"
  | "relationship.end"
  | "relationship.hear_of_place"
  | "relationship.stop_hearing"
  | "circle.form"
> = {
  "relationship.request": {
    apply(view, { relationship, scheme, mentor }, context) {
      // Whose account it is, only the server knows.
      const name = view.get("mentor", mentor)?.name ?? "";
      const other: MemberPart = { account: mentor, name, role: "mentor", yes: false, agreed: null };
      const what = { scheme, state: "requested", listing: mentor, code: null } as const;
      view.put("relationship", relationship, begun(view, context, what, "mentee", true, [other]));
    },
  },
  "relationship.offer": {
    apply(view, { relationship, scheme, code }, context) {
      const what = { scheme, state: "offered", listing: null, code } as const;
      view.put("relationship", relationship, begun(view, context, what, "mentor", true));
    },
  },
  "circle.form": {
    apply(view, { relationship, scheme, code }, context) {
      const what = { scheme, state: "suggested", listing: null, code } as const;
      view.put("relationship", relationship, begun(view, context, what, "co_mentor", false));
    },
  },
  "relationship.join": {
    // Whom the code belongs to, only the server knows.
    apply() {},
  },
  "relationship.accept": {
    apply: (view, { relationship }, { account }) =>
      change(view, relationship, saying(account, { yes: true })),
  },
  "relationship.decline": { apply: (view, { relationship }) => leave(view, relationship) },
  "relationship.end": { apply: (view, { relationship }) => leave(view, relationship) },
  "relationship.agree": {
    apply(view, { relationship, charter_version: agreed, rhythm, ends }, { account }) {
      change(view, relationship, (held) => ({
        ...saying(account, { agreed })(held),
        rhythm: rhythm ?? held.rhythm,
        ends: ends ?? held.ends,
      }));
    },
  },
  "relationship.rest": {
    apply: (view, { relationship, until }) => change(view, relationship, () => ({ state: "resting", until })),
  },
  "relationship.resume": {
    apply(view, { relationship }) {
      change(view, relationship, (held) =>
        held.state === "resting" ? { state: "agreed", until: null } : {},
      );
    },
  },
  "relationship.hear_of_place": {
    apply(view, { scheme, mentor }, { id }) {
      const held = find(view, "hearing", (one) => one.mentor === mentor);
      view.put("hearing", held?.[0] ?? id, { scheme, mentor, open: false });
    },
  },
  "relationship.stop_hearing": {
    apply(view, { mentor }) {
      const held = find(view, "hearing", (one) => one.mentor === mentor);
      if (held) view.delete("hearing", held[0]);
    },
  },
};

type All<Kind extends keyof Documents> = ReadonlyMap<string, Documents[Kind]>;

/** It is over for this doctor already, whoever else has still to hear of it. */
export const hasLeft = (pairings: All<"pairing">, id: string): boolean => pairings.get(id)?.left === true;

/** Those that are not over for this doctor. */
export function open(all: All<"relationship">, pairings: All<"pairing">): Relationship[] {
  return [...all]
    .map(([id, body]) => ({ id, ...body }))
    .filter((one) => one.state !== "closed" && !hasLeft(pairings, one.id));
}

export const others = (pair: Relationship, account: string): readonly MemberPart[] =>
  pair.members.filter((member) => member.account !== account);

export const self = (pair: Relationship, account: string): MemberPart | undefined =>
  pair.members.find((member) => member.account === account);

/** The pair waits for this doctor's own yes. */
export function mayAnswer(pair: Relationship, account: string, size: number): boolean {
  const beginning = (BEGINNING as readonly string[]).includes(pair.state);
  return beginning && pair.members.length >= size && self(pair, account)?.yes === false;
}
