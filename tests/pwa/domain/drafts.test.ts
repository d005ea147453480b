import { describe, expect, it } from "vitest";
import type { DraftScheme, SchemeDocument } from "../../../pwa/src/contract.ts";
import { fields, typedOf, valueFrom } from "../../../pwa/src/domain/draft-forms.ts";
import {
  asPublished,
  changesFrom,
  contradicting,
  draftOf,
  groups,
  keepDraft,
  missing,
  newSchemes,
  nextOf,
  type Setting,
  settingsOf,
  valueIn,
  valueWords,
  type Words,
  withOwnWords,
  withValue,
} from "../../../pwa/src/domain/drafts.ts";
import type { Device } from "../../../pwa/src/sync/device.ts";
import type { AttentionEntry } from "../../../pwa/src/sync/store/records.ts";
import { settingNames } from "../../../pwa/src/words/charter.ts";
import { groupNames, hints, textNames } from "../../../pwa/src/words/drafts.ts";

const nothing = draftOf(new Map(), undefined, "s").words;
const every = groups.flatMap(settingsOf);

/** What a person types into each page, and what is made of it. */
const typed: Record<Setting, [string | string[], unknown]> = {
  name: [" Peer mentoring ", "Peer mentoring"],
  organisation: ["Larch deanery", "Larch deanery"],
  summary: ["Meet a peer.", "Meet a peer."],
  state: ["open", "open"],
  contact: ["point", "point"],
  definition: ["Two doctors talk.", "Two doctors talk."],
  expectations: [
    "Be on time.\n\n Keep it to yourselves. \nBe on time.",
    ["Be on time.", "Keep it to yourselves."],
  ],
  model: ["dyad", "dyad"],
  style: ["free", "free"],
  prompt_cards: ["egan", "egan"],
  matching: [
    ["mentor_offers", "free_choice"],
    ["free_choice", "mentor_offers"],
  ],
  first_meeting_arranged_by: ["either", "either"],
  trial_meeting: ["false", false],
  notes: ["none", "none"],
  session_cap: ["6", 6],
  end_point: ["cap", "cap"],
  pay: ["none", "none"],
  feedback: ["none", "none"],
  listing: ["members", "members"],
  listing_fields: [[], []],
  specialty_rule: ["same", "same"],
  site_rule: ["either", "either"],
  eligibility: ["Any doctor.", "Any doctor."],
  outside_requests: ["routed", "routed"],
  training_gate: ["", []],
  support: [["groups"], ["groups"]],
  who_knows_pairs: ["pair", "pair"],
  event_names: ["coordinators", "coordinators"],
};

function written(words: Words, ...settings: readonly Setting[]): Words {
  return settings.reduce((said, setting) => {
    const read = valueFrom(setting, typed[setting][0]);
    return "wrong" in read ? said : withValue(said, setting, read.value);
  }, words);
}
const whole = written(nothing, ...every);
const { draft: _, ...asRead } = asPublished("s", { id: "d", drafted: "2026-11-23", words: whole });
const published = {
  ...asRead,
  roles: [],
  version: 2,
  published: "2026-11-23",
} as SchemeDocument;
const said = (words: Words, setting: Setting) => valueWords(words, setting, (id) => `Office ${id}`) ?? "–";

describe("the list of tasks", () => {
  it("has every setting once, each in its group", () => {
    expect(Object.keys(groupNames)).toEqual(groups);
    expect([...every].sort()).toEqual([...Object.keys(textNames), ...Object.keys(settingNames)].sort());
    expect(Object.keys(hints).filter((setting) => !every.includes(setting as Setting))).toEqual([]);
  });

  it("goes on to the next of a group, and back to the list after its last", () => {
    expect(nextOf("notes")).toBe("pay");
    expect(nextOf("feedback")).toBeUndefined();
  });
});

describe("one setting's page", () => {
  it.each(every)("makes %s of what was typed, and shows it again", (setting) => {
    const [given, made] = typed[setting];
    const read = valueFrom(setting, given);
    expect(read).toEqual({ value: made });
    const words = written(nothing, setting);
    expect(valueIn(words, setting)).toEqual(made);
    expect(valueFrom(setting, typedOf(setting, valueIn(words, setting)))).toEqual(read);
    expect(said(words, setting)).not.toMatch(/undefined|null|^–$/);
  });

  it("says what is wrong, and only for what the server would not read", () => {
    const wrong = (setting: Setting, text: string) => "wrong" in valueFrom(setting, text);
    expect(["0", "101", "1.5", "six", "-1", "1e1"].filter((text) => !wrong("session_cap", text))).toEqual([]);
    expect([wrong("name", "x".repeat(120)), wrong("name", "x".repeat(121))]).toEqual([false, true]);
    expect([wrong("summary", "x".repeat(1200)), wrong("summary", "x".repeat(1201))]).toEqual([false, true]);
    const lines = (count: number) => Array.from({ length: count }, (_, at) => `Line ${at}.`).join("\n");
    expect([wrong("expectations", lines(12)), wrong("expectations", lines(13))]).toEqual([false, true]);
    expect([wrong("training_gate", lines(6)), wrong("training_gate", lines(7))]).toEqual([false, true]);
    expect([wrong("expectations", "x".repeat(300)), wrong("expectations", "x".repeat(301))]).toEqual([
      false,
      true,
    ]);
  });

  it("takes an empty field for nothing said, and no tick for none", () => {
    for (const setting of every) {
      const { as } = fields[setting];
      const empty = as === "some" || as === "sentences" ? [] : null;
      expect(valueFrom(setting, as === "some" ? [] : " ")).toEqual({ value: empty });
    }
  });
});

