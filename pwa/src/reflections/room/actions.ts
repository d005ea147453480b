/** Every action that is still open, each with the reflection it stands in. */
import { button, card, check, p } from "./dom.ts";
import { show } from "./frame.ts";
import { mark, read } from "./read.ts";
import { entries, nameOf } from "./store.ts";
import * as words from "./words.ts";

export function openActions(back: () => void): void {
  const again = () => openActions(back);
  const cards = entries().flatMap(({ kept }) => {
    const open = kept.writing.actions.flatMap((action, at) =>
      action.done ? [] : [check(action.text, false, (done) => mark(kept.id, at, action.text, done))],
    );
    return open.length === 0
      ? []
      : [
          card(
            ...open,
            button(nameOf(kept.writing), () => read(kept.id, again), "plain"),
          ),
        ];
  });
  show(words.openActions, cards.length > 0 ? cards : [p(words.noActions)], { back });
}
