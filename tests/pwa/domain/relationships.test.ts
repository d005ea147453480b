import { describe, expect, it } from "vitest";
import type { Documents, MemberPart } from "../../../pwa/src/contract.ts";
import { inHalves, linkTo, newCode, readCode } from "../../../pwa/src/domain/codes.ts";
import { hiddenListings } from "../../../pwa/src/domain/never.ts";
import { isLive, isQuiet, newerVersion, over, sizeOf, withMentor } from "../../../pwa/src/domain/pairs.ts";
import { mayAnswer, open, others, self } from "../../../pwa/src/domain/relationships.ts";
import { phone } from "./phone.ts";

type Pair = Documents["relationship"];

const member = (account: string, said: Partial<MemberPart> = {}): MemberPart => ({
  account,
  name: account === "me" ? "Dr Hazel Linnet" : `Dr ${account}`,
  role: account === "me" ? "mentee" : "mentor",
  yes: true,
  agreed: null,
  ...said,
});

const pair = (state: Pair["state"], said: Partial<Pair> = {}): Pair => ({
  scheme: "peer",
  version: 1,
  state,
  listing: "l",
  code: null,
  rhythm: null,
  until: null,
  since: state === "requested" ? null : "2026-10-01",
  lapses: null,
  ends: null,
  members: [member("me"), member("Rowan", { yes: state !== "requested" })],
  ...said,
});

const me = {
  account: {
    me: { name: "Dr Hazel Linnet", emails: [], grade: null, specialty: null, passkeys: 0, demo: false },
  },
};
const listed = { scheme: "peer", name: "Dr Rowan Wren", places: null };

describe("coming together, before the server has heard of it", () => {
  it("shows who was asked, and until when it waits", () => {
    const shows = phone({ ...me, mentor: { l: listed } }, [
      "relationship.request",
      { relationship: "r", scheme: "peer", mentor: "l" },
    ]);
    const asked = shows("relationship").get("r");
    expect(asked).toMatchObject({ state: "requested", listing: "l", lapses: "2026-12-07", version: 1 });
    expect(asked?.members.map(({ name, role, yes }) => [name, role, yes])).toEqual([
      ["Dr Hazel Linnet", "mentee", true],
      ["Dr Rowan Wren", "mentor", false],
    ]);
    expect(withMentor(shows("relationship"), shows("pairing"), "l", "me")?.id).toBe("r");
  });

  it("shows an offer and a circle with their codes, and nothing of a code that was typed", () => {
    const shows = phone(
      me,
      ["relationship.offer", { relationship: "o", scheme: "peer", code: "7KM2Q9XD" }],
      ["circle.form", { relationship: "c", scheme: "circle", code: "8KM2Q9XD" }],
      ["relationship.join", { code: "9KM2Q9XD" }],
    );
    expect([...shows("relationship").values()].map(({ state, code }) => [state, code])).toEqual([
      ["offered", "7KM2Q9XD"],
      ["suggested", "8KM2Q9XD"],
    ]);
    expect(shows("relationship").get("o")?.members[0]).toMatchObject({ role: "mentor", yes: true });
    expect(shows("relationship").get("c")?.members[0]).toMatchObject({ role: "co_mentor", yes: false });
  });

  it("never claims more than this doctor's own yes", () => {
    const held = {
      relationship: {
        r: pair("requested", {
          members: [member("me", { role: "mentor", yes: false }), member("Jo", { role: "mentee" })],
        }),
      },
    };
    const before = phone(held);
    expect(open(before("relationship"), before("pairing")).map((one) => mayAnswer(one, "me", 2))).toEqual([
      true,
    ]);
    const after = phone(held, ["relationship.accept", { relationship: "r" }]);
    const [said] = open(after("relationship"), after("pairing"));
    expect(said?.state).toBe("requested");
    expect(said && mayAnswer(said, "me", 2)).toBe(false);
  });

  it("is over at once for whoever says no, takes back or ends", () => {
    for (const act of ["relationship.decline", "relationship.end"] as const) {
      const shows = phone({ relationship: { r: pair("requested") } }, [act, { relationship: "r" }]);
      expect(open(shows("relationship"), shows("pairing"))).toEqual([]);
      expect(over(shows("relationship"), shows("pairing")).map((one) => one.id)).toEqual(["r"]);
    }
    const unknown = phone({}, ["relationship.end", { relationship: "r" }]);
    expect(unknown("pairing").size).toBe(0);
  });
});

