/** What may be let go is asked about once, on opening: let it go, or keep it. */
import type { Kept } from "../channel.ts";
import { button, card, equal, p } from "./dom.ts";
import { say, show } from "./frame.ts";
import { letGoPassed } from "./offering.ts";
import { ask } from "./port.ts";
import { entries, keep, nameOf, take, today } from "./store.ts";
import * as words from "./words.ts";

export function askLetGo(done: () => void): void {
  const due = letGoPassed(
    entries().map(({ kept }) => kept),
    today(),
  );
  next(due, done);
}

function next([one, ...others]: readonly Kept[], done: () => void): void {
  if (one === undefined) {
    done();
    return;
  }
  const then = (said: string) => {
    next(others, done);
    say(said);
  };
  show(words.letGoAsk, [
    card(p(nameOf(one.writing)), p(words.day(one.writing.date), "quiet")),
    p(words.letGoChosen(one.writing.letGo ?? "")),
    equal(
      button(words.letItGo, async () => {
        await ask("delete", { id: one.id });
        take(one.id);
        then(words.deleted);
      }),
      button(words.keep, async () => {
        await keep(one, { letGo: null });
        then(words.saved);
      }),
    ),
    button(words.notNow, () => next(others, done), "plain"),
  ]);
}
