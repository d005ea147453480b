import { describe, expect, it } from "vitest";
import type { Kept, Writing } from "../../../pwa/src/reflections/channel.ts";
import { entryOf, find, fold, tagsOf } from "../../../pwa/src/reflections/room/search.ts";
import { readTags } from "../../../pwa/src/reflections/room/tags.ts";

const writing = (given: Partial<Writing>): Writing => ({
  title: "",
  text: "",
  date: "2027-01-06",
  meeting: null,
  tags: [],
  actions: [],
  letGo: null,
  prompt: null,
  ...given,
});
const kept = (id: string, given: Partial<Writing>): Kept => ({ id, version: 1, writing: writing(given) });
const all = [
  kept("a", {
    title: "A quiet café",
    tags: ["Teaching"],
    actions: [{ text: "Ring the Ærø office", done: false }],
  }),
  kept("b", { text: "Ward round with Zoë, then teaching", tags: ["ward"] }),
  kept("c", { title: "I\u0307stanbul", date: "2026-12-01", tags: ["teaching", "Ward"] }),
].map(entryOf);
const ids = (typed: string, tag: string | null = null) => find(all, typed, tag).map((one) => one.kept.id);

describe("searching", () => {
  it("finds every word anywhere, whatever its case and accents", () => {
    expect(ids("")).toEqual(["a", "b", "c"]);
    expect(ids("CAFE")).toEqual(["a"]);
    expect(ids("zoe round")).toEqual(["b"]);
    expect(ids("round café")).toEqual([]);
    expect(ids("teach")).toEqual(["a", "b", "c"]);
    expect(ids("istanbul")).toEqual(["c"]);
    expect(ids("2026-12")).toEqual(["c"]);
    expect(ids("ring office")).toEqual(["a"]);
    expect(ids("  ")).toEqual(["a", "b", "c"]);
  });

  it("takes what is typed as words and never as a pattern", () => {
    expect(ids(".*")).toEqual([]);
    expect(ids("(")).toEqual([]);
  });

  it("narrows by a tag, and knows two spellings as one", () => {
    expect(ids("", "teaching")).toEqual(["a", "c"]);
    expect(ids("istan", "WARD")).toEqual(["c"]);
    expect(tagsOf(all)).toEqual(["Teaching", "ward"]);
  });

  it("looks through 5,000 in well under a keystroke", () => {
    const many = Array.from({ length: 5000 }, (_, at) =>
      entryOf(
        kept(String(at), { title: `Reflection ${at}`, text: "Émile and the long corridor. ".repeat(30) }),
      ),
    );
    const lasted = Array.from({ length: 5 }, () => {
      const from = performance.now();
      expect(find(many, "emile 4999", null)).toHaveLength(1);
      return performance.now() - from;
    });
    // The machine may be busy with something else: what counts is what it can do.
    expect(Math.min(...lasted)).toBeLessThan(50);
  });

  it("folds what Unicode writes in two ways to one", () => {
    expect(fold("CAFE\u0301")).toBe(fold("caf\u00e9"));
  });
});

describe("tags as they are typed", () => {
  it("come with commas between, each once, and no longer than they may be", () => {
    expect(readTags(" Teaching, ward  round,,teaching , ")).toEqual(["Teaching", "ward round"]);
    expect(readTags("")).toEqual([]);
    expect(readTags("x".repeat(60))).toEqual(["x".repeat(40)]);
    expect(readTags(Array.from({ length: 30 }, (_, at) => `t${at}`).join(","))).toHaveLength(20);
  });
});
