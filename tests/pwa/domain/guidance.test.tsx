import type { ComponentChild, VNode } from "preact";
import { describe, expect, it, vi } from "vitest";
import { type Block, type Inline, readPage, whereTo } from "../../../pwa/src/domain/guidance.ts";
import { blocksDrawn } from "../../../pwa/src/screens/parts/page-text.tsx";
import vectors from "../../vectors/markdown.json";

// Links of the app know where the person is as soon as they are read.
vi.hoisted(() => vi.stubGlobal("location", new URL("https://here.invalid/")));

const { scripts, contexts } = vectors;
const PAYLOADS = contexts.flatMap((context) => scripts.map((script) => context.replaceAll("{0}", script)));

/** All that a page's text ever becomes. */
const ELEMENTS = new Set("p h2 h3 h4 ul ol li div pre code strong em del br hr a span".split(" "));
const PROPS = new Set(["children", "class", "href", "rel", "start", "to"]);

/** Every element that would stand in the page, components unfolded down to links. */
function* elements(node: ComponentChild | ComponentChild[]): Generator<VNode<Record<string, unknown>>> {
  if (Array.isArray(node)) for (const one of node) yield* elements(one);
  else if (typeof node === "object" && node !== null && "type" in node) {
    const { type, props } = node as VNode<Record<string, unknown>>;
    if (typeof type === "string" || type.name === "Link") {
      yield node as VNode<Record<string, unknown>>;
      yield* elements(props.children as ComponentChild);
    } else yield* elements((type as (given: unknown) => ComponentChild)(props));
  }
}

const inlineWords = (all: readonly Inline[]): string =>
  all.map((one) => (typeof one === "string" ? one : "of" in one ? inlineWords(one.of) : "\n")).join("");
const words = (all: readonly Block[]): string =>
  all
    .map((block) => {
      if (block.kind === "rule") return "";
      if (block.kind === "code") return block.text;
      if (block.kind === "list") return block.items.map(words).join("\n");
      return block.kind === "quote" ? words(block.of) : inlineWords(block.of);
    })
    .join("\n");

describe("a page's Markdown", () => {
  it("reads headings, lists, quotes, links and strong words", () => {
    expect(readPage("# One\n\ntwo **three** *four*\n\n- a\n- b\n\n2. x\n\n> said\n\n[s](/schemes)")).toEqual([
      { kind: "heading", level: 2, of: ["One"] },
      {
        kind: "text",
        of: ["two ", { kind: "strong", of: ["three"] }, " ", { kind: "em", of: ["four"] }],
      },
      {
        kind: "list",
        start: undefined,
        items: [[{ kind: "text", of: ["a"] }], [{ kind: "text", of: ["b"] }]],
      },
      { kind: "list", start: 2, items: [[{ kind: "text", of: ["x"] }]] },
      { kind: "quote", of: [{ kind: "text", of: ["said"] }] },
      { kind: "text", of: [{ kind: "link", to: "/schemes", apart: false, of: ["s"] }] },
    ]);
  });

  it("leaves out no level of headings, and begins below the page's title", () => {
    const levels = readPage("### a\n\n# b\n\n###### c\n\n###### d\n\n## e")
      .filter((block) => block.kind === "heading")
      .map((block) => block.level);
    expect(levels).toEqual([2, 2, 3, 4, 3]);
  });

  it("shows HTML, pictures and tables as they were typed", () => {
    for (const typed of ["<b>one</b>", "![one](https://a.example/b.png)", "|a|b|\n|-|-|\n|c|d|"])
      expect(words(readPage(typed)), typed).toBe(typed);
    expect(words(readPage("a <img src=x onerror=ran()> b"))).toBe("a <img src=x onerror=ran()> b");
  });

  it("leads to secure pages, to email and inside the app, and nowhere else", () => {
    expect(whereTo("https://a.example/b?c#d")).toEqual({ to: "https://a.example/b?c#d", apart: true });
    expect(whereTo("mailto:office@larch.example")).toEqual({
      to: "mailto:office@larch.example",
      apart: true,
    });
    expect(whereTo("/schemes/../contacts?a#b")).toEqual({ to: "/contacts?a#b", apart: false });
    for (const script of scripts) {
      const way = whereTo(script);
      if (way !== undefined)
        expect(way.to, script).toMatch(/^(?:https:\/\/a\.example\/|mailto:a@example\.org$)/);
    }
  });

  it(`runs none of ${PAYLOADS.length} scripts: only plain elements and known links come of them`, () => {
    expect(PAYLOADS.length).toBeGreaterThanOrEqual(500);
    for (const payload of PAYLOADS) {
      for (const { type, props } of elements(blocksDrawn(readPage(payload)))) {
        expect(typeof type === "string" ? ELEMENTS.has(type) : type.name === "Link", payload).toBe(true);
        for (const name of Object.keys(props)) expect(PROPS.has(name), `${name}: ${payload}`).toBe(true);
        const leads = props.href ?? props.to;
        if (leads !== undefined)
          expect(leads, payload).toMatch(/^(?:https:\/\/[^@]*$|mailto:[^?]+$|\/(?![/\\]|api\/))/);
      }
    }
  });

  it("gives up on nothing that somebody could send, and loses no words of it", () => {
    const whole = 20_000;
    for (const piece of [
      ">",
      "> ",
      "- ",
      "1. ",
      "[",
      "*a ",
      "_a__",
      "`",
      "<!--",
      "![[",
      "a|b\n-|-\n",
      "\t\n",
      "\\",
    ]) {
      const blocks = readPage(piece.repeat(whole / piece.length));
      let count = 0;
      for (const _ of elements(blocksDrawn(blocks))) count += 1;
      expect(count, piece).toBeLessThan(whole);
    }
    expect(words(readPage(">".repeat(whole)))).toContain(">>>>");
  });
});
