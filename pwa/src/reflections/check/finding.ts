/** From what a frame said about one way out to what the page shows. */

import { LEFT } from "./measured.ts";
import type { Whither } from "./route.ts";
import type { Said } from "./saying.ts";
import {
  BY_BROWSER,
  BY_ORIGIN,
  BY_RULE,
  BY_SCRIPT_RULE,
  MISSING,
  NOT_SEEN,
  OPEN,
  SILENT,
  seenIn,
} from "./words.ts";

export type Found = "open" | "unseen" | "shut";

const OTHERS_PAGE = ["SecurityError", "NotAllowedError", "InvalidStateError"];

function why({ said, by }: Said): string {
  if (said === "missing") return MISSING;
  if (by === "require-trusted-types-for" || by === "trusted-types") return BY_SCRIPT_RULE;
  if (/^[a-z-]+$/.test(by)) return BY_RULE(by);
  return OTHERS_PAGE.includes(by) ? BY_ORIGIN : BY_BROWSER;
}

/** Open once anything said so; shut when something refused; else the page cannot know. */
export function found(id: string, to: Whither, heard: readonly Said[]): { found: Found; why: string } {
  if (heard.some(({ said }) => said === "open")) return { found: "open", why: OPEN };
  const refusals = heard.filter(({ said }) => said === "refused" || said === "missing");
  const told = refusals.find(({ by }) => /^[a-z-]+$/.test(by)) ?? refusals[0];
  if (told) return { found: "shut", why: why(told) };
  if (heard.length === 0) return { found: "unseen", why: SILENT };
  const left = LEFT[`${id} ${to}`];
  return { found: "unseen", why: left ? seenIn(left.join(", ")) : NOT_SEEN };
}
