import { expect, test } from "vitest";
import { detail } from "../../../pwa/src/words/shown.ts";
import { lineOf, placeOf, type Sort, saidIn } from "../../../pwa/src/worker/message.ts";

const about = "018f3f2e-0000-7000-8000-000000000001";

test("what says nothing, and what no version of ours wrote, is one constant line that leads to the notices", () => {
  for (const body of [
    "",
    "{}",
    `{}${" ".repeat(2046)}`,
    "null",
    "[]",
    "7",
    "not JSON",
    JSON.stringify({ what: "toString", about }),
    JSON.stringify({ what: "notice", about: "//elsewhere.example" }),
    JSON.stringify({ what: "notice" }),
  ]) {
    expect(saidIn(body)).toBeUndefined();
    expect(lineOf(saidIn(body))).toBe("1 new notice");
    expect(placeOf(saidIn(body))).toBe("/notices");
  }
});

test("with detail on it says what it is about, and leads there", () => {
  const said = (what: Sort, text?: string) =>
    saidIn(JSON.stringify({ what, text, at: "2027-01-12T17:30:00Z", about }));
  expect(lineOf(said("notice", "A taster in May"))).toBe("A taster in May");
  expect(lineOf(said("event-place", "Listening"))).toBe(
    "You have a place. Listening. Tuesday 12 January 2027, 5:30pm",
  );
  expect(lineOf(said("meeting-agreed"))).toBe("A meeting is agreed. Tuesday 12 January 2027, 5:30pm");
  expect(placeOf(said("event-changed"))).toBe(`/events/${about}`);
  expect(placeOf(said("meeting-near"))).toBe(`/meetings/${about}`);
  for (const what of Object.keys(detail) as Sort[]) expect(lineOf(said(what, "x"))).not.toMatch(/mentor/i);
});
