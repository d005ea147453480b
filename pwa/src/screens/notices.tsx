import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { act, type Done } from "../domain/acting.ts";
import { isOn, type Notice, nextEnd, noticesOf } from "../domain/notices.ts";
import { clock, device, environment } from "../domain/phone.ts";
import { hidden, hide, readHidden, showAgain } from "../domain/put-away.ts";
import { Plain } from "../ui/button.tsx";
import { Card, Page, Quiet } from "../ui/page.tsx";
import { Link } from "../ui/route.tsx";
import { dayAndTime } from "../when.ts";
import { app } from "../words/app.ts";
import { notices as words } from "../words/notices.ts";
import { schemes as schemeWords } from "../words/schemes.ts";
import { AsAt } from "./parts/as-at.tsx";
import { NoticeWords } from "./parts/notice-words.tsx";
import { Saved } from "./parts/saved.tsx";

/** The longest that a browser's timer can wait. */
const FARTHEST = 2 ** 31 - 1;

/** What the schemes of this person tell. What is over goes from an open screen, too, at that very moment. */
export function Screen() {
  const open = device();
  const away = useSignal<ReadonlyMap<string, Done | undefined>>(new Map());
  // What was put away on this visit stays, with its undo, until the screen is left.
  const put = useRef(new Map<string, Notice>()).current;
  useEffect(readHidden, []);
  const held = noticesOf(open.documents("told").value, open.documents("notice").value);
  const shown = [...held.filter(({ id }) => !put.has(id) && !hidden.value.has(id)), ...put.values()]
    .filter((notice) => isOn(notice, clock.value))
    .sort((one, other) => other.sent.localeCompare(one.sent));
  useMomentAt(nextEnd(shown));

  const putAway = async (notice: Notice) => {
    put.set(notice.id, notice);
    if (notice.shared) hide(notice.id, notice.expires);
    const done = notice.shared ? undefined : await act(open, ["notice.dismiss", { notice: notice.id }]);
    away.value = new Map(away.value).set(notice.id, done);
  };
  const back = ({ id, shared }: Notice) => {
    const left = new Map(away.value);
    left.delete(id);
    put.delete(id);
    if (shared) showAgain(id);
    away.value = left;
  };
  return (
    <Page title={words.title}>
      {shown.length === 0 && (
        <>
          <p>{words.empty}</p>
          <Quiet>{words.what}</Quiet>
        </>
      )}
      {shown.map((notice) => {
        const done = away.value.get(notice.id);
        return (
          <Card key={notice.id}>
            <One notice={notice} />
            {!away.value.has(notice.id) ? (
              <Plain label={words.putAwayWhat(notice.text)} onPress={() => void putAway(notice)}>
                {words.putAway}
              </Plain>
            ) : done === undefined ? (
              <PutAway onBack={() => back(notice)} />
            ) : (
              <Saved device={open} words={words.isPutAway} done={done} onUndone={() => back(notice)} />
            )}
          </Card>
        );
      })}
      {shown.length > 0 && <Quiet>{words.putAwayWords}</Quiet>}
      <Quiet>{words.quiet}</Quiet>
      <AsAt />
    </Page>
  );
}

/** On this phone alone: nothing is sent, and it can be taken back. */
function PutAway({ onBack }: { onBack: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div class="saved" role="status" tabIndex={-1} ref={box}>
      <p>{words.isPutAway}</p>
      <Plain onPress={onBack}>{app.undo}</Plain>
    </div>
  );
}

function One({ notice }: { notice: Notice }) {
  const open = device();
  const scheme = open.documents("scheme").value.get(notice.scheme);
  const page = notice.page === null ? undefined : open.documents("page").value.get(notice.page);
  const event = notice.event === null ? undefined : eventOf(notice.event);
  return (
    <>
      <h2 class="nhsuk-heading-s">{scheme?.name ?? schemeWords.unknown}</h2>
      <NoticeWords text={notice.text} />
      {event && (
        <p>
          <Link to={`/events/${notice.event}`}>{event.title}</Link>
        </p>
      )}
      {page && (
        <p>
          <Link to={`/guidance/${notice.page}`}>{page.title}</Link>
        </p>
      )}
      <p class="quiet">
        {words.to[notice.audience]}. {words.until(dayAndTime(Date.parse(notice.expires)))}
      </p>
    </>
  );
}

/** One that somebody comes to is on their phone whatever it follows. */
function eventOf(id: string): { title: string } | undefined {
  const open = device();
  const kept = [...open.documents("rsvp").value.values()].find(({ event }) => event === id);
  return kept ?? open.documents("event").value.get(id);
}

/** Tells the time again at an instant, so that nothing outstays it between two ticks of the clock. */
function useMomentAt(at: number | undefined): void {
  useEffect(() => {
    if (at === undefined) return;
    const wait = Math.min(FARTHEST, Math.max(0, at - environment.now()));
    return environment.after(wait, () => {
      clock.value = environment.now();
    });
  }, [at]);
}
