import { useEffect } from "preact/hooks";
import { eventsOf, hasEnded } from "../domain/events.ts";
import { clock, device } from "../domain/phone.ts";
import { Details, Page, Row, Rows } from "../ui/page.tsx";
import type { ScreenProps } from "../ui/route.tsx";
import { app } from "../words/app.ts";
import { events as words } from "../words/events.ts";
import { schemes } from "../words/schemes.ts";
import { AsAt } from "./parts/as-at.tsx";
import { EventRows } from "./parts/event-rows.tsx";
import { askFor, isOnItsWay } from "./parts/list-state.tsx";

/** Days after which what others wrote is hidden until this phone has synced. */
const LEASE = 30 * 86_400_000;

/** Events of one scheme, which the phone follows from then on, or of all that it follows. */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const { scheme } = params;
  const name = scheme === undefined ? undefined : open.documents("scheme").value.get(scheme)?.name;
  const now = clock.value;
  useEffect(() => {
    if (scheme !== undefined && !open.following.peek().includes(scheme)) askFor(scheme);
  }, [open, scheme]);
  const all = eventsOf(open.documents("event").value, open.documents("rsvp").value).filter(
    (event) => scheme === undefined || event.scheme === scheme,
  );
  const coming = all.filter((event) => !hasEnded(event, now));
  const past = all.filter((event) => hasEnded(event, now)).reverse();
  return (
    <Page
      title={name === undefined ? words.title : words.ofScheme(name)}
      back={
        scheme === undefined
          ? { to: "/", words: app.backTo(app.tabs.today) }
          : { to: `/schemes/${scheme}`, words: app.backTo(name ?? schemes.title) }
      }
    >
      {coming.length > 0 ? (
        <>
          <p>{words.intro}</p>
          <EventRows events={coming} label={words.title} />
        </>
      ) : (
        <Empty scheme={scheme} />
      )}
      {past.length > 0 && (
        <Details summary={words.past}>
          <EventRows events={past} label={words.past} />
        </Details>
      )}
      {scheme === undefined && (
        <>
          <p>{words.otherSchemes}</p>
          <Rows label={schemes.title}>
            <Row to="/schemes" title={schemes.title} />
          </Rows>
        </>
      )}
      <AsAt />
    </Page>
  );
}

/** Why there is nothing: on its way, never fetched, hidden for its age, or none. */
function Empty({ scheme }: { scheme: string | undefined }) {
  const open = device();
  const at = open.asAt.value;
  const unreachable = open.status.value.mark === "cannot-reach";
  if (!open.loaded.value || (scheme !== undefined && !unreachable && isOnItsWay(scheme, at)))
    return (
      <p role="status">
        {words.getting} <progress aria-label={words.getting} />
      </p>
    );
  const old = at !== undefined && clock.value - at > LEASE;
  const never = scheme !== undefined && isOnItsWay(scheme, at);
  return (
    <p role="status">
      {old
        ? words.leaseOver
        : never
          ? words.firstNeedsSignal
          : scheme === undefined
            ? words.emptyHere
            : words.empty}
    </p>
  );
}
