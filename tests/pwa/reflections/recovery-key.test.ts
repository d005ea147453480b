import fc from "fast-check";
import { expect, test } from "vitest";
import { readRecovery, writeRecovery } from "../../../pwa/src/reflections/shell/recovery-key.ts";

const SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });

test("it is seven groups of four, and reads back however it is typed", () => {
  fc.assert(
    fc.property(bytes, (key) => {
      const text = writeRecovery(key);
      expect(text).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){6}$/);
      const sloppy = ` ${text.toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "l")} `;
      for (const typed of [text, sloppy])
        expect(Array.from(readRecovery(typed) ?? [])).toEqual(Array.from(key));
    }),
  );
});

test("any one wrong symbol, and any two neighbours changed about, are found", () => {
  fc.assert(
    fc.property(bytes, (key) => {
      const text = writeRecovery(key).replaceAll("-", "");
      for (let at = 0; at < text.length; at++) {
        for (const symbol of SYMBOLS) {
          if (symbol === text[at]) continue;
          expect(readRecovery(text.slice(0, at) + symbol + text.slice(at + 1))).toBe(null);
        }
        const swapped = text.slice(0, at) + text.slice(at + 1, at + 2) + text[at] + text.slice(at + 2);
        if (swapped !== text) expect(readRecovery(swapped)).toBe(null);
      }
    }),
    { numRuns: 10 },
  );
});

test("what is no key at all is none", () => {
  for (const text of [
    "",
    "ABCD",
    "UUUU-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU",
    `${writeRecovery(new Uint8Array(16))}0`,
    "é".repeat(28),
  ]) {
    expect(readRecovery(text)).toBe(null);
  }
});
