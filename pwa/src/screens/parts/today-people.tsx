import { hiddenListings } from "../../domain/never.ts";
import { device } from "../../domain/phone.ts";
import { open as openPairs } from "../../domain/relationships.ts";
import { Row, Rows } from "../../ui/page.tsx";
import { asking, people as words } from "../../words/relationships.ts";
import { today } from "../../words/today.ts";
import { PairRows } from "./pair-rows.tsx";
import { inOrder } from "./pair-words.ts";
import { TodayMeetings } from "./today-meetings.tsx";

const MOST = 6;

/** On Today: answers that may be given, who this doctor meets, and places that they wished to hear of. */
export function Part() {
  const open = device();
  const pairs = openPairs(open.documents("relationship").value, open.documents("pairing").value);
  const hidden = hiddenListings(open.documents("never").value);
  const places = [...open.documents("hearing").value.values()].filter(
    (one) => one.open && !hidden.has(one.mentor),
  );
  const mentors = open.documents("mentor").value;
  if (pairs.length === 0 && places.length === 0) return <p>{today.nothing}</p>;
  return (
    <>
      <TodayMeetings pairs={pairs} />
      {pairs.length > 0 && (
        <>
          <h2 class="nhsuk-heading-m">{words.title}</h2>
          <PairRows pairs={inOrder(open, pairs).slice(0, MOST)} label={words.title} />
        </>
      )}
      {places.length > 0 && (
        <Rows>
          {places.map(({ scheme, mentor }) => (
            <Row
              key={mentor}
              to={`/mentors/${scheme}/${mentor}`}
              title={asking.place(mentors.get(mentor)?.name ?? words.someone)}
            />
          ))}
        </Rows>
      )}
    </>
  );
}
