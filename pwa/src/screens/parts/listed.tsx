import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Mentor } from "../../domain/directory.ts";
import { Button } from "../../ui/button.tsx";
import { go } from "../../ui/route.tsx";
import { mentors as words } from "../../words/mentors.ts";

const PAGE = 20;

/** The first rows, and more of them when asked: a list of 10,000 costs what 20 cost. */
export function Listed({ mentors, scheme }: { mentors: readonly Mentor[]; scheme: string }) {
  const shown = useSignal(PAGE);
  // Another list starts from its first page.
  useEffect(() => {
    if (mentors.length > 0) shown.value = PAGE;
  }, [mentors, shown]);
  const left = mentors.length - shown.value;
  const open = (event: MouseEvent) => {
    const link = (event.target as Element).closest("a");
    if (link === null || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(link.pathname);
  };
  return (
    <>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the links inside take the keys */}
      <ul class="rows" aria-label={words.title} onClick={open}>
        {mentors.slice(0, shown.value).map((mentor, place) => (
          // Rows are filled anew rather than moved: twenty texts cost less than twenty elements.
          <li key={place}>
            <a class="row" href={`/mentors/${scheme}/${mentor.id}`}>
              <strong>{mentor.name}</strong>
              <span class="quiet">{lineOf(mentor)}</span>
              <span class="quiet">{mentor.topics?.slice(0, 4).join(", ") ?? ""}</span>
            </a>
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
