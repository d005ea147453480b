import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { keepRound, round } from "../../domain/keeping-time.ts";
import type { Round } from "../../times/turns.ts";
import { Plain } from "../../ui/button.tsx";
import { Page, Row, Rows } from "../../ui/page.tsx";
import { arrive } from "../../ui/route.tsx";
import { app } from "../../words/app.ts";
import { together, turns as words } from "../../words/together.ts";
import { endSound, useTicking } from "./ticking.ts";
import { Turn } from "./turn.tsx";
import { SetUp } from "./turn-set-up.tsx";

function forgetEven(): void {
  if (round.peek()?.phase === "even") keepRound(undefined);
}

/** Equal turns: set up, a turn at a time, and even in the end. */
export function Screen() {
  const now = useTicking();
  const stopped = useSignal<Round | undefined>(undefined);
  const open = round.value;
  useEffect(() => forgetEven, []);
  // What had the focus goes with its part of the screen: the next part begins at its heading, as a screen does.
  const part = open === undefined ? "set-up" : open.phase === "even" ? "even" : "turn";
  const shown = useRef(part);
  useEffect(() => {
    if (shown.current !== part) arrive(false);
    shown.current = part;
  }, [part]);
  const stop = () => {
    stopped.value = open;
    endSound();
    keepRound(undefined);
  };
  const undo = () => {
    keepRound(stopped.value);
    stopped.value = undefined;
  };
  return (
    <Page title={words.title} back={{ to: "/together", words: app.back }}>
      {open === undefined && stopped.value !== undefined && (
        <div class="saved" role="status">
          <p>{words.stopped}</p>
          <Plain onPress={undo}>{app.undo}</Plain>
        </div>
      )}
      {open === undefined ? <SetUp /> : <Turn round={open} now={now.value} onStop={stop} />}
      <Rows label={together.tools}>
        <Row to="/together/cards" title={together.cards}>
          {together.cardsWhat}
        </Row>
      </Rows>
    </Page>
  );
}
