import { describe, expect, it } from "vitest";
import type { Documents } from "../../../pwa/src/contract.ts";
import { accountOf } from "../../../pwa/src/domain/accounts.ts";
import { fits, mentorsOf, noFilters, profileOf } from "../../../pwa/src/domain/directory.ts";
import { offices } from "../../../pwa/src/domain/invitations.ts";
import {
  leads,
  mayBeSuggested,
  membersOf,
  named,
  pairsOf,
  questionsOf,
  requestsOf,
  trainedOn,
} from "../../../pwa/src/domain/office.ts";
import { listed, notNow, partIn, takingPart } from "../../../pwa/src/domain/participation.ts";
import { charterAt, schemesInOrder } from "../../../pwa/src/domain/schemes.ts";
import { type Act, phone } from "./phone.ts";

const inAs = (
  role: "mentee" | "mentor",
  state: "in" | "paused" | "out" = "in",
  places: number | null = null,
) => ({
  scheme: "peer",
  role,
  state,
  until: state === "paused" ? "2027-01-01" : null,
  places,
});

describe("taking part, before the server has heard of it", () => {
  it("shows a yes at once, and takes the question away", () => {
    const shows = phone(
      {
        invited: { q: { scheme: "peer", role: "mentor" } },
        not_now: { n: { scheme: "peer", until: "2027-02-01" } },
      },
      ["participation.opt_in", { scheme: "peer", role: "mentor" }],
    );
    expect(takingPart(shows("participation")).map(({ scheme, role }) => [scheme, role])).toEqual([
      ["peer", "mentor"],
    ]);
    expect(shows("invited").size).toBe(0);
    expect(shows("not_now").size).toBe(0);
  });

  it("shows one row when the server's own arrives while the yes still waits", () => {
    const shows = phone({ participation: { p: inAs("mentor") } }, [
      "participation.opt_in",
      { scheme: "peer", role: "mentor" },
    ]);
    expect([...shows("participation").keys()]).toEqual(["p"]);
  });

  it("leaves with one act, and comes back with one", () => {
    const left = phone({ participation: { p: inAs("mentor", "in", 3) } }, [
      "participation.opt_out",
      { scheme: "peer", role: "mentor", current: "keep" },
    ]);
    expect(takingPart(left("participation"))).toEqual([]);
    const back = phone(
      { participation: { p: inAs("mentor", "in", 3) } },
      ["participation.opt_out", { scheme: "peer", role: "mentor", current: "end" }],
      ["participation.opt_in", { scheme: "peer", role: "mentor" }],
    );
    expect(partIn(back("participation"), "peer", "mentor")).toEqual([
      { id: "p", ...inAs("mentor", "in", 3) },
    ]);
  });

  it("does nothing to a role that was never taken", () => {
    const shows = phone({}, ["participation.opt_out", { scheme: "peer", role: "mentee", current: "end" }]);
    expect(shows("participation").size).toBe(0);
  });

  it("pauses every role of a scheme, and resumes them", () => {
    const held = { participation: { a: inAs("mentor"), b: inAs("mentee"), c: inAs("mentee", "out") } };
    const paused = phone(held, ["participation.pause", { scheme: "peer", until: "2027-03-01" }]);
    expect([...paused("participation").values()].map((part) => part.state)).toEqual([
      "paused",
      "paused",
      "out",
    ]);
    const resumed = phone(
      held,
      ["participation.pause", { scheme: "peer", until: "2027-03-01" }],
      ["participation.resume", { scheme: "peer" }],
    );
    expect([...resumed("participation").values()].map((part) => part.state)).toEqual(["in", "in", "out"]);
  });

  it("keeps one date of not now for a scheme, and one for all", () => {
    const shows = phone(
      { invited: { q: { scheme: "peer", role: "mentor" } } },
      ["participation.not_now", { scheme: "peer", until: "2027-02-01" }],
      ["participation.not_now", { scheme: "peer", until: "2027-05-01" }],
      ["participation.not_now", { scheme: null, until: "2027-04-01" }],
    );
    expect(notNow(shows("not_now"), "peer", "2026-11-23")).toBe("2027-05-01");
    expect(notNow(shows("not_now"), null, "2026-11-23")).toBe("2027-04-01");
    expect(notNow(shows("not_now"), null, "2027-04-01")).toBeUndefined();
    expect(shows("invited").size).toBe(0);
  });

  it("counts places for those who are listed, and for nobody else", () => {
    const shows = phone({ participation: { a: inAs("mentor"), b: inAs("mentee") } }, [
      "participation.set_places",
      { scheme: "peer", places: 2 },
    ]);
    expect(listed(shows("participation")).map((part) => part.places)).toEqual([2]);
    expect(shows("participation").get("b")?.places).toBeNull();
  });
});

