import { partIn } from "../../domain/participation.ts";
import { clock, device } from "../../domain/phone.ts";
import { Quiet } from "../../ui/page.tsx";
import { Link } from "../../ui/route.tsx";
import { asAt, moment } from "../../when.ts";
import { mentors as words } from "../../words/mentors.ts";
import { participation } from "../../words/participation.ts";
import { SchemeRows } from "./scheme-rows.tsx";

/** What can be said of a list: how old it is, why it is empty, and where else to look. */
export function ListState({ scheme, membersOnly }: { scheme: string; membersOnly: boolean }) {
  const open = device();
  const at = open.asAt.value;
  const { mark } = open.status.value;
  const here = [...open.documents("mentor").value.values()].some((mentor) => mentor.scheme === scheme);
  const member = partIn(open.documents("participation").value, scheme).length > 0;
  const unreachable = mark === "cannot-reach";

  if (here) {
    if (at === undefined) return null;
    return <Quiet>{unreachable ? words.notUpdated(moment(at, clock.value)) : asAt(at, clock.value)}</Quiet>;
  }
  if (membersOnly && !member) {
    return (
      <>
        <p>{words.membersOnly}</p>
        <p>
          <Link to={`/schemes/${scheme}/taking-part`}>{participation.title}</Link>
        </p>
        <SchemeRows except={scheme} />
      </>
    );
  }
  if (!open.loaded.value) return <Getting />;
  return (
    <>
      <p role="status">{unreachable ? words.firstNeedsSignal : words.empty}</p>
      <SchemeRows except={scheme} />
    </>
  );
}

function Getting() {
  return (
    <p role="status">
      {words.gettingList} <progress aria-label={words.gettingList} />
    </p>
  );
}
