import { legendFrom } from "../../times/rota/reading/words-of.ts";
import { rota as words } from "../../words/rota.ts";

/** Which lines of a legend say nothing; undefined when all of them do. */
export function legendFault(text: string): string | undefined {
  const { wrong } = legendFrom(text);
  return wrong.length === 0 ? undefined : words.legendWrong(wrong.slice(0, 5).join(", "));
}
