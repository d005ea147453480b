import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Mentor } from "../../../pwa/src/domain/directory.ts";
import { buildSearch } from "../../../pwa/src/domain/directory-search.ts";
import { nearest, slips } from "../../../pwa/src/domain/near-words.ts";
import { alternatives, plain } from "../../../pwa/src/domain/synonyms.ts";

const mentor = (id: string, name: string, said: Partial<Mentor> = {}): Mentor => ({
  id,
  scheme: "s",
  name,
  places: "open",
  ...said,
});

const people = [
  mentor("em", "Dr Ada Quill", { specialty: "Emergency medicine", site: "Northgate Hospital" }),
  mentor("an", "Dr Ben Marlow", { specialty: "Anaesthetics", topics: ["Rota design"] }),
  mentor("an2", "Dr Cleo Okafor", { specialty: "Anaesthesia" }),
  mentor("og", "Dr Dev Shah", { specialty: "Obstetrics and gynaecology" }),
  mentor("pa", "Dr Edie Hughes", { specialty: "Paediatrics", about: "Medical education, and gardens." }),
  mentor("gp", "Dr Finn O'Neill", { specialty: "General practice", languages: ["Polish"] }),
  mentor("ae", "Dr Zofia Wójcik", { specialty: "A&E" }),
  mentor("ca", "Dr Grace Smith-Jones", { specialty: "Cardiology" }),
  mentor("ed", "Dr Eddie Kaur", { specialty: "Psychiatry" }),
];

const breathe = () => Promise.resolve();
const search = async (of: readonly Mentor[] = people) => {
  const built = await buildSearch(of, breathe);
  if (built === undefined) throw new Error("The search was given up.");
  return built;
};
const ids = (found: readonly Mentor[]) => found.map((one) => one.id).sort();

describe("what doctors call the same thing", () => {
  it.each([
    ["a&e", ["ae", "em"]],
    ["A & E", ["ae", "em"]],
    ["emergency medicine", ["ae", "em"]],
    ["emergen", ["ae", "em"]],
    ["anaesthesia", ["an", "an2"]],
    ["anaesthetics", ["an", "an2"]],
    ["anesthesia", ["an", "an2"]],
    ["O&G", ["og"]],
    ["obs and gynae", ["og"]],
    ["obstetrics and gynaecology", ["og"]],
    ["paeds", ["pa"]],
    ["GP", ["gp"]],
    ["family medicine", ["gp"]],
  ])("%s", async (query, expected) => {
    expect(ids((await search()).find(query).mentors)).toEqual(expected);
  });

  it("does not take an abbreviation for the start of another word", async () => {
    const found = ids((await search()).find("ED").mentors);
    expect(found).toContain("em");
    expect(found).toContain("ae");
  });

  it("puts those whose name was meant first", async () => {
    const [first] = (await search()).find("ed").mentors;
    expect(["Dr Eddie Kaur", "Dr Edie Hughes"]).toContain(first?.name);
  });
});

describe("what nobody spells like that", () => {
  it.each([
    ["cardiolgy", "ca"],
    ["cardoilogy", "ca"],
    ["emergancy", "em"],
    ["pediatrics", "pa"],
    ["phychiatry", "ed"],
    ["wojcik", "ae"],
    ["oneill", "gp"],
    ["smith jones", "ca"],
    ["northgte", "em"],
  ])("%s finds %s", async (query, expected) => {
    expect(ids((await search()).find(query).mentors)).toContain(expected);
  });

  it("says what it looked for instead", async () => {
    expect((await search()).find("cardiolgy").near).toEqual(["cardiology"]);
    expect((await search()).find("cardiology").near).toEqual([]);
  });

  it("finds nobody for what is like nothing", async () => {
    expect((await search()).find("zzzzqqqq").mentors).toEqual([]);
  });

  it("wants all words, in any order", async () => {
    expect(ids((await search()).find("northgate emergency").mentors)).toEqual(["em"]);
    expect(ids((await search()).find("quill a&e").mentors)).toEqual(["em"]);
    expect((await search()).find("quill cardiology").mentors).toEqual([]);
  });
});

describe("always", () => {
  const name = fc.stringMatching(/^[A-Za-zÀ-ž' -]{1,20}$/);
  const specialty = fc.constantFrom("Emergency medicine", "Paediatrics", "Anaesthetics", "ENT", "Urology");

  it("finds a mentor by any word of their own", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, specialty), { minLength: 1, maxLength: 30 }), async (all) => {
        const made = all.map(([own, field], at) => mentor(String(at), own, { specialty: field }));
        const built = await search(made);
        for (const one of made) {
          for (const word of plain(`${one.name} ${one.specialty}`).split(" ").filter(Boolean)) {
            expect(ids(built.find(word).mentors)).toContain(one.id);
          }
        }
      }),
      { numRuns: 50 },
    ));

  it("answers anything that can be typed, each mentor once", () =>
    fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 60 }), async (typed) => {
        const { mentors } = (await search()).find(typed);
        expect(new Set(mentors).size).toBe(mentors.length);
      }),
    ));

  it("counts one slip for one letter left out, added, changed or swapped", () =>
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{6,12}$/), fc.nat(), (word, place) => {
        const at = 1 + (place % (word.length - 2));
        const slipped = [
          word.slice(0, at) + word.slice(at + 1),
          `${word.slice(0, at)}z${word.slice(at)}`,
          `${word.slice(0, at)}z${word.slice(at + 1)}`,
          word.slice(0, at) + (word[at + 1] as string) + (word[at] as string) + word.slice(at + 2),
        ];
        for (const typed of slipped) expect(slips(typed, word, 2)).toBeLessThanOrEqual(1);
      }),
    ));

  it("gives nothing nearer than it says", () =>
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z]{4,10}$/),
        fc.array(fc.stringMatching(/^[a-z]{4,10}$/)),
        (typed, words) => {
          for (const word of nearest(typed, words)) expect(slips(typed, word, 2)).toBeLessThanOrEqual(2);
        },
      ),
    ));

  it("keeps every word of a query in some way", () => {
    expect(alternatives("a&e northgate").map(([way]) => way?.words)).toEqual(["a and e", "northgate"]);
    expect(alternatives("   ")).toEqual([]);
  });

  it("stops building what is no longer wanted", async () => {
    let slices = 0;
    const many = Array.from({ length: 2000 }, (_, at) => mentor(String(at), `Dr ${at}`));
    const built = await buildSearch(
      many,
      async () => {
        slices += 1;
      },
      () => slices > 1,
    );
    expect(built).toBeUndefined();
    expect(slices).toBe(2);
  });
});
