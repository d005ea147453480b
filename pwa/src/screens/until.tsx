import { useSignal } from "@preact/signals";
import { act, type Done } from "../domain/acting.ts";
import { notNow } from "../domain/participation.ts";
import { clock, device } from "../domain/phone.ts";
import { Button } from "../ui/button.tsx";
import { Page } from "../ui/page.tsx";
import type { ScreenProps } from "../ui/route.tsx";
import { dateOf, day } from "../when.ts";
import { app } from "../words/app.ts";
import { participation as words } from "../words/participation.ts";
import { Saved } from "./parts/saved.tsx";
import { UntilChoice } from "./parts/until-choice.tsx";

/** "Until when?", for a pause, for "not now" in one scheme, and for all of them. */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const scheme = params.scheme ?? null;
  const pausing = params.what === "pause";
  const today = dateOf(clock.value);
  const saved = useSignal<{ done: Done; words: string } | undefined>(undefined);
  const running = !pausing && notNow(open.documents("not_now").value, scheme, today) !== undefined;
  const back = {
    to: scheme === null ? "/you/taking-part" : `/schemes/${scheme}/taking-part`,
    words: app.back,
  };

  const keep = async (until: string) => {
    const opposite = ["participation.resume", { scheme }] as const;
    if (pausing && scheme !== null) {
      const done = await act(open, ["participation.pause", { scheme, until }], opposite);
      saved.value = { done, words: words.pausedUntil(day(until)) };
      return;
    }
    const done = await act(open, ["participation.not_now", { scheme, until }], opposite);
    saved.value = {
      done,
      words: scheme === null ? words.notNowAll(day(until)) : words.savedNotNow(day(until)),
    };
  };
  const end = async () => {
    const done = await act(open, ["participation.resume", { scheme }]);
    saved.value = { done, words: app.saved };
  };

  return (
    <Page title={words.until} back={back}>
      {saved.value !== undefined && (
        <Saved
          device={open}
          {...saved.value}
          onUndone={() => {
            saved.value = undefined;
          }}
        />
      )}
      <UntilChoice
        legend={pausing ? words.pauseLegend : words.notNow}
        onUntil={(until) => void keep(until)}
      />
      {running && <Button onPress={() => void end()}>{words.endNotNow}</Button>}
    </Page>
  );
}
