import { round } from "../../domain/keeping-time.ts";
import { left } from "../../times/turns.ts";
import { Card } from "../../ui/page.tsx";
import { Link } from "../../ui/route.tsx";
import { turns as words } from "../../words/together.ts";
import { face } from "./clock-face.ts";
import { useTicking } from "./ticking.ts";

/** The turn that runs, seen from another screen: the bell rings here too. */
export function TurnLine() {
  const now = useTicking();
  const open = round.value;
  if (open === undefined || open.phase === "even") return null;
  const more = left(open, now.value);
  return (
    <Card class="turn-line">
      <p role="status">{more > 0 ? words.speaks(words.person(open.speaker)) : words.over}</p>
      <p role="timer" aria-live="off">
        <strong>{face(more)}</strong> {more > 0 ? words.left : words.ended}
      </p>
      <Link to="/together/turns">{words.back}</Link>
    </Card>
  );
}
