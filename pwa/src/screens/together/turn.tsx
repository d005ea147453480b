import { useEffect } from "preact/hooks";
import { keepRound } from "../../domain/keeping-time.ts";
import { environment } from "../../domain/phone.ts";
import {
  begin,
  changeOver,
  endedOnTime,
  isGivenBack,
  left,
  MINUTE,
  owed,
  pause,
  type Round,
  rolesOf,
  share,
  spokenBy,
  start,
} from "../../times/turns.ts";
import { stayAwake } from "../../ui/awake.ts";
import { Button, Plain } from "../../ui/button.tsx";
import { Switch } from "../../ui/choice.tsx";
import { Quiet } from "../../ui/page.tsx";
import { lasting, turns as words } from "../../words/together.ts";
import { face, seconds } from "./clock-face.ts";
import { allowSound, endSound, sound, turnSound, wanted } from "./ticking.ts";

/** Two taps in one are one: the second would undo the first. */
const APART = 400;

interface TurnProps {
  round: Round;
  now: number;
  onStop: () => void;
}

export function Turn({ round, now, onStop }: TurnProps) {
  const { phase } = round;
  useEffect(() => (phase === "running" ? stayAwake() : undefined), [phase]);
  if (phase === "even") return <Even round={round} />;

  const more = left(round, now);
  const over = more <= 0;
  const act = (change: (round: Round, now: number) => Round) => () => {
    const at = environment.now();
    if (Math.abs(at - round.at) < APART) return;
    allowSound();
    keepRound(change(round, at));
  };
  const others = owed(round).length > 0;
  const person = words.person(round.speaker);
  const ends = others ? words.changeOver : words.finish;
  const [main, does] =
    phase === "ready"
      ? ([words.start(person), start] as const)
      : over
        ? ([ends, changeOver] as const)
        : phase === "paused"
          ? ([words.goOn, start] as const)
          : ([words.bleep, pause] as const);
  return (
    <>
      <Face round={round} now={now} />
      {/* Always the same button, so that a keyboard stays where it is. */}
      <div class="big">
        <Button kind="first" onPress={act(does)}>
          {main}
        </Button>
      </div>
      {over && phase === "running" && <Button onPress={act(pause)}>{words.bleep}</Button>}
      {over && phase === "paused" && <Button onPress={act(start)}>{words.goOn}</Button>}
      {over && phase !== "ready" && (
        <>
          <Quiet>{words.onTimeHint}</Quiet>
          <Button onPress={act(endedOnTime)}>{words.onTime}</Button>
        </>
      )}
      {!over && phase !== "ready" && others && (
        <>
          <Button onPress={act(changeOver)}>{words.early}</Button>
          <Quiet>{words.earlyHint}</Quiet>
        </>
      )}
      <SoFar round={round} now={now} />
      <Sound running={phase === "running"} />
      <Plain onPress={onStop}>{words.stop}</Plain>
    </>
  );
}

/** Seen from across a table: who speaks, and how long. Words and a frame say what colour says. */
function Face({ round, now }: { round: Round; now: number }) {
  const { listener, observer } = rolesOf(round);
  const more = left(round, now);
  const look = more <= 0 ? "turn turn--over" : round.phase === "running" ? "turn turn--running" : "turn";
  return (
    <section class={look}>
      <p class="turn__words" role="status">
        {said(round, more)}
      </p>
      <p class="turn__clock" role="timer" aria-live="off">
        {face(more)} <span>{more > 0 ? words.left : words.ended}</span>
      </p>
      <progress class="turn__bar" aria-hidden="true" max={share(round)} value={share(round) - more} />
      <p class="turn__roles">
        {round.phase !== "ready" && more <= 0
          ? (round.spoken.length === 2 ? words.overByOfTwo : words.overBy)(lasting(seconds(more)))
          : [
              words.listens(words.person(listener)),
              ...(observer === undefined ? [] : [words.observes(words.person(observer))]),
            ].join(" · ")}
      </p>
    </section>
  );
}

/** Told aloud when it changes, and not with every second. */
function said(round: Round, more: number): string {
  const person = words.person(round.speaker);
  if (round.phase === "paused") return words.paused;
  if (round.phase === "ready")
    return isGivenBack(round) ? words.givenBack(person, lasting(seconds(more))) : words.ready(person);
  if (more <= 0) return owed(round).length > 0 ? words.over : words.overNobody;
  const last = more <= MINUTE && share(round) >= 2 * MINUTE;
  return last ? `${words.running(person)} ${words.lastMinute}` : words.running(person);
}

function SoFar({ round, now }: { round: Round; now: number }) {
  if (round.phase === "running") return null;
  if (round.spoken.every((spoken) => spoken === 0)) return <Quiet>{words.readyFirst}</Quiet>;
  const longer = share(round) > round.each && round.phase === "ready" && !isGivenBack(round);
  return (
    <>
      {longer && <p>{words.longer(lasting(seconds(share(round))))}</p>}
      <Quiet>{words.soFar}</Quiet>
      <ul class="nhsuk-list">
        {round.spoken.map((_, person) => (
          <li key={words.person(person)}>
            {words.spoken(words.person(person), lasting(seconds(spokenBy(round, person, now))))}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Before a turn it says what will be; in a turn that was reloaded, that there is no sound yet. */
function Sound({ running }: { running: boolean }) {
  if (sound.value === "none") return <Quiet>{words.noSound}</Quiet>;
  const on = running ? sound.value === "on" : wanted.value;
  return <Switch id="sound" words={words.soundOn} on={on} onTurn={turnSound} />;
}

function Even({ round }: { round: Round }) {
  const spoken = share(round);
  const again = () =>
    keepRound(begin(round.spoken.length === 3 ? 3 : 2, round.each / MINUTE, environment.now()));
  const close = () => {
    endSound();
    keepRound(undefined);
  };
  return (
    <>
      <section class="turn turn--over">
        <p class="turn__words" role="status">
          {words.even}
        </p>
        <p class="turn__clock">{face(spoken)}</p>
        <p class="turn__roles">{words.evenWords(lasting(seconds(spoken)))}</p>
      </section>
      <Quiet>{words.evenKept}</Quiet>
      <Button kind="first" onPress={again}>
        {words.again}
      </Button>{" "}
      <Button onPress={close}>{words.finished}</Button>
    </>
  );
}
