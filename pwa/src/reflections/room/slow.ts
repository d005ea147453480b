import { type Field, h } from "./dom.ts";
import { say } from "./frame.ts";
import { codeOf } from "./port.ts";
import * as words from "./words.ts";

/** What takes seconds: said while it lasts. A "no" about what was typed stands at its field. */
export function slow(text: string, typed: Field) {
  const wait = h("p", { hidden: true }, text);
  const run = async (what: () => Promise<unknown>): Promise<void> => {
    typed.wrong(null);
    wait.hidden = false;
    say(text);
    try {
      await what();
    } catch (no) {
      typed.wrong(words.refusals[codeOf(no)]);
    } finally {
      wait.hidden = true;
    }
  };
  return { wait, run };
}
