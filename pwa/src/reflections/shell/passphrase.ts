/**
 * Whether a passphrase is too easily guessed. A stolen disk can be tried against for as long as somebody
 * likes, so what counts is how much is left once everything that guessers try first is taken out.
 */

const LEAST = 12;
/** What must be left when words, runs and dates count for one character each; and how many different ones. */
const LEFT = 8;
const DIFFERENT = 5;
/** One word alone, whatever hangs at its end. */
const LONG_WORD = 18;

const COMMON = (
  "correcthorsebatterystaple passphrase password passwort passw0rd letmein letmeinplease welcome qwerty iloveyou " +
  "football liverpool arsenal chelsea manchester united everton rangers celtic princess sunshine superman batman " +
  "starwars monkey dragon master shadow computer internet secret login admin trustno access changeme whatever " +
  "hospital doctor nurse medicine medical surgery surgeon anaesthetics paediatrics cardiology radiology " +
  "psychiatry patient consultant registrar stethoscope nhs mentor mentoring reflection reflections alongside " +
  "portfolio appraisal private london birmingham leeds bristol sheffield newcastle glasgow edinburgh cardiff " +
  "belfast england scotland wales ireland monday tuesday wednesday thursday friday saturday sunday january " +
  "february march april june july august september october november december spring summer autumn winter " +
  "christmas birthday family jessica michael charlie william george thomas daniel james oliver harry jack " +
  "hello test user guest temp default mypassword thisismypassword nottelling opensesame abracadabra"
)
  .split(" ")
  .sort((one, other) => other.length - one.length);

const WALKS = [
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "1234567890",
  "abcdefghijklmnopqrstuvwxyz",
  "qazwsxedcrfvtgbyhnujmikolp",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
];
const RUNS = WALKS.flatMap((walk) => [walk, [...walk].reverse().join("")]);
const MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec";
const DATES = new RegExp(
  `\\d{1,2}(?:${MONTHS})[a-z]*\\d{2,4}|\\d{4}[-/. ]?\\d{2}[-/. ]?\\d{2}|\\d{1,2}[-/. ]?\\d{1,2}[-/. ]?\\d{2,4}|(?:19|20)\\d\\d`,
  "g",
);

export function isWeak(passphrase: string): boolean {
  const typed = passphrase.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();
  if ([...typed].length < LEAST) return true;
  const close = typed.replace(/[\s\-_.,]/g, "");
  if (new Set(close).size < DIFFERENT || isRepeated(close)) return true;
  if (left(withoutRuns(close)) < LEFT || left(typed.replace(DATES, "")) < LEFT) return true;
  if ([close, unleeted(close)].some((text) => left(withoutCommon(text)) < LEFT)) return true;
  const word = /^[^\p{L}]*([a-z]+)[^\p{L}]*$/u.exec(typed)?.[1];
  return word !== undefined && word.length < LONG_WORD;
}

/** How many characters are left that are not just the same one over again. */
function left(text: string): number {
  return [...text.replace(/(.)\1+/gu, "$1")].length;
}

/** One piece again and again, the last time perhaps not whole, perhaps with a few more characters. */
function isRepeated(text: string): boolean {
  for (let length = 1; length <= text.length / 2; length++) {
    const piece = text.slice(0, length);
    let same = 0;
    while (same < text.length && text[same] === piece[same % length]) same++;
    if (same >= 2 * length && text.length - same + length < LEFT) return true;
  }
  return false;
}

/** Runs of four or more along the alphabet, the digits or a row of keys count for one character. */
function withoutRuns(text: string): string {
  let rest = text;
  for (const run of RUNS) {
    for (let length = run.length; length >= 4; length--) {
      for (let at = 0; at + length <= run.length; at++)
        rest = rest.replaceAll(run.slice(at, at + length), "\u0001");
    }
  }
  return rest;
}

/** Words that guessers try first, and the numbers and marks that people hang on to them. */
function withoutCommon(text: string): string {
  let rest = withoutRuns(text).replace(DATES, "\u0001");
  for (const word of COMMON) rest = rest.replaceAll(word, "\u0001");
  return rest.replace(/^[^\p{L}]{2,}|[^\p{L}]{2,}$/gu, "\u0001");
}

const LEET: { readonly [mark: string]: string } = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};

function unleeted(text: string): string {
  return text.replace(/[013457@$!]/g, (mark) => LEET[mark] ?? mark);
}
