/** Words that are nearly what was typed: one slip in a short word, two in a long one. */

const ENOUGH = 8;

/** `vocabulary` are the words that stand somewhere; the answer is those nearest, or none. */
export function nearest(term: string, vocabulary: readonly string[]): string[] {
  if (term.length < 4) return [];
  const most = term.length < 8 ? 1 : 2;
  const first = term[0];
  // Hardly anyone gets the first letter wrong, and it saves nearly all the work.
  const likely = among(vocabulary.filter((word) => word[0] === first));
  return likely.length > 0 ? likely : among(vocabulary);

  function among(words: readonly string[]): string[] {
    let best = most;
    let found: string[] = [];
    for (const word of words) {
      if (word.length < term.length - most) continue;
      const away = slips(term, word, best);
      if (away > best) continue;
      if (away < best) found = [];
      best = away;
      found.push(word);
    }
    // A word of that length is meant before one that only begins like it.
    const whole = found.filter((word) => Math.abs(word.length - term.length) <= most);
    return (whole.length > 0 ? whole : found).slice(0, ENOUGH);
  }
}

/**
 * How many letters were left out, added, changed or swapped to get from the start of `word` to `typed`;
 * anything above `most` is `most + 1`.
 */
export function slips(typed: string, word: string, most: number): number {
  const width = Math.min(word.length, typed.length + most);
  let twoAbove: number[] = [];
  let above = Array.from({ length: width + 1 }, (_, at) => at);
  for (let row = 1; row <= typed.length; row++) {
    const line = [row];
    let least = row;
    for (let at = 1; at <= width; at++) {
      const same = typed[row - 1] === word[at - 1];
      let away = Math.min(
        (above[at] as number) + 1,
        (line[at - 1] as number) + 1,
        (above[at - 1] as number) + (same ? 0 : 1),
      );
      if (row > 1 && at > 1 && typed[row - 1] === word[at - 2] && typed[row - 2] === word[at - 1]) {
        away = Math.min(away, (twoAbove[at - 2] as number) + 1);
      }
      line.push(away);
      least = Math.min(least, away);
    }
    if (least > most) return most + 1;
    twoAbove = above;
    above = line;
  }
  return Math.min(...above, most + 1);
}
