import type { Charter, Documents } from "../contract.ts";
import { plain } from "./synonyms.ts";

/** A scheme's office: who asks there, who said yes, and what the office has said itself. */

type All<Kind extends keyof Documents> = ReadonlyMap<string, Documents[Kind]>;
type Of<Kind extends keyof Documents> = Documents[Kind] & { id: string };

export type Member = Of<"member">;
export type Request = Of<"request"> & { suggested: boolean };
export type Question = Of<"outside_question"> & { answered: boolean };

const collator = new Intl.Collator("en");

function inOffices<Kind extends "member" | "request" | "outside_question">(
  all: All<Kind>,
  schemes: readonly string[],
): Of<Kind>[] {
  return [...all]
    .map(([id, body]): Of<Kind> => ({ id, ...body }))
    .filter((one) => schemes.includes(one.scheme))
    .sort((one, other) => collator.compare(one.name, other.name));
}

/** Those without a suggestion first; each part by name, for the office is not told who asked when. */
export function requestsOf(
  all: All<"request">,
  suggestions: All<"suggestion">,
  schemes: readonly string[],
): Request[] {
  return inOffices(all, schemes)
    .map((one) => ({ ...one, suggested: suggestions.has(one.id) }))
    .sort((one, other) => Number(one.suggested) - Number(other.suggested));
}

export function questionsOf(
  all: All<"outside_question">,
  answers: All<"outside_answered">,
  schemes: readonly string[],
): Question[] {
  return inOffices(all, schemes)
    .map((one) => ({ ...one, answered: answers.has(one.id) }))
    .sort((one, other) => Number(one.answered) - Number(other.answered));
}

export const membersOf = (all: All<"member">, scheme: string): Member[] => inOffices(all, [scheme]);

/** Every word that was typed begins a word of the name. */
export function named(members: readonly Member[], query: string): readonly Member[] {
  const typed = plain(query).split(" ").filter(Boolean);
  if (typed.length === 0) return members;
  return members.filter((member) => {
    const name = ` ${plain(member.name)}`;
    return typed.every((word) => name.includes(` ${word}`));
  });
}

/** The day of the mark. What the office said itself outweighs its list, which moves once a day. */
export function trainedOn(member: Member, said: All<"trained">): string | null {
  const mark = said.get(member.id);
  return (mark === undefined ? member.trained : mark.recorded) ?? null;
}

/** Mentors whom the server would take: trained, where the charter asks for it. */
export function mayBeSuggested(
  members: readonly Member[],
  said: All<"trained">,
  charter: Charter,
): readonly Member[] {
  const gate = charter.training_gate.length > 0;
  return members.filter((one) => one.role === "mentor" && (!gate || trainedOn(one, said) !== null));
}

export function leads(all: All<"office">, scheme: string): boolean {
  return [...all.values()].some((office) => office.scheme === scheme && office.lead);
}

/** Who is paired, as the lead of a scheme is told: names and nothing else. */
export function pairsOf(all: All<"pair">, scheme: string): Of<"pair">[] {
  return [...all]
    .map(([id, body]) => ({ id, ...body }))
    .filter((pair) => pair.scheme === scheme)
    .sort((one, other) => collator.compare(one.names.join(), other.names.join()));
}
