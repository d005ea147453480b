import type { Documents, MentorDocument, PatchProfile, ProfileDocument } from "../contract.ts";
import { type Acts, find, type View } from "./view.ts";

/** The directory: what a mentor chooses to say, field by field. */

export type FieldName = PatchProfile["field"];
export type FieldValue = PatchProfile["value"];
export type Mentor = MentorDocument & { id: string };

/** There is one profile a doctor; before the first word there is none. */
function change(view: View, id: string, field: FieldName, said: { value?: FieldValue; published?: boolean }) {
  const [held, profile] = find(view, "profile", () => true) ?? [id, { fields: {} } as ProfileDocument];
  const before = profile.fields[field] ?? { value: null, published: false };
  view.put("profile", held, { fields: { ...profile.fields, [field]: { ...before, ...said } } });
}

export const directoryActs: Acts<"profile.patch" | "profile.publish" | "profile.set_photo"> = {
  "profile.patch": {
    apply(view, { field, value }, { id }) {
      change(view, id, field, { value });
    },
  },
  "profile.publish": {
    apply(view, { field, publish }, { id }) {
      change(view, id, field, { published: publish });
    },
  },
  "profile.set_photo": {
    apply(view, { photo }, { id }) {
      change(view, id, "photo", { value: photo });
    },
  },
};

export function profileOf(all: ReadonlyMap<string, Documents["profile"]>): Documents["profile"]["fields"] {
  return all.values().next().value?.fields ?? {};
}

/** The lists of one value or several, ready to be read. */
export function listOf(value: FieldValue | undefined): readonly string[] {
  if (value === null || value === undefined || value === "") return [];
  return typeof value === "string" ? [value] : value;
}

const perScheme = new WeakMap<ReadonlyMap<string, MentorDocument>, Map<string, Mentor[]>>();

/** Mentors of one scheme by name. Kept for as long as the documents are the same. */
export function mentorsOf(all: ReadonlyMap<string, MentorDocument>, scheme: string): readonly Mentor[] {
  let known = perScheme.get(all);
  if (known === undefined) {
    known = new Map();
    perScheme.set(all, known);
  }
  const held = known.get(scheme);
  if (held !== undefined) return held;
  const found: Mentor[] = [];
  for (const [id, body] of all) if (body.scheme === scheme) found.push(withId(id, body));
  const collator = new Intl.Collator("en");
  found.sort((one, other) => collator.compare(one.name, other.name));
  known.set(scheme, found);
  return found;
}

const known = new WeakMap<MentorDocument, Mentor>();

/** One object for one body, so that what was worked out about it is worked out once. */
function withId(id: string, body: MentorDocument): Mentor {
  const held = known.get(body);
  if (held?.id === id) return held;
  const made = { id, ...body };
  known.set(body, made);
  return made;
}

export interface Filters {
  specialty: string;
  site: string;
  mode: string;
  day: string;
  room: boolean;
}

export const noFilters: Filters = { specialty: "", site: "", mode: "", day: "", room: false };

export function fits(mentor: Mentor, filters: Filters): boolean {
  return (
    (filters.specialty === "" || mentor.specialty === filters.specialty) &&
    (filters.site === "" || mentor.site === filters.site) &&
    (filters.mode === "" || (mentor.modes?.some((mode) => mode === filters.mode) ?? false)) &&
    (filters.day === "" || (mentor.usually_free?.some((part) => part.startsWith(filters.day)) ?? false)) &&
    (!filters.room || mentor.places === "open")
  );
}

/** What can be filtered by: the values that are there, each once. */
export function valuesOf(mentors: readonly Mentor[], field: "specialty" | "site"): string[] {
  const values = new Set<string>();
  for (const mentor of mentors) {
    const value = mentor[field];
    if (value) values.add(value);
  }
  return [...values].sort((one, other) => one.localeCompare(other, "en"));
}
