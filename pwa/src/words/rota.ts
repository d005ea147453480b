import type { Nation } from "../times/holidays.ts";
import type { Kind } from "../times/rota/duty.ts";
import type { Stopped, Why } from "../times/rota/reading/result.ts";
import type { Class } from "../times/rota/rest.ts";
import type { Reason } from "../times/rota/rules.ts";

/** A doctor's own rota, which stays on the phone. Guidance for them, and never a verdict. */
export const rota = {
  title: "Your rota",
  private: "Your rota stays on this phone. It is never sent. Only the times you pick are.",
  guidance: "What you see here is guidance for you. It does not judge your rota.",
  empty: "There is no rota on this phone. You can add one, or leave it for now.",
  emptyWhy: "With one, the app suggests times when you are free and rested.",
  closed: "This browser does not let the app keep a rota. Private windows often do this.",
  add: "Add to your rota",
  addFile: "Open a file",
  addFileHint: "A calendar file (.ics) or a table (.csv)",
  addPaste: "Paste from a spreadsheet",
  addPasteHint: "Dates and codes, such as LD",
  addPattern: "Tap in a pattern",
  addPatternHint: "Such as 4 long days from Monday",
  here: "What is on this phone",
  source: (name: string, shifts: number) => `${name}: ${shifts === 1 ? "1 entry" : `${shifts} entries`}`,
  readAt: (when: string) => `Added ${when}.`,
  reaches: (date: string) => `It reaches to ${date}.`,
  couldNot: (count: number) =>
    count === 1 ? "1 entry could not be read." : `${count} entries could not be read.`,
  known: (date: string) => `Your rota reaches to ${date}. After that it is unknown.`,
  unknown: "Rota unknown",
  unknownAfter: (date: string) => `Unknown after ${date}`,
  ended: "Your rota has run out. Add a new one to see when you are free and rested.",
  remove: "Remove",
  removeWhat: (name: string) => `Remove ${name}`,
  removeAll: "Remove your rota from this phone",
  removed: "Removed from this phone.",
  added: "Added to this phone.",
  nation: "Bank holidays",
  nationHint: "Which days count as bank holidays for you",
  file: "File",
  fileHint: "A calendar file (.ics) or a table (.csv), up to 2 MB. It is read on this phone.",
  fileMissing: "Choose a file",
  pasted: "Your rota",
  pastedHint: "Copy the cells with dates and codes, and paste them here. A calendar file works too.",
  pastedMissing: "Paste your rota",
  first: "If there are no dates: the date of the first row",
  legend: "What the codes mean, if there are any",
  legendHint: "One on each line, such as: LD 08:00-20:30. Or: AL leave.",
  legendWrong: (lines: string) => `Write a code and its times on line ${lines}, such as LD 08:00-20:30`,
  read: "Read it",
  reading: "Reading",
  again: "Adding the same one again replaces what it brought before.",
  found: (count: number) => (count === 1 ? "1 entry was read." : `${count} entries were read.`),
  foundNone: "No entry could be read.",
  outside: (count: number) =>
    count === 1
      ? "1 entry is too long ago or too far ahead, and was left out."
      : `${count} entries are too long ago or too far ahead, and were left out.`,
  unread: (count: number) => (count === 1 ? "Could not read 1 entry" : `Could not read ${count} entries`),
  unreadHint: "Add what matters by hand, for the app takes it for free time.",
  unreadPlace: (place: number) => `Entry ${place}`,
  unreadMore: (count: number) => `And ${count} more.`,
  toRota: "Look at your rota",
  patternKind: "What is it?",
  patternDays: "How many days in a row",
  patternDaysWrong: "Enter a number of days, from 1 to 60",
  patternFrom: "First day",
  patternStart: "From",
  patternEnd: "Until",
  patternTimesHint: "Such as 08:00. If it ends the next morning, write that time.",
  patternTimeWrong: "Enter a time, like 08:00 or 8pm",
  patternWeeks: "Again after how many weeks",
  patternWeeksHint: "Leave it empty if it comes once",
  patternWeeksWrong: "Enter a number of weeks, from 1 to 52",
  patternTimes: "How many times in all",
  patternTimesWrong: "Enter a number, from 1 to 26",
  patternName: (what: string, days: number, from: string) =>
    days === 1 ? `${what}, ${from}` : `${what}, ${days} days from ${from}`,
  patternMissing: "Choose what it is",
  addPatternNow: "Add it",
};

