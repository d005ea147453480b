// Open times: ours as it is shipped, and slot-calculator as its own readme says. Both give starts in seconds.

import { getSlots } from "slot-calculator";
import { openStarts } from "../../../pwa/src/times/availability.ts";
import { restOf } from "../../../pwa/src/times/rota/rest.ts";
import { suggest } from "../../../pwa/src/times/suggest.ts";
import { zone } from "../../../pwa/src/times/zones.ts";

// The browser loads what it knows of dates when the first is written, for whoever writes it. Every screen of
// the app has dates, so that is before the clock starts, for both.
new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "short" }).format();

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const clock = (minute) =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
const iso = (second) => new Date(second * 1000).toISOString();

const timed = (work) => {
  const started = performance.now();
  const starts = work();
  return { took: performance.now() - started, starts };
};

window.ours = ({ availability, busy, minutes, begin, end }) =>
  timed(() => openStarts(availability, busy, minutes, begin, end, begin));

// It gives slots that follow one another; asked for slots of the grid's length, it says which quarters are
// free, and a meeting may start where enough of them follow. Asking it for each start would take it longer.
window.slotCalculator = ({ availability, busy, minutes, begin, end }) =>
  timed(() => {
    const { availableSlots } = getSlots({
      from: iso(begin),
      to: iso(end),
      duration: availability.grid,
      outputTimezone: availability.zone,
      availability: availability.weekdays.flatMap((ranges, day) =>
        ranges.map(([since, until]) => ({
          day: DAYS[day],
          from: clock(since),
          to: clock(until),
          timezone: availability.zone,
        })),
      ),
      unavailability: busy.map(([since, until]) => ({ from: iso(since), to: iso(until) })),
    });
    const free = new Set(availableSlots.map(({ from }) => Date.parse(from) / 1000));
    const step = availability.grid * 60;
    const follow = (start) => {
      for (let at = start; at < start + minutes * 60; at += step) if (!free.has(at)) return false;
      return true;
    };
    return [...free].filter(follow);
  });

// What a doctor's phone does when it suggests: everybody's open times, judged by the own rota, the best three.
window.ranked = ({ mentors, duties, minutes, begin, end }) =>
  timed(() => {
    const rest = restOf({ home: zone("Europe/London"), duties, holidays: [] });
    const all = mentors.map(({ availability, busy }, id) => ({
      id: String(id),
      starts: openStarts(availability, busy, minutes, begin, end, begin),
    }));
    return suggest({ mentors: all, minutes, rest }).map(({ start }) => start);
  });
