import { useSignal } from "@preact/signals";
import type { Mentor } from "../../domain/directory.ts";
import { Button } from "../../ui/button.tsx";
import { Link } from "../../ui/route.tsx";
import { mentors as words } from "../../words/mentors.ts";

const PAGE = 20;

/** The first rows, and more of them when asked: a list of 10,000 costs what 20 cost. */
export function Listed({ mentors, scheme }: { mentors: readonly Mentor[]; scheme: string }) {
  const shown = useSignal(PAGE);
  const left = mentors.length - shown.value;
  return (
    <>
      <ul class="rows" aria-label={words.title}>
        {mentors.slice(0, shown.value).map((mentor) => (
          <li key={mentor.id}>
            <Link class="row" to={`/mentors/${scheme}/${mentor.id}`}>
              <strong>{mentor.name}</strong>
              <span class="quiet">{lineOf(mentor)}</span>
              {mentor.topics && mentor.topics.length > 0 && (
                <span class="quiet">{mentor.topics.slice(0, 4).join(", ")}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
      {left > 0 && (
        <Button
          onPress={() => {
            shown.value += PAGE * 2;
          }}
        >
          {words.more(Math.min(left, PAGE * 2))}
        </Button>
      )}
    </>
  );
}

function lineOf(mentor: Mentor): string {
  const room = mentor.places === "full" ? words.full : undefined;
  return [mentor.grade, mentor.specialty, mentor.site ?? mentor.organisation, room]
    .filter(Boolean)
    .join(" · ");
}
