import { expect, test } from "vitest";
import { type Kept, NOTHING, type Source } from "../../../pwa/src/domain/rota/keeping.ts";
import { coverageOf, restednessAt, restFor, suggestedOf } from "../../../pwa/src/domain/rota/reach.ts";
import type { Duty } from "../../../pwa/src/times/rota/duty.ts";
import { wallFrom, zone } from "../../../pwa/src/times/zones.ts";

const london = zone("Europe/London");
const NOW = Date.parse("2026-06-01T10:00Z");
const at = (text: string) => london.later(wallFrom(text) ?? 0);

function kept(since: string, through: string, ...duties: Duty[]): Kept {
  const source: Source = {
    id: "paste:sheet",
    kind: "paste",
    name: "A sheet",
    at: NOW,
    since,
    through,
    unread: 0,
    duties,
  };
  return { ...NOTHING, sources: [source] };
}

test("without a rota nothing is known but the quiet hours", () => {
  const reach = coverageOf(NOTHING, london, NOW);
  expect(reach).toEqual({ known: false });
  const starts = [at("2026-06-06T08:00"), at("2026-06-06T22:00")];
  expect(restednessAt(starts, 60, restFor(NOTHING, london), reach)).toEqual([
    { class: "ok", reasons: [], covered: false },
    { class: "no", reasons: ["quiet"], covered: false },
  ]);
});

test("a rota says something from its first date to its last, and nothing once it has run out", () => {
  const mine = kept("2026-06-02", "2026-06-03", {
    kind: "shift",
    start: "2026-06-02T08:00",
    end: "2026-06-02T20:30",
  });
  const reach = coverageOf(mine, london, NOW);
  expect(reach).toEqual({ known: true, since: "2026-06-02", through: "2026-06-03" });
  const starts = ["01T18:00", "02T18:00", "03T18:00", "04T18:00"].map((day) => at(`2026-06-${day}`));
  const judged = restednessAt(starts, 60, restFor(mine, london), reach);
  expect(judged.map(({ class: found, covered }) => `${found} ${covered}`)).toEqual([
    "ok false",
    "no true",
    "ok true",
    "ok false",
  ]);
  expect(coverageOf(mine, london, NOW + 3 * 86_400_000)).toEqual({ known: false });
});

test("bank holidays are those of the nation that was chosen", () => {
  const mine = kept("2026-06-01", "2026-06-30", { kind: "zero", from: "2026-06-20", to: "2026-06-21" });
  const start = [at("2026-06-15T18:00")];
  const reasons = (one: Kept) =>
    restednessAt(start, 60, restFor(one, london), coverageOf(one, london, NOW))[0]?.reasons;
  expect(reasons(mine)).toEqual([]);
  expect(reasons({ ...mine, nation: "scotland" })).toEqual(["offday"]);
});

test("what is suggested says how sure it is", () => {
  const mine = kept("2026-06-02", "2026-06-03", { kind: "zero", from: "2026-06-03", to: "2026-06-04" });
  const starts = [at("2026-06-03T18:00"), at("2026-06-04T18:00")];
  const reach = coverageOf(mine, london, NOW);
  expect(suggestedOf([{ id: "shah", starts }], 60, restFor(mine, london), reach)).toEqual([
    { mentor: "shah", start: starts[1], class: "ok", reasons: [], covered: false },
    { mentor: "shah", start: starts[0], class: "ask", reasons: ["zero"], covered: true },
  ]);
});