describe("the profile", () => {
  it("changes field by field, and never touches another", () => {
    const shows = phone(
      { profile: { p: { fields: { site: { value: "Northgate", published: true } } } } },
      ["profile.patch", { field: "topics", value: ["Teaching"] }],
      ["profile.publish", { field: "topics", publish: true }],
      ["profile.set_photo", { photo: "ab" }],
    );
    expect(profileOf(shows("profile"))).toEqual({
      site: { value: "Northgate", published: true },
      topics: { value: ["Teaching"], published: true },
      photo: { value: "ab", published: false },
    });
  });

  it("publishes nothing that nobody turned on", () => {
    const shows = phone({}, ["profile.patch", { field: "contact", value: "01632 960001" }]);
    expect(profileOf(shows("profile")).contact?.published).toBe(false);
  });
});

describe("the rest", () => {
  it("renames the account and its phones", () => {
    const shows = phone(
      {
        account: { a: { name: "Dr A", emails: [], grade: null, specialty: null, passkeys: 0, demo: false } },
        device: { d: { name: "", last_seen: null, revoked: false } },
      },
      ["account.rename", { name: "Dr Ada Quill" }],
      ["account.describe", { grade: "GP", specialty: null }],
      ["device.name", { device: "d", name: "Work phone" }],
      ["device.revoke", { device: "gone" }],
      ["device.revoke", { device: "d" }],
    );
    expect(accountOf(shows("account"))).toMatchObject({ name: "Dr Ada Quill", grade: "GP" });
    expect([...shows("device")]).toEqual([["d", { name: "Work phone", last_seen: null, revoked: true }]]);
  });

  it("shows a coordinator the invitation they wrote, on the day they wrote it", () => {
    const shows = phone({ office: { o: { scheme: "peer", lead: false } } }, [
      "invitation.send",
      {
        invitation: "i",
        scheme: "peer",
        role: "mentor",
        email: "a@b.example",
        name: "Dr Ada Quill",
        fields: {},
      },
    ]);
    expect(shows("invitation").get("i")?.sent).toBe("2026-11-23");
    expect(offices(shows("office"))).toEqual(["peer"]);
  });
});

