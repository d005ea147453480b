import type { PatchAvailability } from "../contract.ts";

/** Times a mentor is free: weekly, on one date, and how meetings fit. */

export const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

export type Setting = NonNullable<PatchAvailability["setting"]>;

const hours = (count: number) => (count === 1 ? "1 hour" : `${count} hours`);
const minutes = (count: number) => `${count} minutes`;
const days = (count: number) => (count === 1 ? "1 day" : `${count} days`);
const weeks = (count: number) => (count === 1 ? "1 week" : `${count} weeks`);

export const free = {
  title: "Times you are free",
  intro: "Say when you can meet. Doctors you meet see open times, and no more.",
  notMentor: "You are not a mentor in a scheme. What you say here stays yours until you are.",
  empty: "You have not said when you are free. Choose a day to begin.",
  offline: "This works with no signal. It is sent when you are back online.",
  eachWeek: "Each week",
  coming: "The days to come",
  differs: "Differs from your week",
  more: "Show 2 more weeks",
  notFree: "Not free",
  paused: "Paused",
  pausedUntil: (date: string) => `Paused until ${date}. No times are open before then.`,
  pause: "Pause until a date",
  endPause: "End the pause",
  pauseEnded: "Your times are open again.",
  copy: "Copy last week to next week",
  copyWhat: (from: string, to: string) => `The week of ${from} goes to the week of ${to}.`,
  copied: "Next week is now as last week was.",
  copiedAlready: "Next week is as last week was already.",
  fit: "How meetings fit",
  zone: (zone: string) => `Times are those of ${zone}.`,
  zoneOther: (zone: string) => `This phone is on the clock of ${zone}`,
  and: ", ",
  from: (start: string, end: string) => `${start} to ${end}`,
  nextDay: (time: string) => `${time} the next day`,
};

export const freeDay = {
  everyWeek: (weekday: string) => `Every ${weekday}`,
  intro: "Choose when you can meet on this day. An end can be in the next day.",
  noDay: "There is no such day",
  noDayWords: "It may have passed, or the link may be cut short.",
  now: (times: string) => `Now: ${times}.`,
  asWeekly: "This is as in your week.",
  range: (place: number) => `Time ${place}`,
  start: "From",
  end: "To",
  choose: "Choose a time",
  add: "Add another time",
  remove: (place: number) => `Remove time ${place}`,
  close: "Not free on this day",
  closeWeekly: "Not free on this weekday",
  weekly: "Use the times of your week",
  incomplete: "Choose when it starts and ends, or remove it",
  overlap: "Two of these times overlap. Change one of them",
  tooLong: "One time lasts at most a day",
  none: "Add a time, or choose that you are not free",
  saved: (times: string) => `Saved: ${times}.`,
};

interface SettingWords {
  name: string;
  hint: string;
  /** What is said where nothing was chosen. */
  none?: string;
}

export const settings: Record<Setting, SettingWords> = {
  lengths: { name: "How long meetings last", hint: "Choose any that suit you" },
  grid: { name: "When meetings start", hint: "Every so many minutes of the hour" },
  before: { name: "Time kept before a meeting", hint: "Between two meetings the longer time is kept, once" },
  after: { name: "Time kept after a meeting", hint: "Between two meetings the longer time is kept, once" },
  notice_hours: { name: "Notice", hint: "How long before a meeting you wish to know" },
  horizon_weeks: { name: "How far ahead", hint: "How long from now your times are open" },
  modes: { name: "Ways you meet", hint: "Choose any that suit you", none: "Not said" },
  places: {
    name: "Places",
    hint: "Rooms where you meet, one on each line. Name no patient.",
    none: "Not said",
  },
  zone: { name: "Time zone", hint: "The clock that your times are on" },
  valid_from: { name: "First day of your weekly times", hint: "For example, 27 3 2027", none: "From now on" },
  valid_to: { name: "Last day of your weekly times", hint: "For example, 27 3 2027", none: "No last day" },
  paused_until: { name: "Pause", hint: "No times are open before the date you choose", none: "Not paused" },
};

export const setting = {
  minutes,
  every: (count: number) => (count === 60 ? "On the hour" : `Every ${count} minutes`),
  noTime: "None",
  notice: (count: number) =>
    count === 0 ? "None" : count < 24 || count % 24 > 0 ? hours(count) : days(count / 24),
  weeks,
  noDate: "No date",
  lengthMissing: "Choose at least one",
  placesMany: (most: number) => `Enter ${most} places or fewer`,
  placesLong: (most: number) => `Use ${most} characters or fewer on each line`,
  phoneZone: "The zone of this phone",
};

/** A change that waits on this phone, in plain words. */
export function change(said: PatchAvailability, day: (date: string) => string): string {
  const { weekday, date, setting: named, ranges, value } = said;
  if (named) {
    if (named !== "paused_until") return `Change of your times: ${settings[named].name.toLowerCase()}`;
    return typeof value === "string" ? `Pause your times until ${day(value)}` : "End the pause of your times";
  }
  if (date) {
    if (!ranges) return `Use your weekly times on ${day(date)}`;
    return ranges.length === 0 ? `Close ${day(date)}` : `Change your times on ${day(date)}`;
  }
  return `Change your times on ${weekdays[(weekday ?? 1) - 1] ?? ""}s`;
}
