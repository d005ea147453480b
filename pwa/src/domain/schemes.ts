import type { Charter, Documents, SchemeDocument } from "../contract.ts";
import type { Acts } from "./view.ts";

/** Schemes, their guidance and contact points: what every doctor may read, with no signal too. */

export type Scheme = SchemeDocument & { id: string };

export const schemeActs: Acts<"scheme.publish" | "page.publish" | "contact_point.publish"> = {
  "scheme.publish": {
    apply(view, { scheme, ...said }, { made }) {
      const held = view.get("scheme", scheme);
      const published = new Date(made).toISOString().slice(0, 10);
      const version = (held?.version ?? 0) + 1;
      view.put("scheme", scheme, { ...said, roles: rolesOf(said.charter), version, published });
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
