import type { Participation } from "../../domain/participation.ts";
import { device } from "../../domain/phone.ts";
import { Button, Plain } from "../../ui/button.tsx";
import { listing as words } from "../../words/profile.ts";
import { Standing } from "./standing.tsx";

const MOST = 20;

/** How many doctors a mentor has room for: one press more or fewer, saved at once. */
export function Places({ part, name }: { part: Participation; name: string }) {
  const { places } = part;
  const set = (count: number | null) =>
    void device().mutate("participation.set_places", { scheme: part.scheme, places: count });
  const saying =
    places === null ? words.placesUnsaid : places === 0 ? words.placesNone : words.placesSome(places);
  return (
    <div>
      <h3 class="nhsuk-heading-xs">{name}</h3>
      <div class="steps">
        <Button
          label={words.fewer(name)}
          disabled={places === 0}
          onPress={() => set(Math.max(0, (places ?? 1) - 1))}
        >
          −
        </Button>
        <output aria-live="polite">{places ?? "–"}</output>
        <Button
          label={words.more(name)}
          disabled={places === MOST}
          onPress={() => set(Math.min(MOST, (places ?? 0) + 1))}
        >
          +
        </Button>
      </div>
      <p>
        {saying} <Standing kind="participation" id={part.id} />
      </p>
      {places !== null && <Plain onPress={() => set(null)}>{words.doNotSay}</Plain>}
    </div>
  );
}
