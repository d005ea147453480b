import type { PatchAvailability } from "../contract.ts";

/** Times a mentor is free: weekly, on one date, and how meetings fit. */

export const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

type Setting = NonNullable<PatchAvailability["setting"]>;

const settings: Record<Setting, string> = {
  zone: "the time zone of your times",
  lengths: "how long your meetings last",
  grid: "when your meetings start",
  before: "the time kept before a meeting",
  after: "the time kept after a meeting",
  notice_hours: "how much notice you wish for",
  horizon_weeks: "how far ahead your times are open",
  modes: "the ways you meet",
  places: "the places where you meet",
  valid_from: "the first day of your weekly times",
  valid_to: "the last day of your weekly times",
  paused_until: "the pause of your times",
};

/** A change that waits on this phone, in plain words. */
export function change(said: PatchAvailability, day: (date: string) => string): string {
  const { weekday, date, setting, ranges, value } = said;
  if (setting) {
    return setting === "paused_until" && typeof value === "string"
      ? `Pause your times until ${day(value)}`
      : `Change ${settings[setting]}`;
  }
  if (date) {
    if (!ranges) return `Use your weekly times on ${day(date)}`;
    return ranges.length === 0 ? `Close ${day(date)}` : `Change your times on ${day(date)}`;
  }
  return `Change your times on ${weekdays[(weekday ?? 1) - 1] ?? ""}s`;
}