describe("the life of a pair", () => {
  it("keeps what was agreed and what was not said", () => {
    const shows = phone({ relationship: { r: pair("agreed", { rhythm: "monthly", ends: "2027-06-01" }) } }, [
      "relationship.agree",
      { relationship: "r", charter_version: 2 },
    ]);
    const held = shows("relationship").get("r");
    expect(held).toMatchObject({ rhythm: "monthly", ends: "2027-06-01", version: 1 });
    expect(held?.members.map((one) => one.agreed)).toEqual([2, null]);
  });

  it("rests and goes on, and nothing else goes on by it", () => {
    const held = { relationship: { r: pair("agreed"), t: pair("trying") } };
    const rests = phone(held, ["relationship.rest", { relationship: "r", until: "2027-02-01" }]);
    expect(rests("relationship").get("r")).toMatchObject({ state: "resting", until: "2027-02-01" });
    const on = phone(
      held,
      ["relationship.rest", { relationship: "r", until: "2027-02-01" }],
      ["relationship.resume", { relationship: "r" }],
      ["relationship.resume", { relationship: "t" }],
    );
    expect([...on("relationship").values()].map(({ state, until }) => [state, until])).toEqual([
      ["agreed", null],
      ["trying", null],
    ]);
  });

  it("offers a newer charter once, to those who have agreed to an older one", () => {
    const held = (agreed: number | null, version = 1) => ({
      id: "r",
      ...pair("agreed", { version, members: [member("me", { agreed }), member("Rowan")] }),
    });
    expect(newerVersion(held(1), "me", 2)).toBe(2);
    expect(newerVersion(held(2), "me", 2)).toBeUndefined();
    expect(newerVersion(held(null), "me", 2)).toBeUndefined();
    expect(newerVersion(held(1, 2), "me", 2)).toBeUndefined();
    expect(newerVersion({ id: "r", ...pair("closed") }, "me", 2)).toBeUndefined();
  });

  it("is called quiet by nobody but its own phones, after twelve weeks", () => {
    const since = Date.parse("2026-10-01");
    const weeks = (count: number) => since + count * 7 * 86_400_000;
    const held = { id: "r", ...pair("agreed") };
    expect(isQuiet(held, weeks(11))).toBe(false);
    expect(isQuiet(held, weeks(13))).toBe(true);
    expect(isQuiet({ ...held, state: "resting" }, weeks(13))).toBe(false);
    expect(isQuiet({ ...held, since: null }, weeks(13))).toBe(false);
  });

  it("knows its members and its size", () => {
    const held = { id: "r", ...pair("trying") };
    expect(others(held, "me").map((one) => one.name)).toEqual(["Dr Rowan"]);
    expect(self(held, "me")?.role).toBe("mentee");
    expect(isLive(held)).toBe(true);
    expect(isLive({ ...held, state: "offered" })).toBe(false);
    expect([
      sizeOf({ model: "triad" } as never),
      sizeOf({ model: "dyad" } as never),
      sizeOf(undefined),
    ]).toEqual([3, 2, 2]);
  });
});

