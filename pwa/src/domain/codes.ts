/** Codes that are read out, typed and scanned: eight letters and digits of Crockford's base 32. */

const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A new code from eight random bytes: five bits of each. */
export function newCode(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 8), (byte) => LETTERS[byte & 31]).join("");
}

/** As people type it: any case, blanks and dashes, and the letters that look like digits. */
export function readCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  return /^[0-9A-HJKMNP-TV-Z]{8}$/.test(code) ? code : undefined;
}

/** In two halves, as it is read out. */
export const inHalves = (code: string) => `${code.slice(0, 4)} ${code.slice(4)}`;

/** What is shared: the code stands behind the "#", where no server and no log ever sees it. */
export const linkTo = (origin: string, code: string) => `${origin}/join#${code}`;
