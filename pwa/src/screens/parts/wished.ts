import type { Wishes } from "../../contract.ts";
import { modeWishes, siteWishes, specialtyWishes } from "../../words/matching.ts";
import { queue } from "../../words/queue.ts";

/** Wishes in one line. Where either is fine there is no wish; without any, any mentor will do. */
export function wished({ specialty, site, mode }: Wishes): string {
  const said = [
    specialty === "either" ? "" : specialtyWishes[specialty],
    site === "either" ? "" : siteWishes[site],
    mode === "any" ? "" : modeWishes[mode],
  ];
  return said.filter(Boolean).join(" · ") || queue.anyMentor;
}
