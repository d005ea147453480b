import type { Charter, Documents } from "../contract.ts";
import { hasLeft, LIVE, open, type Relationship } from "./relationships.ts";

/** What screens ask about pairs and circles. */

type All<Kind extends keyof Documents> = ReadonlyMap<string, Documents[Kind]>;

/** Two, or three in a circle of three. */
export const sizeOf = (charter: Charter | undefined): number => (charter?.model === "triad" ? 3 : 2);

export const isLive = (pair: Relationship): boolean => (LIVE as readonly string[]).includes(pair.state);

/** Over for this doctor: closed for everybody, or ended by them just now. */
export function over(all: All<"relationship">, pairings: All<"pairing">): Relationship[] {
  return [...all]
    .map(([id, body]) => ({ id, ...body }))
    .filter((one) => one.state === "closed" || hasLeft(pairings, one.id));
}

/** What this doctor has going on with the mentor of a listing, if anything. */
export function withMentor(
  all: All<"relationship">,
  pairings: All<"pairing">,
  listing: string,
  account: string,
): Relationship | undefined {
  return open(all, pairings).find(
    (pair) =>
      pair.listing === listing &&
      pair.members.some((one) => one.account === account && one.role === "mentee"),
  );
}

/** After so long with nothing said, the pair's own phones show a gentle card. There is no other clock. */
const QUIET = 12 * 7 * 86_400_000;

export function isQuiet(pair: Relationship, now: number): boolean {
  return pair.state === "agreed" && pair.since !== null && now - Date.parse(pair.since) > QUIET;
}

/** The version of the charter that this doctor may still agree to; undefined when there is none to offer. */
export function newerVersion(pair: Relationship, account: string, newest: number): number | undefined {
  const agreed = pair.members.find((one) => one.account === account)?.agreed ?? null;
  return isLive(pair) && agreed !== null && Math.max(agreed, pair.version) < newest ? newest : undefined;
}
