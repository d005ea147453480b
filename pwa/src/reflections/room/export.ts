/** Out of the seal, on purpose: chosen reflections as plain Markdown or on paper, for a portfolio. */
import { howItLeft } from "./backup.ts";
import { button, check, fill, h, p } from "./dom.ts";
import { show } from "./frame.ts";
import { narrowed } from "./list.ts";
import { ask } from "./port.ts";
import { shown } from "./read.ts";
import { nameOf, one } from "./store.ts";
import * as words from "./words.ts";
import * as caring from "./words-keeping.ts";

export function portfolio(back: () => void, before: readonly string[] = []): void {
  const chosen = new Set(before);
  const below = h("div", { role: "status" });
  const made = narrowed((some) =>
    h(
      "div",
      { class: "card" },
      ...some.map(({ kept }) =>
        check(`${nameOf(kept.writing)}, ${words.day(kept.writing.date)}`, chosen.has(kept.id), (on) => {
          if (on) chosen.add(kept.id);
          else chosen.delete(kept.id);
          return true;
        }),
      ),
    ),
  );
  const some = (go: () => unknown) => () =>
    chosen.size === 0 ? fill(below, p(caring.chooseSome, "error")) : go();
  show(
    caring.portfolio,
    [
      p(caring.portfolioWhy),
      p(caring.portfolioPatients),
      ...made.nodes,
      h(
        "div",
        { class: "acts" },
        button(
          caring.asMarkdown,
          some(async () => fill(below, ...howItLeft(await ask("export", { ids: [...chosen] })))),
        ),
        button(
          caring.onPaper,
          some(() => paper([...chosen], () => portfolio(back, [...chosen]))),
        ),
      ),
      below,
    ],
    { back },
  );
}

function paper(ids: readonly string[], back: () => void): void {
  const all = ids.flatMap((id) => one(id) ?? []);
  show(
    caring.portfolio,
    [
      h(
        "div",
        { class: "unprinted" },
        button(words.print, () => print(), "first"),
      ),
      ...all.flatMap((kept) => [h("h2", {}, nameOf(kept.writing)), shown(kept)]),
    ],
    { back },
  );
}
