import type { Signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { type Filters, type Mentor, noFilters, valuesOf } from "../../domain/directory.ts";
import { Select, Switch } from "../../ui/choice.tsx";
import { Details } from "../../ui/page.tsx";
import { mentors as words } from "../../words/mentors.ts";
import { days, modes } from "../../words/profile.ts";

const options = (any: string, values: readonly (readonly [string, string])[]) => [
  { value: "", words: any },
  ...values.map(([value, said]) => ({ value, words: said })),
];

/** Filters offer only what some mentor here has said. */
export function Filtering({ mentors, filters }: { mentors: readonly Mentor[]; filters: Signal<Filters> }) {
  const specialties = useMemo(() => valuesOf(mentors, "specialty"), [mentors]);
  const sites = useMemo(() => valuesOf(mentors, "site"), [mentors]);
  const set = (change: Partial<Filters>) => {
    const next = { ...filters.value, ...change };
    const none = Object.entries(noFilters).every(([key, value]) => next[key as keyof Filters] === value);
    filters.value = none ? noFilters : next;
  };
  const twice = (value: string) => [value, value] as const;
  return (
    <Details summary={words.filters}>
      <div class="filters">
        <Select
          id="specialty"
          label={words.specialty}
          value={filters.value.specialty}
          options={options(words.anySpecialty, specialties.map(twice))}
          onChoose={(specialty) => set({ specialty })}
        />
        <Select
          id="site"
          label={words.site}
          value={filters.value.site}
          options={options(words.anySite, sites.map(twice))}
          onChoose={(site) => set({ site })}
        />
        <Select
          id="mode"
          label={words.way}
          value={filters.value.mode}
          options={options(words.anyWay, Object.entries(modes))}
          onChoose={(mode) => set({ mode })}
        />
        <Select
          id="day"
          label={words.day}
          value={filters.value.day}
          options={options(words.anyDay, Object.entries(days))}
          onChoose={(day) => set({ day })}
        />
        <Switch id="room" words={words.roomOnly} on={filters.value.room} onTurn={(room) => set({ room })} />
      </div>
    </Details>
  );
}
