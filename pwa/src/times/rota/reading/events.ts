import type { Zone } from "../../zones.ts";
import { type Line, lineFrom, linesOf, plainText } from "./lines.ts";
import { zoneNamed } from "./named-zones.ts";
import { LIMITS, Limit } from "./result.ts";

/** One VEVENT as it stands in the file: its own lines by name, not those of the alarms inside it. */
export interface Event {
  readonly place: number;
  readonly lines: ReadonlyMap<string, readonly Line[]>;
  /** It never ended, or a line of it cannot be read. */
  readonly broken: boolean;
}

export interface Calendar {
  readonly name: string | undefined;
  readonly events: readonly Event[];
  /** What times without a zone are in; undefined for wherever the reader is. */
  readonly floating: Zone | undefined;
  zoneNamed(name: string): Zone | undefined;
}

/** Of a line that does not count, a fault costs nothing. */
const COUNT =
  /^(DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|EXRULE|RECURRENCE-ID|UID|SUMMARY|STATUS|X-MICROSOFT-CDO-ALLDAYEVENT)\b/i;

/** An alarm in an entry in a calendar is three. */
const DEEPEST = 10;

export function calendarFrom(text: string): Calendar {
  const events: Event[] = [];
  const located = new Map<string, string>();
  const inside: string[] = [];
  let name: string | undefined;
  let floating: Zone | undefined;
  let lines = new Map<string, Line[]>();
  let broken = false;
  let zone = "";

  function end(cut: boolean): void {
    events.push({ place: events.length + 1, lines, broken: broken || cut });
    if (events.length > LIMITS.entries) throw new Limit("too-many");
    lines = new Map();
    broken = false;
  }

  for (const raw of linesOf(text)) {
    const [, edge, part = ""] = /^(BEGIN|END):\s*([A-Za-z0-9-]+)\s*$/i.exec(raw) ?? [];
    const component = part.toUpperCase();
    if (edge?.toUpperCase() === "BEGIN") {
      // One that begins inside another was never ended.
      if (component === "VEVENT" && inside.includes("VEVENT")) {
        end(true);
        inside.length = inside.indexOf("VEVENT");
      }
      if (inside.length < DEEPEST) inside.push(component);
    } else if (edge !== undefined) {
      const at = inside.lastIndexOf(component);
      if (component === "VEVENT" && at >= 0) end(false);
      if (at >= 0) inside.length = at;
    } else if (inside.at(-1) === "VEVENT") {
      if (!COUNT.test(raw)) continue;
      const line = lineFrom(raw);
      if (line === undefined) broken = true;
      else {
        const others = lines.get(line.name);
        if (others === undefined) lines.set(line.name, [line]);
        else others.push(line);
      }
    } else if (inside.at(-1) === "VCALENDAR" || inside.at(-1) === "VTIMEZONE") {
      const line = lineFrom(raw);
      if (line?.name === "X-WR-CALNAME") name = plainText(line.value).slice(0, 80) || undefined;
      if (line?.name === "X-WR-TIMEZONE") floating = zoneNamed(line.value);
      if (line?.name === "TZID") zone = line.value.trim();
      if (line?.name === "X-LIC-LOCATION") located.set(zone, line.value.trim());
    }
  }
  if (inside.includes("VEVENT")) end(true);

  const found = new Map<string, Zone | undefined>();
  return {
    name,
    events,
    floating,
    zoneNamed(wanted) {
      const plain = wanted.trim();
      if (!found.has(plain)) found.set(plain, zoneNamed(plain) ?? zoneNamed(located.get(plain) ?? ""));
      return found.get(plain);
    },
  };
}