describe("before it is published", () => {
  it("names what is missing, and nothing that may be left out", () => {
    expect(missing(whole)).toEqual([]);
    const mayBeEmpty: Setting[] = ["contact", "session_cap"];
    expect(missing(nothing)).toEqual(every.filter((setting) => !mayBeEmpty.includes(setting)));
    for (const setting of every) {
      const without = withValue(whole, setting, null);
      expect([...missing(without), ...contradicting(without)]).toEqual([setting]);
    }
  });

  it("names what does not fit each other", () => {
    expect(contradicting(whole)).toEqual([]);
    expect(contradicting(withValue(written(whole), "listing", "none"))).toEqual([]);
    const fielded = withValue(withValue(whole, "listing", "none"), "listing_fields", ["photo"]);
    expect(contradicting(fielded)).toEqual(["listing_fields"]);
  });

  it("tells what is different from what doctors read, texts and settings alike", () => {
    expect(changesFrom(published, whole, said)).toEqual([]);
    for (const setting of every) {
      const other = withValue(whole, setting, null);
      expect(changesFrom(published, other, said).map((change) => change.setting)).toEqual([setting]);
    }
    const moved = withValue(whole, "contact", "new");
    expect(changesFrom(published, moved, said)[0]?.words).toBe("Before: Office point Now: Office new");
  });
});

describe("a draft", () => {
  const drafts = new Map([["d", { scheme: "s", drafted: "2026-11-23", ...nothing, name: "Draft" }]]);

  it("is what was drafted, else what doctors read, else nothing", () => {
    expect(draftOf(drafts, published, "s")).toMatchObject({ id: "d", words: { name: "Draft" } });
    expect(draftOf(drafts, published, "t")).toMatchObject({ id: undefined, words: whole });
    expect(newSchemes(drafts, new Map()).map(({ name }) => name)).toEqual(["Draft"]);
    expect(newSchemes(drafts, new Map([["s", published]]))).toEqual([]);
  });

  const back = (made: string, code = "passkey-needed") =>
    ({
      number: 4,
      id: `at ${made}`,
      name: "scheme.draft",
      args: { draft: "mine", scheme: "s", ...whole, name: "Mine" } satisfies DraftScheme,
      made: Date.parse(made),
      code,
    }) as unknown as AttentionEntry;

  it("goes on from this person's own words when they only lacked a passkey", () => {
    const held = draftOf(drafts, published, "s");
    const own = (entry: AttentionEntry, scheme = "s") => withOwnWords(held, scheme, [entry]).words.name;
    expect(own(back("2026-11-23T10:00:00Z"))).toBe("Mine");
    expect(own(back("2026-11-22T10:00:00Z"))).toBe("Draft");
    expect(own(back("2026-11-23T10:00:00Z", "not-yours"))).toBe("Draft");
    expect(own(back("2026-11-23T10:00:00Z"), "t")).toBe("Draft");
  });

  it("waits as one change, however often it was written", async () => {
    const outbox: { number: number; id: string; name: string; args: unknown; sent: boolean }[] = [
      { number: 1, id: "a", name: "scheme.draft", args: { draft: "d" }, sent: true },
      { number: 2, id: "b", name: "scheme.draft", args: { draft: "d" }, sent: false },
      { number: 3, id: "c", name: "scheme.draft", args: { draft: "other" }, sent: false },
    ];
    const attention = [{ ...back("2026-11-23T10:00:00Z"), args: { draft: "d" }, number: 9 }];
    const dismissed: number[] = [];
    const device = {
      outbox: { peek: () => outbox },
      attention: { peek: () => attention },
      mutate: async (name: string, args: unknown) =>
        void outbox.push({ number: 4, id: "new", name, args, sent: false }),
      undo: async (number: number) =>
        void outbox.splice(
          outbox.findIndex((one) => one.number === number),
          1,
        ),
      dismiss: async (number: number) => void dismissed.push(number),
    } as unknown as Device;
    await keepDraft(device, "d", "s", whole);
    expect(outbox.map(({ id }) => id)).toEqual(["a", "c", "new"]);
    expect(outbox.at(-1)?.args).toEqual({ draft: "d", scheme: "s", ...whole });
    expect(dismissed).toEqual([9]);
  });
});
