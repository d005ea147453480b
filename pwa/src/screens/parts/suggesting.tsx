import { useSignal } from "@preact/signals";
import { type MayPropose, meetingsIn, meetingsOf } from "../../domain/arranged.ts";
import { type Arranging, arrange } from "../../domain/arranging.ts";
import { candidateOf, MOST_TIMES, offerOf } from "../../domain/free-times.ts";
import type { Meeting, Mode } from "../../domain/meetings.ts";
import { clock, device, environment, newId } from "../../domain/phone.ts";
import type { Relationship } from "../../domain/relationships.ts";
import { Button } from "../../ui/button.tsx";
import { Radios } from "../../ui/choice.tsx";
import { type Errors, Form, Input } from "../../ui/form.tsx";
import { Quiet } from "../../ui/page.tsx";
import { Link } from "../../ui/route.tsx";
import { app } from "../../words/app.ts";
import { meetings, suggesting as words } from "../../words/meetings.ts";
import { modes } from "../../words/profile.ts";
import { rota } from "../../words/rota.ts";
import { AnyTime, useTypedTime } from "./any-time.tsx";
import { Chosen } from "./chosen-times.tsx";
import { MeetingsBack } from "./meeting-back.tsx";
import { ownZone } from "./meeting-words.ts";
import { OfferedTimes } from "./offered-times.tsx";
import { namesIn } from "./pair-words.ts";
import { rotaLine } from "./rested.ts";
import { useSaying } from "./saying.tsx";
import { wrong } from "./sending.ts";
import { inWords } from "./time-notes.ts";

const LENGTHS = [30, 45, 60, 90];
const USUAL = 60;
const LONGEST_PLACE = 200;
/** What cannot be seen, or turns the reading round, has no place in a place. */
const UNSEEN = /\p{C}|\p{Zl}|\p{Zp}/u;

interface SuggestingProps {
  pair: Relationship;
  /** What is answered or moved. */
  about?: Meeting;
  may?: MayPropose;
}

