import fc from "fast-check";
import { expect, test } from "vitest";
import { fingerprintOf, seal } from "../../../pwa/src/sync/checksum.ts";
import { crc32 } from "../../../pwa/src/sync/crc32.ts";
import { byPage, pageOf, pagesFor, readPage, writePage } from "../../../pwa/src/sync/pages.ts";

test("CRC-32 is everybody's CRC-32, over UTF-8", () => {
  expect(crc32("123456789")).toBe(0xcbf43926);
  expect(crc32("")).toBe(0);
  expect(crc32("Zoë 🩺")).toBe(0x63099236);
});

test("a document's term is the CRC-32 of bucket/kind/id@position", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), fc.nat(), (bucket, kind, id, position) => {
      expect(fingerprintOf(bucket)(kind, id, position)).toBe(crc32(`${bucket}/${kind}/${id}@${position}`));
    }),
  );
});

test("a page gives back what it was given, and nothing when one character changed", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string(), fc.uuid(), fc.nat(), fc.jsonValue())),
      fc.nat(),
      (puts, at) => {
        const page = writePage(puts);
        expect(readPage(page)).toEqual(JSON.parse(JSON.stringify(puts)));
        const place = at % page.text.length;
        const flipped = String.fromCharCode(page.text.charCodeAt(place) ^ 1);
        const text = page.text.slice(0, place) + flipped + page.text.slice(place + 1);
        expect(seal(text)).not.toBe(page.seal);
        expect(readPage({ ...page, text })).toBeUndefined();
      },
    ),
  );
});

test("ten thousand documents lie on some forty pages, evenly", () => {
  const puts = Array.from({ length: 10_000 }, (_, n) => ["mentor", `0192${n}`, n, {}] as const);
  const pages = byPage(puts, pagesFor(puts.length));
  expect(pages.size).toBe(32);
  for (const [page, held] of pages) {
    expect(held.length).toBeLessThan(450);
    expect(held.every(([, id]) => pageOf(id, 32) === page)).toBe(true);
  }
});
