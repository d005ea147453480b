/** What makes a passphrase weak, said before the shell is asked; the shell decides. */
import * as words from "./words.ts";

const FIRST_TRIED =
  /^(pass(word|phrase|code)|qwert|asdf|letmein|welcome|iloveyou|alongside|reflection|0?123456|abcdef)/;

/** A helpful sentence, or null where nothing speaks against it. */
export function weak(passphrase: string): string | null {
  const letters = [...passphrase.toLowerCase().replace(/\s+/g, "")];
  if ([...passphrase.trim()].length < 12) return words.weakShort;
  if (letters.every((one) => /\d|\p{P}/u.test(one))) return words.weakNumbers;
  if (new Set(letters).size < 6) return words.weakSame;
  if (FIRST_TRIED.test(letters.join(""))) return words.weakKnown;
  return null;
}