describe("the private list", () => {
  const held = {
    mentor: { l: listed },
    relationship: { r: pair("agreed"), s: pair("agreed", { listing: "m" }) },
  };

  it("names somebody by a listing, and hides what is shared with them", () => {
    const shows = phone(held, [
      "relationship.declare_conflict",
      { never: "n", email: null, listing: "l", relationship: null },
    ]);
    expect(shows("never").get("n")).toEqual({ label: "Dr Rowan Wren", listings: ["l"] });
    expect([...hiddenListings(shows("never"))]).toEqual(["l"]);
    expect([...shows("relationship").keys()]).toEqual(["s"]);
  });

  it("names somebody by a pair or an email address, and lets go again", () => {
    const shows = phone(
      held,
      ["relationship.declare_conflict", { never: "n", email: null, listing: null, relationship: "r" }],
      [
        "relationship.declare_conflict",
        { never: "e", email: "a@b.example", listing: null, relationship: null },
      ],
      [
        "relationship.declare_conflict",
        { never: "x", email: "c@b.example", listing: null, relationship: null },
      ],
      ["relationship.withdraw_conflict", { never: "x" }],
    );
    expect([...shows("never")]).toEqual([
      ["n", { label: "Dr Rowan", listings: ["l"] }],
      ["e", { label: "a@b.example", listings: [] }],
    ]);
    expect([...shows("relationship").keys()]).toEqual(["s"]);
  });
});

describe("waiting to be matched, heard of or let in", () => {
  it("asks and takes back", () => {
    const wishes = { specialty: "same", site: "either", mode: "any" } as const;
    const asked = phone({}, [
      "match.ask",
      { request: "m", scheme: "peer", how: "coordinator_suggests", wishes },
    ]);
    expect(asked("match").get("m")?.wishes.specialty).toBe("same");
    const back = phone({ match: { m: { scheme: "peer", how: "next_on_list", wishes } } }, [
      "match.take_back",
      { request: "m" },
    ]);
    expect(back("match").size).toBe(0);
  });

  it("waits for a place once, and stops", () => {
    const about = { scheme: "peer", mentor: "l" };
    const twice = phone({}, ["relationship.hear_of_place", about], ["relationship.hear_of_place", about]);
    expect([...twice("hearing").values()]).toEqual([{ ...about, open: false }]);
    const none = phone(
      { hearing: { h: { ...about, open: true } } },
      ["relationship.stop_hearing", about],
      ["relationship.stop_hearing", about],
    );
    expect(none("hearing").size).toBe(0);
  });

  it("shows the office its own suggestions and answers", () => {
    const shows = phone(
      { outside_question: { q: { scheme: "peer", name: "Dr Hazel Linnet" } } },
      ["match.suggest", { scheme: "peer", request: "m", mentor: "n" }],
      ["outside.answer", { scheme: "peer", question: "q", answer: "welcome", contact: null }],
      ["training.record", { scheme: "peer", member: "n", done: true }],
      ["outside.ask", { question: "o", scheme: "other" }],
    );
    expect(shows("suggestion").get("m")).toEqual({ scheme: "peer" });
    expect(shows("outside_question").size, "until the list's next day").toBe(1);
    expect(shows("outside_answered").get("q")).toEqual({ scheme: "peer", answer: "welcome", contact: null });
    expect(shows("trained").get("n")).toEqual({ scheme: "peer", recorded: "2026-11-23" });
    expect(shows("outside").get("o")).toEqual({ scheme: "other", answer: null, contact: null });
  });
});

describe("codes", () => {
  it("are eight letters and digits that cannot be taken for each other", () => {
    expect(newCode(new Uint8Array([0, 31, 32, 255, 18, 1, 8, 9]))).toBe("0Z0ZJ189");
    for (let start = 0; start < 248; start++) {
      const code = newCode(Uint8Array.from({ length: 8 }, (_, at) => start + at));
      expect(readCode(code)).toBe(code);
      expect(code).not.toMatch(/[ILOU]/);
    }
  });

  it("are read as people type them", () => {
    expect(readCode("7km2 q9xd")).toBe("7KM2Q9XD");
    expect(readCode(" o1lI-2222 ")).toBe("01112222");
    expect(readCode(inHalves("7KM2Q9XD"))).toBe("7KM2Q9XD");
    for (const wrong of ["", "7KM2Q9X", "7KM2Q9XDD", "7KM2Q9XU", "tell me"])
      expect(readCode(wrong)).toBeUndefined();
  });

  it("stand behind the #, which no server sees", () => {
    expect(linkTo("https://along.example", "7KM2Q9XD")).toBe("https://along.example/join#7KM2Q9XD");
  });
});
