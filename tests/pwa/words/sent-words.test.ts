import { describe, expect, it } from "vitest";
import { fieldName, isEnvelope, valueWords } from "../../../pwa/src/screens/parts/sent-words.ts";
import { fieldsOf } from "../../../pwa/src/sync/sent.ts";
import { dayAndTime } from "../../../pwa/src/when.ts";
import type { Names } from "../../../pwa/src/words/acts.ts";

const names = { scheme: () => "Peer mentoring" } as unknown as Names;
const days = [3, 4, 5, 6, 7].map((day) => `2026-12-0${day}T17:30:00Z`);
const said = (at: string) => dayAndTime(Date.parse(at));
const sentOf = (name: string, args: unknown) =>
  fieldsOf("POST", "/api/sync", JSON.stringify({ mutations: [{ name, args }] })).filter(
    (field) => !isEnvelope(field),
  );

describe("times that left this phone", () => {
  const candidates = days.map((at) => ({ at, wall: at.slice(0, 16), zone: "Europe/London" }));

  it("are read as times", () => {
    const [meeting, ranking] = sentOf("meeting.accept", { meeting: "m", ranking: days.slice(0, 2) });
    expect(meeting && fieldName(meeting)).toBe("Meeting");
    expect(ranking && valueWords(ranking, names)).toBe(days.slice(0, 2).map(said).join(", "));
    const [, two] = sentOf("meeting.move", { meeting: "m", candidates: candidates.slice(0, 2) });
    expect(two && valueWords(two, names)).toBe(days.slice(0, 2).map(said).join(", "));
  });

  it("say that there were more where the list holds only so many", () => {
    const [, all] = sentOf("meeting.move", { meeting: "m", candidates });
    const words = all && valueWords(all, names);
    expect(words).toBe(`${days.slice(0, 3).map(said).join(", ")}, …`);
  });
});
