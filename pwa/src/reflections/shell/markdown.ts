import type { Writing } from "../channel.ts";
import { WORDS } from "./words.ts";

/** Plain Markdown of these, in the order given, for a portfolio. */
export function markdown(writings: readonly Writing[]): string {
  return `${writings.map(one).join("\n\n---\n\n")}\n`;
}

function one({ title, text, date, meeting, tags, actions }: Writing): string {
  const parts = [`# ${line(title) || WORDS.untitled}`, `${WORDS.date}: ${date}`];
  if (meeting !== null) parts.push(`${WORDS.meeting}: ${meeting}`);
  if (tags.length > 0) parts.push(`${WORDS.tags}: ${tags.map(line).join(", ")}`);
  if (text.trim() !== "") parts.push(text.trim());
  if (actions.length > 0) {
    const done = actions.map((action) => `- [${action.done ? "x" : " "}] ${line(action.text)}`);
    parts.push(`## ${WORDS.actions}`, done.join("\n"));
  }
  return parts.join("\n\n");
}

function line(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
