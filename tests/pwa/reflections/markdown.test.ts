import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Block, blocks, type Inline, inline } from "../../../pwa/src/reflections/room/markdown.ts";

const plain = (of: readonly Inline[]): string =>
  of.map((one) => (typeof one === "string" ? one : plain(one.of))).join("");
const wordsOf = (all: readonly Block[]): string =>
  all
    .map((one) =>
      one.kind === "quote"
        ? wordsOf(one.of)
        : "items" in one
          ? one.items.map(plain).join("\n")
          : plain(one.of),
    )
    .join("\n");

/** Pieces of plain text that stand side by side read as one. */
function joined(all: readonly Inline[]): Inline[] {
  const made: Inline[] = [];
  for (const one of all) {
    const last = made.at(-1);
    if (typeof one === "string" && typeof last === "string") made.splice(-1, 1, last + one);
    else made.push(typeof one === "string" ? one : { ...one, of: joined(one.of) });
  }
  return made;
}

describe("simple Markdown", () => {
  it("reads headings, lists, quotes and paragraphs", () => {
    expect(blocks("# One\n\ntwo\nthree\n\n- a\n- b\n  more\n\n1. x\n2) y\n\n> said\n> - so")).toEqual([
      { kind: "h2", of: ["One"] },
      { kind: "p", of: ["two\nthree"] },
      { kind: "ul", items: [["a"], ["b\nmore"]] },
      { kind: "ol", items: [["x"], ["y"]] },
      {
        kind: "quote",
        of: [
          { kind: "p", of: ["said"] },
          { kind: "ul", items: [["so"]] },
        ],
      },
    ]);
  });

  it("never lets a heading be more than one level deeper than the one before", () => {
    expect(blocks("### a\n# b\n### c\n###### d").map((one) => one.kind)).toEqual(["h2", "h2", "h3", "h4"]);
  });

  it("reads bold and emphasis, one inside the other as well", () => {
    expect(joined(inline("a **b *c*** d"))).toEqual([
      "a ",
      { kind: "strong", of: ["b ", { kind: "em", of: ["c"] }] },
      " d",
    ]);
    expect(joined(inline("_so_ and snake_case_name and 2 * 3 * 4"))).toEqual([
      { kind: "em", of: ["so"] },
      " and snake_case_name and 2 * 3 * 4",
    ]);
  });

  it("leaves links, markup and whatever else as the text they are", () => {
    for (const text of ["[x](https://example.org)", "<b>x</b>", "![x](y)", "`code`", "**", "#hashtag"]) {
      const [only, ...others] = blocks(text);
      expect(others).toEqual([]);
      expect(only).toMatchObject({ kind: "p" });
      expect(only === undefined ? "" : wordsOf([only])).toBe(text);
    }
  });

  it("loses no word, whatever was typed", () => {
    const part = fc.constantFrom(
      "word",
      "**",
      "*",
      "_",
      "# ",
      "- ",
      "1. ",
      "> ",
      "\n",
      "\n\n",
      " ",
      "é",
      "\r\n",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), (parts) => {
        const text = parts.join("");
        const count = (within: string) => within.split("word").length + within.split("é").length;
        expect(count(wordsOf(blocks(text)))).toBe(count(text));
      }),
    );
  });

  it("reads the longest text there can be without a pause that is felt", () => {
    for (const text of [
      "*a ".repeat(33_000),
      "> ".repeat(50_000),
      "_".repeat(100_000),
      "**a* ".repeat(20_000),
    ]) {
      const from = performance.now();
      blocks(text);
      expect(performance.now() - from).toBeLessThan(1000);
    }
  });
});