describe("a charter, before the server has heard of it", () => {
  const texts = {
    name: "Peer",
    organisation: "Deanery",
    summary: "Meet.",
    state: "open",
    contact: null,
  } as const;
  const charter = (said: object) => said as unknown as Documents["scheme"]["charter"];
  const dyads = charter({ model: "dyad", matching: ["formed_on_course"] });
  const events = charter({ model: "one_way", matching: [] });

  it("gets its next version and the roles it offers; other words are no new version", () => {
    const shows = phone(
      {},
      ["scheme.publish", { scheme: "peer", ...texts, charter: events }],
      ["scheme.publish", { scheme: "peer", ...texts, charter: dyads }],
      ["scheme.publish", { scheme: "peer", ...texts, name: "Peers", charter: { ...dyads } }],
      ["scheme.publish", { scheme: "talks", ...texts, name: "Talks", charter: events }],
      ["page.publish", { page: "p", scheme: null, title: "What mentoring is", text: "Words." }],
    );
    expect(schemesInOrder(shows("scheme")).map(({ name, version, roles }) => [name, version, roles])).toEqual(
      [
        ["Peers", 2, ["co_mentor"]],
        ["Talks", 1, []],
      ],
    );
    expect(shows("page").size).toBe(1);
    expect(offices(shows("office"))).toEqual(["peer", "talks"]);
  });

  it("has one draft a scheme, the newest, until it is published or thrown away", () => {
    const draft = (id: string, scheme: string, name: string): Act => [
      "scheme.draft",
      { draft: id, scheme, ...texts, name, charter: events },
    ];
    const drafted = phone(
      {},
      draft("a", "peer", "One"),
      draft("b", "peer", "Two"),
      draft("c", "talks", "Three"),
    );
    expect([...drafted("draft")].map(([id, { name, drafted: day }]) => [id, name, day])).toEqual([
      ["b", "Two", "2026-11-23"],
      ["c", "Three", "2026-11-23"],
    ]);
    const gone = phone(
      {},
      draft("b", "peer", "Two"),
      draft("c", "talks", "Three"),
      ["scheme.publish", { scheme: "peer", draft: "b", ...texts, charter: events }],
      ["scheme.discard_draft", { draft: "c", scheme: "talks" }],
      ["scheme.discard_draft", { draft: "never", scheme: "talks" }],
    );
    expect(gone("draft").size).toBe(0);
    const newer = phone({}, draft("b", "peer", "Two"), [
      "scheme.publish",
      { scheme: "peer", draft: "a", ...texts, charter: events },
    ]);
    expect([...newer("draft").keys()]).toEqual(["b"]);
  });

  it("is found by its version, the one in force and the ones before", () => {
    const version = (number: number, said: typeof dyads) => ({
      scheme: "peer",
      version: number,
      published: "2026-11-23",
      charter: said,
    });
    const now = { ...texts, roles: [], version: 3, published: "2026-11-23", charter: dyads };
    const shows = phone({ scheme: { peer: now }, charter: { x: version(2, events), y: version(3, dyads) } });
    const at = (number: number) => charterAt("peer", number, shows("scheme"), shows("charter"));
    expect([at(3), at(2), at(1)]).toEqual([dyads, events, undefined]);
  });
});