/** Up to five times, best first; and, unless an agreed meeting is moved, how long, how and where. */
export function Suggesting({ pair, about, may = "yes" }: SuggestingProps) {
  const open = device();
  const names = namesIn(pair, open.account);
  const all = meetingsIn(open.documents("meeting").value);
  // What these two said last time is what they are asked least about.
  const before = about ?? meetingsOf(open.documents("meeting").value, pair.id).sort(newest)[0];
  const offer = offerOf(pair, open.documents("free_time").value, about);
  const lengths = [
    ...new Set([...(offer?.availability.lengths ?? LENGTHS), ...(before ? [before.minutes] : [])]),
  ];
  const chosen = useSignal<readonly number[]>([]);
  const minutes = useSignal(before?.minutes ?? (lengths.includes(USUAL) ? USUAL : (lengths[0] ?? USUAL)));
  const mode = useSignal<Mode | undefined>(before?.mode ?? onlyOne(offer?.availability.modes));
  const place = useSignal(before?.place ?? "");
  const errors = useSignal<Errors>({});
  const told = useSignal("");
  const typed = useTypedTime();
  const done = useSignal<Arranging | undefined>(undefined);
  const saying = useSaying(() => {
    done.value = undefined;
  });
  const moves = about?.state === "confirmed";

  if (done.value !== undefined) {
    return (
      <>
        {saying.shown}
        <MeetingsBack about={(_, id) => id === saying.done?.id} />
        <p>
          <Link to={`/meetings/${done.value.meeting}`}>{words.open}</Link>
        </p>
      </>
    );
  }
  if (may !== "yes") return <p>{whyNot(may, names)}</p>;

  const choose = (times: readonly number[], said: string) => {
    errors.value = {};
    chosen.value = times;
    told.value = said;
  };
  /** Takes what stands in the boxes; false when something is wrong with it. */
  const add = (): boolean => {
    const read = typed.read(chosen.value);
    if ("errors" in read) {
      errors.value = read.errors;
      return false;
    }
    typed.clear();
    choose([...chosen.value, read.start], words.added(inWords(read.start)));
    return true;
  };
  const send = async () => {
    // A time that was typed and not added is meant all the same.
    if (typed.begun() && !add()) return;
    const now = environment.now() / 1000;
    const where = place.value.trim();
    const how = mode.value;
    errors.value = wrong({
      times: chosen.value.length === 0 ? words.none : undefined,
      mode: !moves && how === undefined ? words.modeWrong : undefined,
      place: where.length > LONGEST_PLACE || UNSEEN.test(where) ? words.placeWrong : undefined,
    });
    if (Object.keys(errors.value).length > 0) return;
    const candidates = chosen.value
      .filter((start) => start > now)
      .map((start) => candidateOf(start, ownZone()));
    const what = {
      candidates,
      minutes: minutes.value,
      mode: how ?? before?.mode ?? "video",
      place: where || null,
    };
    const arranging = arrange(pair.id, about, what, newId());
    await saying.does(words.saved(names), arranging.act, arranging.opposite);
    done.value = arranging;
  };

  const now = clock.value / 1000;
  const mentors = pair.members.filter(({ role }) => role === "mentor");
  const mentor = mentors.find(({ account }) => account !== open.account)?.name;
  const context = { mentor, offer, minutes: minutes.value, now, all, about: about?.id };
  return (
    <>
      <MeetingsBack about={(args) => about !== undefined && args.meeting === about.id} />
      <p>
        {offer !== undefined || mentors.length === 0
          ? words.intro(names)
          : mentor === undefined
            ? words.ownNotOffered
            : words.notOffered(mentor)}
      </p>
      <p class="quiet">
        {rotaLine(clock.value)} <Link to="/you/rota">{rota.title}</Link>
      </p>
      <p class="nhsuk-u-visually-hidden" role="status">
        {told.value}
      </p>
      <Form problem={app.problem} errors={errors.value} onSubmit={() => void send()}>
        {!moves && (
          <Radios
            id="minutes"
            legend={words.length}
            value={String(minutes.value)}
            onChoose={(value) => {
              minutes.value = Number(value);
            }}
            options={lengths
              .sort((one, other) => one - other)
              .map((length) => ({ value: String(length), words: meetings.minutes(length) }))}
          />
        )}
        {offer !== undefined && (
          <OfferedTimes
            context={{ ...context, offer }}
            chosen={chosen.value}
            most={MOST_TIMES}
            onChoose={choose}
          />
        )}
        <AnyTime typed={typed} closed={offer !== undefined} errors={errors.value} onAdd={add} />
        <Chosen context={context} chosen={chosen.value} error={errors.value.times} onChoose={choose} />
        {!moves && (
          <>
            <Radios
              id="mode"
              legend={words.mode}
              error={errors.value.mode}
              value={mode.value}
              onChoose={(value) => {
                mode.value = value as Mode;
              }}
              options={Object.entries(modes).map(([value, said]) => ({ value, words: said }))}
            />
            <Input
              id="place"
              label={words.place}
              hint={words.placeHint}
              maxLength={LONGEST_PLACE}
              error={errors.value.place}
              value={place.value}
              onInput={(typed) => {
                place.value = typed;
              }}
            />
          </>
        )}
        <Button kind="first" submit>
          {chosen.value.length > 1 ? words.send : words.sendOne}
        </Button>
      </Form>
      <Quiet>{words.zone(ownZone().replaceAll("_", " "))}</Quiet>
    </>
  );
}

/** Ids of meetings sort by when they were made. */
const newest = (one: Meeting, other: Meeting) => (one.id < other.id ? 1 : -1);

const onlyOne = (all: readonly Mode[] | undefined) => (all?.length === 1 ? all[0] : undefined);

function whyNot(may: MayPropose, names: string): string {
  if (may === "theirs-first") return meetings.theirsFirst(names);
  if (may === "all-arranged") return meetings.allArranged;
  return may === "agree-first" ? meetings.agreeFirst : meetings.notYet;
}
