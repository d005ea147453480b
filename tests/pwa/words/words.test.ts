import { describe, expect, it } from "vitest";
import { seenBy } from "../../../pwa/src/contract.ts";
import * as sealed from "../../../pwa/src/reflections/room/words.ts";
import * as sealedKeeping from "../../../pwa/src/reflections/room/words-keeping.ts";
import * as account from "../../../pwa/src/words/account.ts";
import * as acts from "../../../pwa/src/words/acts.ts";
import * as app from "../../../pwa/src/words/app.ts";
import * as availability from "../../../pwa/src/words/availability.ts";
import * as calendar from "../../../pwa/src/words/calendar.ts";
import * as cards from "../../../pwa/src/words/cards.ts";
import * as charter from "../../../pwa/src/words/charter.ts";
import * as drafts from "../../../pwa/src/words/drafts.ts";
import * as events from "../../../pwa/src/words/events.ts";
import * as following from "../../../pwa/src/words/following.ts";
import * as matching from "../../../pwa/src/words/matching.ts";
import * as meetings from "../../../pwa/src/words/meetings.ts";
import * as mentors from "../../../pwa/src/words/mentors.ts";
import * as notices from "../../../pwa/src/words/notices.ts";
import * as office from "../../../pwa/src/words/office.ts";
import * as ownAccount from "../../../pwa/src/words/own-account.ts";
import * as participation from "../../../pwa/src/words/participation.ts";
import * as profile from "../../../pwa/src/words/profile.ts";
import * as queue from "../../../pwa/src/words/queue.ts";
import * as refusals from "../../../pwa/src/words/refusals.ts";
import * as relationships from "../../../pwa/src/words/relationships.ts";
import * as roles from "../../../pwa/src/words/roles.ts";
import * as rota from "../../../pwa/src/words/rota.ts";
import * as schemes from "../../../pwa/src/words/schemes.ts";
import * as sending from "../../../pwa/src/words/sending.ts";
import * as sentFields from "../../../pwa/src/words/sent-fields.ts";
import * as shown from "../../../pwa/src/words/shown.ts";
import * as linkTimes from "../../../pwa/src/words/times.ts";
import * as today from "../../../pwa/src/words/today.ts";
import * as together from "../../../pwa/src/words/together.ts";
import * as webpush from "../../../pwa/src/words/webpush.ts";

const areas = {
  account,
  app,
  availability,
  calendar,
  cards,
  charter,
  drafts,
  events,
  following,
  matching,
  meetings,
  mentors,
  notices,
  office,
  ownAccount,
  participation,
  profile,
  queue,
  refusals,
  relationships,
  roles,
  rota,
  schemes,
  sealed,
  sealedKeeping,
  sending,
  shown,
  linkTimes,
  today,
  together,
  webpush,
};

