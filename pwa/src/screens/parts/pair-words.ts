import { sizeOf } from "../../domain/pairs.ts";
import { hasLeft, mayAnswer, others, type Relationship, self } from "../../domain/relationships.ts";
import { charterAt } from "../../domain/schemes.ts";
import type { Device } from "../../sync/device.ts";
import { day } from "../../when.ts";
import { lines, people as words } from "../../words/relationships.ts";

/** The others by name, as people say it. */
export function namesIn(pair: Relationship, account: string): string {
  const names = others(pair, account).map((one) => one.name);
  if (names.length > 0) return names.join(words.and);
  return self(pair, account)?.role === "mentor" ? words.yourOffer : words.yourCircle;
}

/** The charter that the pair goes by, which need not be the newest. */
export function charterOf(open: Device, pair: Relationship) {
  const [schemes, versions] = [open.documents("scheme").value, open.documents("charter").value];
  return charterAt(pair.scheme, pair.version, schemes, versions);
}

/** The pair waits for this doctor's yes or no. */
export function answerable(open: Device, pair: Relationship): boolean {
  return mayAnswer(pair, open.account, sizeOf(charterOf(open, pair)));
}

/** Where it stands, in one short line. */
export function lineOf(open: Device, pair: Relationship): string {
  const me = self(pair, open.account);
  if (hasLeft(open.documents("pairing").value, pair.id)) return lines.closed;
  switch (pair.state) {
    case "requested":
      return me?.role === "mentor" ? (me.yes ? lines.saidYes : lines.asksMentor) : lines.asked;
    case "offered":
      return lines.offered;
    case "suggested":
      if (answerable(open, pair)) return me?.role === "co_mentor" ? lines.allJoined : lines.suggested;
      return me?.yes ? lines.saidYes : lines.forming;
    case "trying":
      return lines.trying;
    case "agreed":
      if (me?.role === "co_mentor") return lines.equals;
      return me?.role === "mentor" ? lines.youMentor : lines.yourMentor;
    case "resting":
      return lines.resting(day(pair.until ?? ""));
    case "closed":
      return lines.closed;
  }
}

/** Those that may be answered first, then what goes on, then what waits for others. */
export function inOrder(open: Device, pairs: readonly Relationship[]): Relationship[] {
  const rank = (pair: Relationship) => {
    if (answerable(open, pair)) return 0;
    return pair.state === "requested" || pair.state === "offered" || pair.state === "suggested" ? 2 : 1;
  };
  return [...pairs].sort(
    (one, other) =>
      rank(one) - rank(other) || namesIn(one, open.account).localeCompare(namesIn(other, open.account), "en"),
  );
}
