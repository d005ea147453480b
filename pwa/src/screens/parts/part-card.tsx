import { useSignal } from "@preact/signals";
import { act, type Done } from "../../domain/acting.ts";
import type { Participation } from "../../domain/participation.ts";
import { clock, device } from "../../domain/phone.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/page.tsx";
import { Link } from "../../ui/route.tsx";
import { dateOf, day, monthsAfter } from "../../when.ts";
import { participation as words } from "../../words/participation.ts";
import { roles } from "../../words/roles.ts";
import { Saved } from "./saved.tsx";
import { Standing } from "./standing.tsx";

/** One role of one scheme: pausing, going on and leaving, each in one act. */
export function PartCard({ part, name }: { part: Participation; name: string }) {
  const open = device();
  const saved = useSignal<{ done: Done; words: string } | undefined>(undefined);
  const { scheme } = part;
  const paused = part.state === "paused" && part.until !== null;

  const pause = async () => {
    const until = monthsAfter(dateOf(clock.value), 1);
    const done = await act(
      open,
      ["participation.pause", { scheme, until }],
      ["participation.resume", { scheme }],
    );
    saved.value = { done, words: words.pausedUntil(day(until)) };
  };
  const resume = async () => {
    const { until } = part;
    const back = until === null ? undefined : (["participation.pause", { scheme, until }] as const);
    const done = await act(open, ["participation.resume", { scheme }], back);
    saved.value = { done, words: words.savedIn(name) };
  };

  return (
    <Card>
      <h2 class="nhsuk-heading-s">
        <Link to={`/schemes/${scheme}`}>{name}</Link>
      </h2>
      <p>
        {words.inRole(roles[part.role].as)}{" "}
        {saved.value === undefined && <Standing kind="participation" id={part.id} />}
      </p>
      {saved.value !== undefined && (
        <Saved
          device={open}
          {...saved.value}
          onUndone={() => {
            saved.value = undefined;
          }}
        />
      )}
      {paused ? (
        <>
          {saved.value === undefined && <p>{words.pausedUntil(day(part.until ?? ""))}</p>}
          <Button onPress={() => void resume()}>{words.resume}</Button>
          <p>
            <Link to={`/schemes/${scheme}/until/pause`}>{words.changeDate}</Link>
          </p>
        </>
      ) : (
        <Button onPress={() => void pause()} label={words.pauseWhat(name)}>
          {words.pause}
        </Button>
      )}
      <p>
        <Link to={`/schemes/${scheme}/leave/${part.role}`} label={words.leaveTitle(name)}>
          {words.leave}
        </Link>
      </p>
    </Card>
  );
}
