/** What "Check the seal" says of what it found; the rest stands in check.html. */

import type { Found } from "./finding.ts";

export const AGAIN = "Try them again";
export const ABOUT = [
  "Your reflections are written in a room that your browser keeps sealed.",
  "This page is sealed in the same way. It tries each way out that we know of with a made-up word.",
  "Nothing you wrote is read or used here.",
];
export const trying = (done: number, of: number): string => `${done} of ${of} tried`;
export const done = (of: number): string => `All ${of} have been tried.`;

export const HEADINGS: Readonly<Record<Found, string>> = {
  open: "Open",
  unseen: "Cannot be seen from inside",
  shut: "Shut",
};
export const ABOUT_FOUND: Readonly<Record<Found, string>> = {
  open: "The made-up word left, or could have left. If this list is not empty, please tell us.",
  unseen: "The browser says nothing to the page. Our tests watched these from outside.",
  shut: "The browser refused each of these.",
};
export const NONE = "None.";
export const WHERE = { foreign: "to somebody else", own: "to our own server" } as const;

export const BY_RULE = (rule: string): string => `The rules of this page forbid it (${rule}).`;
export const BY_SCRIPT_RULE = "The rules of this page let no script make such an address.";
export const BY_ORIGIN = "The room counts as nobody's page, so the browser gives it nothing of ours.";
export const BY_BROWSER = "The browser refused.";
export const MISSING = "This browser has no such thing, or the room takes it away before anything else.";
export const OPEN = "It left, or nothing stopped it.";
export const NOT_SEEN = "Watched from outside, nothing left in any engine that we test.";
export const seenIn = (engines: string): string => `Watched from outside, it left in ${engines}.`;
export const SILENT = "The frame did not answer, so nothing is known. Try again.";
