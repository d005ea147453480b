import { expect, test } from "vitest";
import { detail } from "../../../pwa/src/words/shown.ts";
import { heldAt, lineOf, placeOf, type Sort, saidIn } from "../../../pwa/src/worker/message.ts";

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

test("what is over when the line is shown says no more than that something came", () => {
  const [end, before] = [Date.parse("2027-01-12T17:30:00Z"), Date.parse("2027-01-12T17:29:59Z")];
  const said = (until?: unknown) =>
    saidIn(JSON.stringify({ what: "notice", text: "A taster", about, until }));
  expect(lineOf(heldAt(said("2027-01-12T17:30:00Z"), before))).toBe("A taster");
  expect(lineOf(heldAt(said("2027-01-12T17:30:00Z"), end))).toBe("1 new notice");
  for (const until of [undefined, null, 7, "soon"]) expect(lineOf(heldAt(said(until), end))).toBe("A taster");
});
