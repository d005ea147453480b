/** Prompts beside the text: questions to think with. Nobody has to answer one, or any. */
import { button, field, fill, h } from "./dom.ts";
import * as words from "./words.ts";

export function promptField(from: string | null, text: HTMLTextAreaElement, touch: () => void) {
  const below = h("div", {});
  const box = h(
    "select",
    { change: () => draw(true) },
    h("option", { value: "" }, words.noPrompts),
    ...words.promptSets.map(({ id, name }) => h("option", { value: id }, name)),
  );
  // One that a later Alongside may know stays in the record as it is.
  if (words.promptSets.some(({ id }) => id === from)) box.value = from ?? "";
  let chosen = from;
  const draw = (pressed: boolean) => {
    if (pressed) {
      chosen = box.value || null;
      touch();
    }
    const asks = words.promptSets.find(({ id }) => id === box.value)?.asks ?? [];
    const headings = () => {
      text.value = [text.value.trimEnd(), ...asks.map((one) => `## ${one}`)].filter(Boolean).join("\n\n");
      text.value += "\n\n";
      text.focus();
      touch();
    };
    fill(
      below,
      asks.length > 0 && h("ul", { class: "points asks" }, ...asks.map((one) => h("li", {}, one))),
      asks.length > 0 && button(words.asHeadings, headings, "plain"),
    );
  };
  draw(false);
  return {
    whole: h("div", {}, field(words.prompts, words.promptsHint, box).whole, below),
    read: () => chosen,
  };
}
