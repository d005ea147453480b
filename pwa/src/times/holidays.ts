/**
 * Bank holidays as the nations' governments publish them, substitute days included: data, not reckoning. A year
 * that is missing has none until somebody adds it here.
 */
export type Nation = "england-and-wales" | "scotland" | "northern-ireland";

export const NATIONS: readonly Nation[] = ["england-and-wales", "scotland", "northern-ireland"];

const DAYS: Readonly<Record<Nation, Readonly<Record<number, string>>>> = {
  "england-and-wales": {
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
  },
  scotland: {
    2026: "01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28",
    2027: "01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28",
    2028: "01-03 01-04 04-14 05-01 05-29 08-07 11-30 12-25 12-26",
  },
  "northern-ireland": {
    2026: "01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28",
    2027: "01-01 03-17 03-26 03-29 05-03 05-31 07-12 08-30 12-27 12-28",
    2028: "01-03 03-17 04-14 04-17 05-01 05-29 07-12 08-28 12-25 12-26",
  },
};

/** Dates, "2027-03-26". */
export function holidaysOf(nation: Nation): string[] {
  return Object.entries(DAYS[nation]).flatMap(([year, days]) =>
    days.split(" ").map((day) => `${year}-${day}`),
  );
}
