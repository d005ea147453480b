import { DAY, dateText, MINUTE, midnight, wallText, type Zone, zone } from "../../zones.ts";
import { type Duty, lastDay } from "../duty.ts";
import { type Calendar, calendarFrom, type Event } from "./events.ts";
import { type Line, plainText } from "./lines.ts";
import { durationFrom, type Moment, momentFrom, ruleFrom, startsOf } from "./repeat.ts";
import { type Bounds, type Found, LIMITS, Limit, type Unread, type Why } from "./result.ts";
import { type Code, codeIn, kindOf } from "./words-of.ts";

/** Reads the events of an iCalendar file as duties: rotas repeat daily or weekly, and nothing else is guessed. */
export function readIcs(text: string, codes: readonly Code[], home: Zone, bounds: Bounds): Found {
  const calendar = calendarFrom(text);
  const replaced = replacedIn(calendar, home);
  const duties: Duty[] = [];
  const unread: Unread[] = [];
  let outside = 0;
  let through = Number.NEGATIVE_INFINITY;

  for (const event of calendar.events) {
    const title = plainText(saidIn(event, "SUMMARY") ?? "");
    let isSeen = isCancelled(event);
    try {
      for (const { start, end, there, isDate } of occurrences(event, calendar, home, bounds, replaced)) {
        isSeen = true;
        const [from, to] = [home.wallAt(there.earlier(start)), home.wallAt(there.later(end))];
        if (to <= bounds.from || from > bounds.to) {
          outside += 1;
          continue;
        }
        const before = duties.length;
        duties.push(...dutiesOf({ start, end, there, isDate, from, to }, title, codes, home));
        if (duties.length > LIMITS.entries) throw new Limit("too-many");
        through = Math.max(through, ...duties.slice(before).map(lastDay));
      }
      // A series that begins after the bounds, or ended before them.
      if (!isSeen) outside += 1;
    } catch (reason) {
      if (!(reason instanceof Unreadable)) throw reason;
      unread.push({ place: event.place, what: title.slice(0, 80), why: reason.why });
    }
  }
  return {
    duties,
    unread,
    outside,
    name: calendar.name,
    through: duties.length > 0 ? dateText(through) : undefined,
  };
}

class Unreadable extends Error {
  readonly why: Why;
  constructor(why: Why) {
    super(why);
    this.why = why;
  }
}

interface Occurrence {
  /** Wall times in its own zone. */
  readonly start: number;
  readonly end: number;
  readonly there: Zone;
  readonly isDate: boolean;
}

/** Starts that another entry with the same UID stands in for, as instants or dates, by UID. */
type Replaced = ReadonlyMap<string, ReadonlySet<number>>;

function replacedIn(calendar: Calendar, home: Zone): Replaced {
  const replaced = new Map<string, Set<number>>();
  for (const event of calendar.events) {
    const [line] = event.lines.get("RECURRENCE-ID") ?? [];
    const moment = line === undefined ? undefined : momentFrom(line.value);
    const there =
      line === undefined || moment === undefined ? undefined : zoneOfLine(line, moment, calendar, home);
    const uid = saidIn(event, "UID");
    if (moment === undefined || there === undefined || uid === undefined) continue;
    const starts = replaced.get(uid) ?? new Set();
    replaced.set(uid, starts.add(moment.isDate ? moment.wall : there.earlier(moment.wall)));
  }
  return replaced;
}

function* occurrences(
  event: Event,
  calendar: Calendar,
  home: Zone,
  bounds: Bounds,
  replaced: Replaced,
): Generator<Occurrence> {
  if (event.broken) throw new Unreadable("broken");
  if (isCancelled(event)) return;
  const [line] = event.lines.get("DTSTART") ?? [];
  const first = line === undefined ? undefined : momentFrom(line.value);
  if (line === undefined || first === undefined) throw new Unreadable("no-date");
  const there = zoneOfLine(line, first, calendar, home);
  if (there === undefined) throw new Unreadable("zone");
  const isDate = first.isDate || /^true$/i.test(saidIn(event, "X-MICROSOFT-CDO-ALLDAYEVENT") ?? "");
  const endOf = endFrom(event, first, there, isDate, calendar, home);

  const starts = repeated(event, first.wall, there, bounds, calendar, home);
  const gone = new Set(event.lines.has("RECURRENCE-ID") ? [] : replaced.get(saidIn(event, "UID") ?? ""));
  for (const key of listed(event, "EXDATE", calendar, home)) gone.add(key);
  for (const start of starts) {
    if (gone.has(there.earlier(start)) || gone.has(midnight(start))) continue;
    const end = endOf(start);
    if (end <= start) throw new Unreadable("no-time");
    if (!isDate && end - start > LIMITS.shiftDays * DAY) throw new Unreadable("too-long");
    yield { start, end, there, isDate };
  }
}

