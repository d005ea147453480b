import { partIn } from "../../domain/participation.ts";
import { clock, device, environment } from "../../domain/phone.ts";
import { Quiet } from "../../ui/page.tsx";
import { Link } from "../../ui/route.tsx";
import { asAt, recent } from "../../when.ts";
import { mentors as words } from "../../words/mentors.ts";
import { participation } from "../../words/participation.ts";
import { SchemeRows } from "./scheme-rows.tsx";

/** After this a phone hides what others said of themselves, until it has synced. */
const LEASE = 30 * 86_400_000;
const askedFor = new Map<string, number>();

/** From now on the scheme's list is on its way: until the next sync it is not empty, only not here. */
export function askFor(scheme: string): void {
  askedFor.set(scheme, environment.now());
  void device().follow(scheme);
}

/** Asked for on this visit, and nothing has come since. `at`: when everything was last up to date. */
export const isOnItsWay = (scheme: string, at: number | undefined): boolean =>
  (askedFor.get(scheme) ?? 0) > (at ?? 0);

interface ListStateProps {
  scheme: string;
  membersOnly: boolean;
  /** Whether there is something to show. */
  here: boolean;
}

/** What can be said of a list: how old it is, why it is empty, and where else to look. */
export function ListState({ scheme, membersOnly, here }: ListStateProps) {
  const open = device();
  const at = open.asAt.value;
  const { mark } = open.status.value;
  const member = partIn(open.documents("participation").value, scheme).length > 0;
  const unreachable = mark === "cannot-reach";

  if (here) {
    if (at === undefined) return null;
    return <Quiet>{unreachable ? words.notUpdated(recent(at, clock.value)) : asAt(at, clock.value)}</Quiet>;
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
  const old = at !== undefined && clock.value - at > LEASE;
  const coming = isOnItsWay(scheme, at) && !unreachable;
  if (!open.loaded.value || coming) return <Getting />;
  return (
    <>
      <p role="status">{old ? words.leaseOver : unreachable ? words.firstNeedsSignal : words.empty}</p>
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
