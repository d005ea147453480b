import type { CandidateTime, Charter, Documents } from "../contract.ts";
import { hasBegun, type Meeting } from "./meetings.ts";
import { isLive } from "./pairs.ts";
import { type Relationship, self } from "./relationships.ts";

/** What screens ask about meetings. Instants are milliseconds. */

type All = ReadonlyMap<string, Documents["meeting"]>;

export const meetingsIn = (all: All): Meeting[] => [...all].map(([id, body]) => ({ id, ...body }));

export const meetingsOf = (all: All, relationship: string): Meeting[] =>
  meetingsIn(all).filter((one) => one.relationship === relationship);

/** Whose answer waits: undefined where nothing does. In a circle it is also "theirs" after one's own yes. */
export function turnOf(meeting: Meeting, account: string): "mine" | "theirs" | undefined {
  if (meeting.proposed_by === null) return undefined;
  return meeting.proposed_by === account || meeting.accepted.includes(account) ? "theirs" : "mine";
}

/** The times that can still be chosen, best first. */
export const ahead = (meeting: Meeting, now: number): CandidateTime[] =>
  meeting.candidates.filter(({ at }) => Date.parse(at) > now);

/** A suggestion or a move that can still be answered, by whoever's turn it is. */
export function waits(meeting: Meeting, now: number): boolean {
  const open = meeting.state === "proposed" || (meeting.state === "confirmed" && !hasBegun(meeting, now));
  return open && meeting.proposed_by !== null && ahead(meeting, now).length > 0;
}

/** What this doctor may answer, the soonest first. */
export function answerable(all: readonly Meeting[], account: string, now: number): Meeting[] {
  const first = (meeting: Meeting) => Date.parse(meeting.candidates[0]?.at ?? "");
  return all
    .filter((one) => waits(one, now) && turnOf(one, account) === "mine")
    .sort((one, other) => first(one) - first(other));
}

const start = (meeting: Meeting) => Date.parse(meeting.starts ?? "");

const isOver = (meeting: Meeting, now: number) => Date.parse(meeting.ends ?? "") <= now;

/** Agreed and not over, the soonest first. */
export function toCome(all: readonly Meeting[], now: number): Meeting[] {
  return all
    .filter((one) => one.state === "confirmed" && !isOver(one, now))
    .sort((one, other) => start(one) - start(other));
}

export const nextOf = (all: readonly Meeting[], now: number): Meeting | undefined => toCome(all, now)[0];

/** Over, and nobody has said how it was; saying so is open and nobody has to. */
export function toSay(all: readonly Meeting[], now: number): Meeting[] {
  return all
    .filter((one) => one.state === "confirmed" && isOver(one, now))
    .sort((one, other) => start(other) - start(one));
}

/** Said how it was, the latest first. */
export function said(all: readonly Meeting[]): Meeting[] {
  return all
    .filter(({ state }) => state === "held" || state === "missed")
    .sort((one, other) => start(other) - start(one));
}

/** What two arranged to meet for counts for so long against their being called quiet. */
const LATELY = 12 * 7 * 86_400_000;

/** They have met, or have something arranged or suggested, in the last twelve weeks or to come. */
export function meetsLately(all: readonly Meeting[], now: number): boolean {
  return all.some(
    (one) =>
      waits(one, now) || ((one.state === "confirmed" || one.state === "held") && now - start(one) < LATELY),
  );
}

/** Until when either side may say that it was otherwise; undefined when that has passed. */
export function correctableUntil(meeting: Meeting, now: number): number | undefined {
  const until = Date.parse(meeting.correctable_until ?? "");
  return (meeting.state === "held" || meeting.state === "missed") && until > now ? until : undefined;
}

/** "2 of 6", for the pair's own eyes. `of` is undefined where the charter sets no number. */
export function sessions(
  all: readonly Meeting[],
  charter: Charter | undefined,
): { held: number; of?: number } {
  const held = all.filter(({ state }) => state === "held").length;
  const cap = charter?.session_cap ?? null;
  return cap === null ? { held } : { held, of: cap };
}

/** What the server would say of another suggestion, as far as this phone knows. */
export type MayPropose = "yes" | "not-together" | "theirs-first" | "all-arranged" | "agree-first";

export function mayPropose(
  pair: Relationship,
  charter: Charter | undefined,
  all: readonly Meeting[],
  account: string,
): MayPropose {
  if (!isLive(pair)) return "not-together";
  const arranged = all.filter(({ state }) => state === "confirmed" || state === "held").length;
  const agreed = arranged + all.filter(({ state }) => state === "missed").length;
  const role = self(pair, account)?.role;
  const first = charter?.first_meeting_arranged_by ?? "either";
  if (agreed === 0 && role !== "co_mentor" && first !== "either" && first !== role) return "theirs-first";
  if (charter?.session_cap != null && arranged >= charter.session_cap) return "all-arranged";
  return pair.state === "trying" && arranged > 0 ? "agree-first" : "yes";
}
