import { describe, expect, it } from "vitest";
import type { Documents } from "../../../pwa/src/contract.ts";
import { isOn, nextEnd, noticesOf, overAfter, STAYS, sentBy } from "../../../pwa/src/domain/notices.ts";
import { type Act, phone } from "./phone.ts";

const NOW = Date.parse("2026-11-27T12:00:00Z");

const shared = (sent: string, expires: string): Documents["notice"] => ({
  scheme: "s",
  text: "The room is open.",
  event: null,
  page: null,
  sent,
  expires,
});
const wrote = (state: Documents["sent_notice"]["state"], sends: string, scheme = "s") =>
  ({
    scheme,
    audience: "mentors",
    event: null,
    page: null,
    text: "The room is open.",
    sends,
    expires: "2026-12-20T12:00:00Z",
    state,
  }) satisfies Documents["sent_notice"];

describe("notices on a phone", () => {
  it("stand in one list, the newest first, however they came", () => {
    const all = noticesOf(
      new Map([["a", { ...shared("2026-11-25T09:00:00Z", "2026-12-01T09:00:00Z"), audience: "mentors" }]]),
      new Map([
        ["b", shared("2026-11-26T09:00:00Z", "2026-12-01T09:00:00Z")],
        ["c", shared("2026-11-24T09:00:00Z", "2026-11-27T12:00:00Z")],
      ]),
    );
    expect(all.map(({ id, audience }) => [id, audience])).toEqual([
      ["b", "followers"],
      ["a", "mentors"],
      ["c", "followers"],
    ]);
    // By the phone's own clock, at that very second.
    expect(all.filter((one) => isOn(one, NOW - 1)).map(({ id }) => id)).toEqual(["b", "a", "c"]);
    expect(all.filter((one) => isOn(one, NOW)).map(({ id }) => id)).toEqual(["b", "a"]);
    expect(nextEnd(all)).toBe(NOW);
    expect(nextEnd([])).toBeUndefined();
  });

  it("last as long as was chosen, sixty days at most", () => {
    expect(overAfter(1, NOW)).toBe("2026-11-28T12:00:00Z");
    expect(Math.max(...STAYS)).toBe(60);
  });
});

describe("what an office wrote", () => {
  it("is told with what is to go first, the soonest first, and of this scheme alone", () => {
    const all = new Map([
      ["old", wrote("sent", "2026-11-20T12:00:00Z")],
      ["late", wrote("scheduled", "2026-12-05T12:00:00Z")],
      ["new", wrote("recalled", "2026-11-26T12:00:00Z")],
      ["soon", wrote("scheduled", "2026-11-28T12:00:00Z")],
      ["theirs", wrote("sent", "2026-11-26T12:00:00Z", "t")],
    ]);
    expect(sentBy(all, "s", NOW).map(({ id }) => id)).toEqual(["soon", "late", "new", "old"]);
    expect(sentBy(all, "s", Date.parse("2026-12-20T12:00:00Z"))).toEqual([]);
  });
});

describe("acts, before the server has heard of them", () => {
  const sends: Act = ["notice.send", { notice: "n", ...args() }];

  it("never say that a notice has gone", () => {
    const held = phone({}, sends)("sent_notice").get("n");
    expect(held).toMatchObject({ state: "scheduled", text: "The room is open.", audience: "mentors" });
    expect(isOn(held ?? { expires: "" }, NOW)).toBe(true);
  });

  it("recall what is to go and what has gone, and leave what is neither", () => {
    expect(phone({}, sends, ["notice.recall", { notice: "n" }])("sent_notice").get("n")?.state).toBe(
      "recalled",
    );
    const few = phone({ sent_notice: { n: wrote("too_few", "2026-11-26T12:00:00Z") } }, [
      "notice.recall",
      { notice: "n" },
    ]);
    expect(few("sent_notice").get("n")?.state).toBe("too_few");
  });

  it("put a notice away at once, and say nothing of one that is not here", () => {
    const told = { ...shared("2026-11-25T09:00:00Z", "2026-12-01T09:00:00Z"), audience: "mentors" as const };
    expect(phone({ told: { n: told } }, ["notice.dismiss", { notice: "n" }])("told").size).toBe(0);
    expect(phone({}, ["notice.dismiss", { notice: "n" }])("told").size).toBe(0);
  });
});

function args() {
  return {
    scheme: "s",
    audience: "mentors" as const,
    event: null,
    page: null,
    text: " The room is open. ",
    expires: "2026-12-20T12:00:00Z",
    sends: null,
  };
}
