import { describe, expect, it } from "vitest";
import type { Charter, DraftCharter } from "../../../pwa/src/contract.ts";
import { changes, saidOf, settings } from "../../../pwa/src/domain/charter.ts";
import { settingNames } from "../../../pwa/src/words/charter.ts";

const plain: Charter = {
  definition: "Two doctors talk.",
  expectations: ["Be on time.", "Keep it to yourselves."],
  model: "one_way",
  style: "free",
  prompt_cards: "none",
  matching: ["free_choice"],
  first_meeting_arranged_by: "mentee",
  trial_meeting: false,
  notes: "private",
  session_cap: null,
  end_point: "none",
  pay: "none",
  feedback: "none",
  listing: "public",
  listing_fields: ["photo"],
  specialty_rule: "either",
  site_rule: "either",
  eligibility: "Any doctor.",
  outside_requests: "welcome",
  training_gate: [],
  support: [],
  who_knows_pairs: "pair",
  event_names: "none",
};

/** Every setting as it is in no other test: each is flipped by itself. */
const flipped: Charter = {
  definition: "Doctors talk in threes.",
  expectations: ["Be on time."],
  model: "triad",
  style: "process",
  prompt_cards: "egan",
  matching: ["free_choice", "next_on_list"],
  first_meeting_arranged_by: "either",
  trial_meeting: true,
  notes: "none",
  session_cap: 6,
  end_point: "cap",
  pay: "session",
  feedback: "at_end",
  listing: "none",
  listing_fields: [],
  specialty_rule: "same",
  site_rule: "different",
  eligibility: "GPs.",
  outside_requests: "routed",
  training_gate: ["A half-day."],
  support: ["groups"],
  who_knows_pairs: "lead",
  event_names: "coordinators",
};

const flip = (setting: keyof Charter): Charter => ({ ...plain, [setting]: flipped[setting] });
const told = (now: DraftCharter) => changes(plain, now).map(({ words }) => words);

describe("what changed", () => {
  it("says nothing of a charter that is the same", () => {
    expect(changes(plain, structuredClone(plain))).toEqual([]);
  });

  it.each(settings)("names %s when it alone is flipped, with words for before and now", (setting) => {
    const [change, ...others] = changes(plain, flip(setting));
    expect(others).toEqual([]);
    expect(change?.name).toBe(settingNames[setting]);
    expect(change?.words).toMatch(/^(Before|New|No longer): .+/);
    expect(change?.words).not.toMatch(/undefined|null|_|\[object/);
    const back = changes(flip(setting), plain);
    expect(back.map(({ name }) => name)).toEqual([settingNames[setting]]);
    expect(back[0]?.words).not.toBe(change?.words);
  });

  it("is said in sentences of at most 20 words, in the order of the charter", () => {
    const all = changes(plain, flipped);
    expect(all.map(({ setting }) => setting)).toEqual(settings);
    const sentences = all.flatMap(({ words }) => words.split(/(?<=[.?])\s+/));
    expect(
      sentences.filter((sentence) => sentence.split(/\s+/).length > 20 || sentence.includes("!")),
    ).toEqual([]);
  });

  it("tells before and now", () => {
    expect(told({ ...plain, session_cap: 6 })).toEqual([
      "Before: As many as you both like. Now: 6 sessions.",
    ]);
    expect(told({ ...plain, trial_meeting: true })).toEqual([
      "Before: You agree when you ask. Now: You meet once first. Then you both decide.",
    ]);
  });

  it("tells of a list what is new and what is no longer there", () => {
    expect(told({ ...plain, matching: ["mentor_offers"] })).toEqual([
      "New: A mentor can offer. No longer: You choose a mentor yourself.",
    ]);
    expect(told({ ...plain, expectations: [...plain.expectations].reverse() })).toEqual([
      "The same, in another order.",
    ]);
    expect(told({ ...plain, matching: [] })).toEqual([
      "Before: You choose a mentor yourself. Now: Nobody is matched here. The scheme holds events.",
    ]);
  });

  it("tells of a draft what nobody has written yet", () => {
    expect(told({ ...plain, notes: null })).toEqual([
      "Before: Your own notes only. They stay on your phone. Now: Not written yet.",
    ]);
    expect(saidOf({ ...plain, definition: null }, "definition")).toBe("Not written yet.");
    expect(saidOf(plain, "session_cap")).toBe("As many as you both like.");
  });

  it("has words for every setting, or does not compile", () => {
    const { notes: _, ...rest } = settingNames;
    // @ts-expect-error a setting without a name is what the compiler must find
    const lacking: typeof settingNames = rest;
    expect(Object.keys(lacking)).toHaveLength(settings.length - 1);
  });
});