/** What 7-experience never says, wherever it would stand. */
const NEVER = [
  /don.t miss/i,
  /join your colleagues/i,
  /last chance/i,
  /\bdeclin/i,
  /\brefus/i,
  /\breject/i,
  /are you sure/i,
  /\breminder/i,
  /\boverdue/i,
  /\baction required/i,
  /\boutstanding/i,
  /\bterminat/i,
  /\bfail/i,
  /reason for/i,
  /\bmissed\b/i,
  /\bDNA\b/,
  /no.show/i,
  /\binactive/i,
  /\bat risk/i,
  /\bstruggl/i,
  /in difficulty/i,
  /remediat/i,
  /\bjunior/i,
  /\bsenior/i,
  /\btrainee/i,
  /\brate\b/i,
  /great job/i,
  /well done/i,
  /\bstreak/i,
  /\bbadge/i,
  /%|per ?cent/i,
  /\berror\b/i,
  /\bconflict/i,
  // "You have not been booked" is what somebody reads whose time has gone to another.
  /(?<!not been )\bbooked/i,
  /\binvalid/i,
  /\bplease\b/i,
  /\bclick/i,
  /\bsign (in|out|up)\b/i,
  /\b(don|can|won|isn|doesn|haven)['’]t\b/,
  /!/,
];

/** Every sentence of a module, with what it says for one and for many. */
function* sentences(value: unknown, path: string): Generator<[string, string]> {
  if (typeof value === "string") yield [path, value];
  else if (typeof value === "function") {
    for (const given of [1, 14]) {
      const said: unknown = (value as (...all: unknown[]) => unknown)(...Array(value.length).fill(given));
      if (typeof said === "string") yield [`${path}(${given})`, said];
      else yield* sentences(said, `${path}(${given})`);
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) yield* sentences(inner, `${path}.${key}`);
  }
}

const names = {
  scheme: () => "Peer mentoring",
  device: () => "Kitchen tablet",
  person: () => "Dr Rowan Curlew",
  day: () => "Monday 1 March 2027",
  time: () => "Tuesday 12 January 2027, 5:30pm",
  pair: () => "Dr Rowan Curlew",
  event: () => "An hour of listening",
  meeting: () => "your meeting with Dr Rowan Curlew on Tuesday 12 January 2027, 5:30pm",
};
const times = [12, 13].map((day) => ({
  at: `2027-01-${day}T17:30:00Z`,
  wall: `2027-01-${day}T17:30`,
  zone: "Europe/London",
}));
const arranged = {
  title: "An hour of listening",
  words: "Try it.",
  sessions: [{ starts: "2027-01-12T17:30:00Z", ends: "2027-01-12T18:30:00Z", wall: "2027-01-12T17:30" }],
  zone: "Europe/London",
  place: "Larch House",
  link: null,
  facilitators: [],
  cpd: null,
  places: 10,
};
const samples: { [Name in keyof typeof acts.describe]: Parameters<(typeof acts.describe)[Name]>[0] } = {
  "account.describe": { grade: "GP", specialty: null },
  "account.rename": { name: "Dr Ada Quill" },
  "availability.patch": { date: "2027-03-01", ranges: [] },
  "calendar.detail": { detail: true },
  "calendar.open": {},
  "calendar.revoke": {},
  "circle.form": { relationship: "r", scheme: "s", code: "ABCDEFGH" },
  "contact_point.publish": {
    contact_point: "c",
    organisation: "Northern deanery",
    kind: "deanery",
    role: "Scheme office",
    email: null,
    words: "Write to the office.",
    signposts: [],
  },
  "device.name": { device: "d", name: "Work phone" },
  "device.revoke": { device: "d" },
  "event.cancel": { event: "e" },
  "event.change": { event: "e", ...arranged },
  "event.publish": {
    event: "e",
    scheme: "s",
    kind: "taster",
    open_to: "everyone",
    named: false,
    ...arranged,
  },
  "invitation.send": {
    invitation: "i",
    scheme: "s",
    role: "mentor",
    email: "a@b.example",
    name: "Dr Quill",
    fields: {},
  },
  "match.ask": {
    request: "m",
    scheme: "s",
    how: "next_on_list",
    wishes: { specialty: "same", site: "either", mode: "any" },
  },
  "match.suggest": { scheme: "s", request: "m", mentor: "n" },
  "match.take_back": { request: "m" },
  "meeting.accept": { meeting: "m", ranking: ["2027-01-12T17:30:00Z", "2027-01-13T17:30:00Z"] },
  "meeting.cancel": { meeting: "m" },
  "meeting.confirm_held": { meeting: "m" },
  "meeting.correct": { meeting: "m", state: "missed" },
  "meeting.counter": { meeting: "m", instead: "n", candidates: times.slice(0, 1) },
  "meeting.keep": { meeting: "m" },
  "meeting.move": { meeting: "m", candidates: times, sequence: 3 },
  "meeting.propose": {
    meeting: "m",
    relationship: "r",
    candidates: times,
    minutes: 60,
    mode: "video",
    place: null,
  },
  "meeting.record_missed": { meeting: "m" },
  "notice.dismiss": { notice: "n" },
  "notice.recall": { notice: "n" },
  "notice.send": {
    notice: "n",
    scheme: "s",
    audience: "mentors",
    event: null,
    page: null,
    text: "The room is open on Tuesday.",
    expires: "2027-03-01T12:00:00Z",
    sends: null,
  },
  "outside.answer": { scheme: "s", question: "q", answer: "welcome", contact: null },
  "outside.ask": { question: "q", scheme: "s" },
  "page.publish": { page: "p", scheme: null, title: "What mentoring is", text: "Words." },
  "participation.not_now": { scheme: null, until: "2027-03-01" },
  "participation.opt_in": { scheme: "s", role: "co_mentor" },
  "participation.opt_out": { scheme: "s", role: "mentor", current: "keep" },
  "participation.pause": { scheme: "s", until: "2027-03-01" },
  "participation.resume": { scheme: "s" },
  "participation.set_places": { scheme: "s", places: 2 },
  "profile.patch": { field: "usually_free", value: null },
  "profile.publish": { field: "about", publish: true },
  "profile.set_photo": { photo: null },
  "relationship.accept": { relationship: "r" },
  "relationship.agree": { relationship: "r", charter_version: 1, rhythm: "monthly" },
  "relationship.declare_conflict": { never: "n", email: "a@b.example", listing: null, relationship: null },
  "relationship.decline": { relationship: "r" },
  "relationship.end": { relationship: "r" },
  "relationship.hear_of_place": { scheme: "s", mentor: "m" },
  "relationship.join": { code: "ABCDEFGH" },
  "relationship.offer": { relationship: "r", scheme: "s", code: "ABCDEFGH" },
  "relationship.request": { relationship: "r", scheme: "s", mentor: "m" },
  "relationship.rest": { relationship: "r", until: "2027-03-01" },
  "relationship.resume": { relationship: "r" },
  "relationship.stop_hearing": { scheme: "s", mentor: "m" },
  "relationship.withdraw_conflict": { never: "n" },
  "rsvp.set": { event: "e", going: true },
  "scheme.discard_draft": { draft: "d", scheme: "s" },
  "scheme.draft": {
    draft: "d",
    scheme: "s",
    name: null,
    organisation: null,
    summary: null,
    state: null,
    contact: null,
    charter: {} as never,
  },
  "scheme.publish": {
    scheme: "s",
    name: "Peer mentoring",
    organisation: "Northern deanery",
    summary: "Meet a peer.",
    state: "open",
    contact: null,
    charter: {} as never,
    draft: "d",
  },
  "training.record": { scheme: "s", member: "m", done: true },
};

const said = [
  ...Object.entries(areas).flatMap(([name, area]) => [...sentences(area, name)]),
  ...Object.entries(acts.describe).map(
    ([name, describe]) =>
      [
        name,
        (describe as (args: unknown, all: typeof names) => string)(
          samples[name as keyof typeof samples],
          names,
        ),
      ] as [string, string],
  ),
  ...sentences(sentFields.argumentNames, "arguments"),
  ...sentences(sentFields.envelopeNames, "envelope"),
];

describe("every sentence a person can read", () => {
  it("is found by this walk", () => {
    expect(said.length).toBeGreaterThan(500);
    expect(
      said.filter(([, words]) => words.trim() === "" || /undefined|null|NaN|\[object/.test(words)),
    ).toEqual([]);
  });

  it("uses none of the words we never say", () => {
    const found = said.filter(([, words]) => NEVER.some((never) => never.test(words)));
    expect(found).toEqual([]);
  });

  it("has at most 20 words", () => {
    const long = said.flatMap(([path, words]) =>
      words
        .split(/(?<=[.?])\s+/)
        .filter((sentence) => sentence.split(/\s+/).length > 20)
        .map((sentence) => [path, sentence]),
    );
    expect(long).toEqual([]);
  });

  it("asks nobody for a reason", () => {
    const asks = said.filter(
      ([, words]) =>
        /why\b|reason/i.test(words) && !/no reason|not need a reason|told who left or why/i.test(words),
    );
    expect(asks).toEqual([]);
  });
});

describe("refusals", () => {
  it("say what is so and what to do next", () => {
    for (const { title, next } of Object.values(refusals.refusals)) {
      expect(title).not.toMatch(/[.?]$/);
      expect(next).toMatch(/\.$/);
    }
  });

  it("have words for a code that only a newer server knows", () => {
    expect(refusals.refusalWords("made-next-year").next).toContain("saved");
    expect(refusals.refusalWords("toString").next).toContain("saved");
    expect(refusals.refusalWords(undefined).title).toContain("our end");
  });
});

describe("what left this phone", () => {
  it("names every argument of every act", () => {
    for (const [act, fields] of Object.entries(seenBy)) {
      const told = sentFields.argumentNames[act as keyof typeof sentFields.argumentNames] as Record<
        string,
        string
      >;
      expect(Object.keys(told).sort()).toEqual(Object.keys(fields).sort());
    }
  });
});

describe("cards for whoever listens", () => {
  const prompts = Object.values(cards.sets).flatMap((set) => set.cards);

  it("ask, and never say what the other person should do", () => {
    for (const { prompt, more } of prompts) {
      expect(prompt).toMatch(/\?$/);
      expect(`${prompt} ${more}`).not.toMatch(
        /\b(should|must|ought|try to|advise|advice|recommend|suggest|tell them|help them to|diagnos|you need to)\b/i,
      );
    }
  });

  it("are a small set each, and the three stages are three", () => {
    for (const set of Object.values(cards.sets)) expect(set.cards.length).toBeLessThanOrEqual(12);
    expect(new Set(cards.sets.egan.cards.map((card) => card.part)).size).toBe(3);
    expect(new Set(prompts.map((card) => card.prompt)).size).toBe(prompts.length);
  });
});

describe("how long, in words", () => {
  it("is minutes and seconds as people say them", () => {
    expect([0, 1, 12, 60, 61, 600, 612].map(together.lasting)).toEqual([
      "0 seconds",
      "1 second",
      "12 seconds",
      "1 minute",
      "1 minute 1 second",
      "10 minutes",
      "10 minutes 12 seconds",
    ]);
  });
});
