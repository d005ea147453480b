import type { Availability } from "../../contract.ts";
import type { Ranges } from "../../domain/availability.ts";
import { day, time } from "../../when.ts";
import { free, type Setting, settings, setting as words } from "../../words/availability.ts";
import { modes } from "../../words/profile.ts";

/** Times of a day and settings, as people read them. */

const MIDNIGHT = 1440;

/** "5pm"; an end in the next day says so. */
export function minuteWords(minute: number): string {
  const said = time((minute % MIDNIGHT) * 60_000, "UTC");
  return minute <= MIDNIGHT ? said : free.nextDay(said);
}

/** "9am to midday, 5pm to 7pm". */
export function rangesWords(ranges: Ranges): string {
  if (ranges.length === 0) return free.notFree;
  return ranges.map(([start, end]) => free.from(minuteWords(start), minuteWords(end))).join(free.and);
}

/** What a setting is now. */
export function settingWords(held: Availability, of: Setting): string {
  const none = settings[of].none ?? words.noTime;
  switch (of) {
    case "lengths":
      return held.lengths.map(words.minutes).join(free.and);
    case "grid":
      return words.every(held.grid);
    case "before":
    case "after":
      return held[of] === 0 ? words.noTime : words.minutes(held[of]);
    case "notice_hours":
      return words.notice(held.notice_hours);
    case "horizon_weeks":
      return words.weeks(held.horizon_weeks);
    case "modes":
      return held.modes.map((mode) => modes[mode]).join(free.and) || none;
    case "places":
      return held.places.join("; ") || none;
    case "zone":
      return zoneWords(held.zone);
    default: {
      const date = held[of];
      return date === null ? none : day(date);
    }
  }
}

/** "Europe/London" is London. */
export const zoneWords = (zone: string): string => zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone;