export const date = {
  hint: "For example, 27 3 2027",
  day: "Day",
  month: "Month",
  year: "Year",
  wrong: "Enter a day that exists, like 27 3 2027",
};

/** What can be tapped in, with the times that most rotas give it. */
export const patterns = {
  long: "Long days",
  night: "Nights",
  day: "Normal days",
  other: "Other shifts",
  oncall_home: "On call from home",
  leave: "Leave",
  zero: "Zero days",
  nwd: "Days I do not work",
};

export const month = {
  title: (name: string) => `Your rota in ${name}`,
  before: "Month before",
  after: "Month after",
  views: "Show as",
  grid: "Calendar",
  list: "List",
  weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
  free: "free",
  nothing: "Nothing on your rota",
  uncovered: "Rota unknown",
  goesOn: "from the day before",
  shift: (name: string, times: string) => (name === "" ? times : `${name}, ${times}`),
  window: (times: string, what: string) => `${times}: ${what}`,
  noWindow: "No time when you are free and rested",
  hour: "Times are for a meeting of one hour.",
};

export const classes: Record<Class, string> = {
  ok: "free and rested",
  ask: "free, if it suits you",
  "only-if-chosen": "free, only if you choose it",
  no: "not free, or not rested",
};

export const kinds: Record<Kind, string> = {
  shift: "On duty",
  oncall_resident: "On call in the hospital",
  oncall_home: "On call from home",
  leave: "Leave",
  zero: "Zero day",
  nwd: "Day you do not work",
};

/** In a cell of the calendar, where there is room for a few letters. */
export const kindsShort: Record<Kind, string> = {
  shift: "duty",
  oncall_resident: "call",
  oncall_home: "call",
  leave: "leave",
  zero: "zero",
  nwd: "off",
};

export const reasons: Record<Reason, string> = {
  duty: "you are on duty, or on your way",
  leave: "you are on leave",
  "between-nights": "it is between your nights",
  "post-nights": "you have just finished nights",
  "pre-night": "your nights are about to start",
  quiet: "it is early or late at night for you",
  "daily-rest": "it would cut your rest between shifts",
  recovery: "you are getting over nights",
  oncall: "you are on call from home",
  zero: "it is a zero day",
  nwd: "you do not work that day",
  offday: "it is a weekend or bank holiday",
  edge: "it is early or late in the day",
  prenight_day: "your nights start that day",
  after_run: "it follows four or more long days",
};

export const nations: Record<Nation, string> = {
  "england-and-wales": "England and Wales",
  scotland: "Scotland",
  "northern-ireland": "Northern Ireland",
};

/** Why nothing of a file was read: the fact, then the way on. */
export const stopped: Record<Stopped, string> = {
  "too-big": "This is larger than 2 MB. Export a shorter time, and try again",
  "too-many": "This holds more than 5,000 entries. Export a shorter time, and try again",
  "too-slow": "This took too long to read. Export a shorter time, and try again",
  "not-text": "This is not a calendar file or a table. In a spreadsheet, save it as CSV first",
  nothing: "There is nothing in it that looks like a rota. Try another way of adding it",
};

export const why: Record<Why, string> = {
  "no-date": "It has no date that we understand.",
  "no-time": "It has no times that we understand.",
  "no-code": "We do not know what its code means.",
  repeats: "It repeats in a way that we do not read.",
  zone: "We do not know its time zone.",
  "too-long": "It lasts longer than a shift does.",
  broken: "It is cut short.",
};