describe("an office, before the server has heard of it", () => {
  const wishes = { specialty: "either", site: "either", mode: "any" } as const;
  const member = (name: string, said: Partial<Documents["member"]> = {}) => ({
    scheme: "peer",
    name,
    role: "mentor" as const,
    trained: null,
    ...said,
  });
  const charter = (gate: string[]) => ({ training_gate: gate }) as unknown as Documents["scheme"]["charter"];

  it("says suggested beside the request, which stays", () => {
    const shows = phone(
      {
        request: {
          a: { scheme: "peer", name: "Dr Ames", wishes },
          b: { scheme: "peer", name: "Dr Byrne", wishes },
          c: { scheme: "other", name: "Dr Cole", wishes },
        },
      },
      ["match.suggest", { scheme: "peer", request: "a", mentor: "m" }],
    );
    const found = requestsOf(shows("request"), shows("suggestion"), ["peer"]);
    expect(found.map(({ name, suggested }) => [name, suggested])).toEqual([
      ["Dr Byrne", false],
      ["Dr Ames", true],
    ]);
  });

  it("records training at once, and takes it back against what the list says", () => {
    const held = { member: { a: member("Dr Ames"), b: member("Dr Byrne", { trained: "2026-01-05" }) } };
    const shows = phone(
      held,
      ["training.record", { scheme: "peer", member: "a", done: true }],
      ["training.record", { scheme: "peer", member: "b", done: false }],
    );
    const members = membersOf(shows("member"), "peer");
    expect(members.map((one) => trainedOn(one, shows("trained")))).toEqual(["2026-11-23", null]);
    const before = phone(held);
    expect(members.map((one) => trainedOn(one, before("trained")))).toEqual([null, "2026-01-05"]);
  });

  it("offers for suggesting only mentors whom the charter lets be matched", () => {
    const all = new Map<string, Documents["member"]>([
      ["a", member("Dr Ames")],
      ["b", member("Dr Byrne", { trained: "2026-01-05" })],
      ["c", member("Dr Cole", { role: "mentee", trained: null })],
      ["d", member("Dr Dunn", { scheme: "other" })],
    ]);
    const names = (gate: string[]) =>
      mayBeSuggested(membersOf(all, "peer"), new Map(), charter(gate)).map((one) => one.name);
    expect(names([])).toEqual(["Dr Ames", "Dr Byrne"]);
    expect(names(["A half-day."])).toEqual(["Dr Byrne"]);
  });

  it("keeps a question in the list with its answer, and takes another answer", () => {
    const ask = { scheme: "peer", question: "q" };
    const shows = phone(
      { outside_question: { q: { scheme: "peer", name: "Dr Ivy Swift" } } },
      ["outside.answer", { ...ask, answer: "welcome", contact: null }],
      ["outside.answer", { ...ask, answer: "elsewhere", contact: "c" }],
    );
    const found = questionsOf(shows("outside_question"), shows("outside_answered"), ["peer"]);
    expect(found.map(({ name, answered }) => [name, answered])).toEqual([["Dr Ivy Swift", true]]);
    expect(shows("outside_answered").get("q")).toEqual({
      scheme: "peer",
      answer: "elsewhere",
      contact: "c",
    });
  });

  it("finds names by the beginnings of their words, whatever the accents", () => {
    const all = membersOf(
      new Map([
        ["a", member("Dr Inês Noël")],
        ["b", member("Dr Mary O'Neill")],
      ]),
      "peer",
    );
    const find = (typed: string) => named(all, typed).map((one) => one.id);
    expect(find("ines no")).toEqual(["a"]);
    expect(find("oneill")).toEqual(["b"]);
    expect(find("eill")).toEqual([]);
    expect(find(" ")).toEqual(["a", "b"]);
  });

  it("tells a lead who is paired, and nobody else", () => {
    const pair = { scheme: "peer", names: ["Dr A", "Dr B"], kind: "pair" as const };
    const all = new Map([
      ["p", pair],
      ["q", { ...pair, scheme: "other" }],
    ]);
    expect(pairsOf(all, "peer").map((one) => one.id)).toEqual(["p"]);
    const looksAfter = new Map([
      ["peer", { scheme: "peer", lead: true }],
      ["other", { scheme: "other", lead: false }],
    ]);
    expect(["peer", "other"].map((scheme) => leads(looksAfter, scheme))).toEqual([true, false]);
  });
});

describe("a list of mentors", () => {
  const body = (name: string, said: Partial<Documents["mentor"]> = {}) => ({
    scheme: "peer",
    name,
    places: null,
    ...said,
  });
  const all = new Map<string, Documents["mentor"]>([
    ["b", body("Dr Brightwater", { modes: ["video"], usually_free: ["tue_evening"], places: "open" })],
    ["a", body("Dr Adeyemi", { site: "Northgate" })],
    ["c", { ...body("Dr Elsewhere"), scheme: "other" }],
  ]);

  it("is one scheme's, by name, and made once", () => {
    expect(mentorsOf(all, "peer").map((mentor) => mentor.id)).toEqual(["a", "b"]);
    expect(mentorsOf(all, "peer")).toBe(mentorsOf(all, "peer"));
  });

  it("is narrowed by what mentors said of themselves", () => {
    const left = (filters: Partial<typeof noFilters>) =>
      mentorsOf(all, "peer")
        .filter((mentor) => fits(mentor, { ...noFilters, ...filters }))
        .map((mentor) => mentor.id);
    expect(left({})).toEqual(["a", "b"]);
    expect(left({ mode: "video" })).toEqual(["b"]);
    expect(left({ day: "tue" })).toEqual(["b"]);
    expect(left({ site: "Northgate" })).toEqual(["a"]);
    expect(left({ room: true })).toEqual(["b"]);
    expect(left({ room: true, site: "Northgate" })).toEqual([]);
  });
});