/** The wall times of all starts. A rule that is not understood whole makes the entry unreadable. */
function* repeated(
  event: Event,
  first: number,
  there: Zone,
  bounds: Bounds,
  calendar: Calendar,
  home: Zone,
): Generator<number> {
  const [said, ...more] = event.lines.get("RRULE") ?? [];
  if (event.lines.has("EXRULE") || more.length > 0) throw new Unreadable("repeats");
  const [moved] = event.lines.get("RECURRENCE-ID") ?? [];
  if (moved?.params.has("RANGE")) throw new Unreadable("repeats");
  const seen = new Set<number>();
  if (said === undefined || moved !== undefined) {
    seen.add(first);
    yield first;
  } else {
    const rule = ruleFrom(said.value);
    const until = rule?.until === undefined ? undefined : momentFrom(rule.until);
    if (rule === undefined || (rule.until !== undefined && until === undefined))
      throw new Unreadable("repeats");
    for (const start of startsOf(first, rule, bounds, (at) => isAfter(at, there, until))) {
      seen.add(start);
      yield start;
    }
  }
  for (const instant of listed(event, "RDATE", calendar, home)) {
    const start = there.wallAt(instant);
    if (!seen.has(start)) yield start;
  }
}

function isAfter(start: number, there: Zone, until: Moment | undefined): boolean {
  if (until === undefined) return false;
  if (until.isDate) return midnight(start) > until.wall;
  return until.isUtc ? there.earlier(start) > until.wall : start > until.wall;
}

/** The moments of a list, as instants; dates stay the wall time that they begin with. */
function listed(event: Event, name: string, calendar: Calendar, home: Zone): number[] {
  return (event.lines.get(name) ?? []).flatMap((line) =>
    line.value.split(",").map((value) => {
      const moment = momentFrom(value);
      const there = moment === undefined ? undefined : zoneOfLine(line, moment, calendar, home);
      if (moment === undefined || there === undefined) throw new Unreadable("repeats");
      return moment.isDate && name === "EXDATE" ? moment.wall : there.earlier(moment.wall);
    }),
  );
}

/** A DTEND is as far from each start by the clock on the wall; a DURATION's hours are exact. */
function endFrom(
  event: Event,
  first: Moment,
  there: Zone,
  isDate: boolean,
  calendar: Calendar,
  home: Zone,
): (start: number) => number {
  const [ending] = event.lines.get("DTEND") ?? [];
  const lasting = saidIn(event, "DURATION");
  if (ending !== undefined) {
    const last = momentFrom(ending.value);
    const elsewhere = last === undefined ? undefined : zoneOfLine(ending, last, calendar, home);
    if (last === undefined || elsewhere === undefined) throw new Unreadable("no-time");
    const wall = elsewhere === there ? last.wall : there.wallAt(elsewhere.later(last.wall));
    return (start) => start + (wall === first.wall && isDate ? DAY : wall - first.wall);
  }
  if (lasting !== undefined) {
    const length = durationFrom(lasting);
    if (length === undefined) throw new Unreadable("no-time");
    return (start) => {
      const wall = start + length.days * DAY;
      return length.seconds === 0 ? wall : there.wallAt(there.earlier(wall) + length.seconds);
    };
  }
  if (!isDate) throw new Unreadable("no-time");
  return (start) => start + DAY;
}

function zoneOfLine(line: Line, moment: Moment, calendar: Calendar, home: Zone): Zone | undefined {
  // A date is the reader's own, wherever it was written.
  if (moment.isDate) return home;
  if (moment.isUtc) return zone("UTC");
  const name = line.params.get("TZID");
  return name === undefined ? (calendar.floating ?? home) : calendar.zoneNamed(name);
}

const isCancelled = (event: Event) => /^cancelled$/i.test(saidIn(event, "STATUS")?.trim() ?? "");

const saidIn = (event: Event, name: string) => event.lines.get(name)?.[0]?.value;

/** What one occurrence is. `from` and `to` are its wall times at home. */
function dutiesOf(
  one: Occurrence & { from: number; to: number },
  title: string,
  codes: readonly Code[],
  home: Zone,
): Duty[] {
  const code = codeIn(codes, title);
  const kind = code?.kind ?? kindOf(title);
  const label = title.slice(0, 60);
  const [day, over] = [midnight(one.from), midnight(one.to - 1) + DAY];
  if (kind === "leave" || kind === "zero" || kind === "nwd")
    return [{ kind, label, from: dateText(day), to: dateText(over) }];
  if (!one.isDate) {
    const end = Math.ceil(one.end / MINUTE) * MINUTE;
    const elsewhere = one.there === home ? {} : { tz: one.there.name };
    return [{ kind, label, start: wallText(one.start), end: wallText(end), ...elsewhere }];
  }
  // A whole day with a code of the legend is that shift on each of its days; without one, no times are known.
  if (code?.start === undefined || code.end === undefined) throw new Unreadable("no-time");
  const [start, end] = [code.start * MINUTE, code.end * MINUTE];
  const duties: Duty[] = [];
  for (let at = day; at < over && duties.length <= LIMITS.days; at += DAY) {
    const ends = at + end + (end <= start ? DAY : 0);
    duties.push({ kind, label, start: wallText(at + start), end: wallText(ends) });
  }
  return duties;
}
