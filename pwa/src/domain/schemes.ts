import type { Charter, Documents, SchemeDocument } from "../contract.ts";
import { type Acts, find, type View } from "./view.ts";

/** Schemes, their guidance and contact points: what every doctor may read, with no signal too. */

export type Scheme = SchemeDocument & { id: string };

export const schemeActs: Acts<
  "scheme.draft" | "scheme.discard_draft" | "scheme.publish" | "page.publish" | "contact_point.publish"
> = {
  "scheme.draft": {
    apply(view, { draft, scheme, ...said }, { made }) {
      forgetDrafts(view, scheme);
      view.put("draft", draft, { scheme, ...said, drafted: dayOf(made) });
    },
  },
  "scheme.discard_draft": {
    apply(view, { draft }) {
      if (view.get("draft", draft)) view.delete("draft", draft);
    },
  },
  "scheme.publish": {
    apply(view, { scheme, draft, ...said }, { made }) {
      const held = view.get("scheme", scheme);
      const same = held !== undefined && isSameCharter(held.charter, said.charter);
      const version = (held?.version ?? 0) + (same ? 0 : 1);
      const published = same ? held.published : dayOf(made);
      view.put("scheme", scheme, { ...said, roles: rolesOf(said.charter), version, published });
      if (draft && view.get("draft", draft)) view.delete("draft", draft);
      // Whoever publishes a new scheme looks after it.
      if (!find(view, "office", (office) => office.scheme === scheme))
        view.put("office", scheme, { scheme, lead: false });
    },
  },
  "page.publish": {
    apply(view, { page, ...body }) {
      view.put("page", page, body);
    },
  },
  "contact_point.publish": {
    apply(view, { contact_point: id, ...body }) {
      view.put("contact_point", id, body);
    },
  },
};

const dayOf = (made: number) => new Date(made).toISOString().slice(0, 10);

/** A scheme has one draft at most. */
function forgetDrafts(view: View, scheme: string): void {
  for (const [id, draft] of view.all("draft")) if (draft.scheme === scheme) view.delete("draft", id);
}

/** Other words beside the charter are no new version of it. */
function isSameCharter(one: Charter, other: Charter): boolean {
  const settings = Object.keys(other) as (keyof Charter)[];
  return settings.every((setting) => JSON.stringify(one[setting]) === JSON.stringify(other[setting]));
}

/** As the server has it: a charter that matches nobody has events only. */
function rolesOf(charter: Charter): SchemeDocument["roles"] {
  if (charter.matching.length === 0) return [];
  return charter.model === "dyad" || charter.model === "triad" ? ["co_mentor"] : ["mentee", "mentor"];
}

type All<Kind extends keyof Documents> = ReadonlyMap<string, Documents[Kind]>;

/** Open ones first, then by name. */
export function schemesInOrder(all: All<"scheme">): Scheme[] {
  const rank = { open: 0, considering: 1, closed: 2 };
  return [...all]
    .map(([id, body]) => ({ id, ...body }))
    .sort((one, other) => rank[one.state] - rank[other.state] || one.name.localeCompare(other.name, "en"));
}

/** Those whose mentors can be looked at. */
export function withList(all: All<"scheme">): Scheme[] {
  return schemesInOrder(all).filter((scheme) => scheme.charter.listing !== "none" && scheme.roles.length > 0);
}

/** A version of a scheme's charter, the one in force or an earlier one. */
export function charterAt(
  scheme: string,
  version: number,
  schemes: All<"scheme">,
  versions: All<"charter">,
): Charter | undefined {
  const now = schemes.get(scheme);
  if (now?.version === version) return now.charter;
  for (const one of versions.values())
    if (one.scheme === scheme && one.version === version) return one.charter;
  return undefined;
}

export function contactOf(
  scheme: SchemeDocument,
  all: All<"contact_point">,
): Documents["contact_point"] | undefined {
  return scheme.contact === null ? undefined : all.get(scheme.contact);
}

export function pagesOf(all: All<"page">, scheme: string | null): { id: string; title: string }[] {
  return [...all]
    .filter(([, page]) => page.scheme === scheme)
    .map(([id, page]) => ({ id, title: page.title }))
    .sort((one, other) => one.title.localeCompare(other.title, "en"));
}
