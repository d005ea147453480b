import { useSignal } from "@preact/signals";
import { act, type Done } from "../domain/acting.ts";
import { notNow } from "../domain/participation.ts";
import { clock, device } from "../domain/phone.ts";
import { Button } from "../ui/button.tsx";
import { Radios } from "../ui/choice.tsx";
import { DateBoxes, type DateTyped } from "../ui/date-boxes.tsx";
import { Form } from "../ui/form.tsx";
import { Page } from "../ui/page.tsx";
import type { ScreenProps } from "../ui/route.tsx";
import { dateFrom, dateOf, day, daysAfter, monthsAfter } from "../when.ts";
import { app } from "../words/app.ts";
import { participation as words } from "../words/participation.ts";
import { Saved } from "./parts/saved.tsx";

const MOST_MONTHS = 24;

/** "Until when?", for a pause, for "not now" in one scheme, and for all of them. */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const scheme = params.scheme ?? null;
  const pausing = params.what === "pause";
  const today = dateOf(clock.value);
  const choice = useSignal<string | undefined>(undefined);
  const typed = useSignal<DateTyped>({ day: "", month: "", year: "" });
  const error = useSignal<{ field: string; words: string } | undefined>(undefined);
  const saved = useSignal<{ done: Done; words: string } | undefined>(undefined);
  const running = !pausing && notNow(open.documents("not_now").value, scheme, today) !== undefined;
  const back = {
    to: scheme === null ? "/you/taking-part" : `/schemes/${scheme}/taking-part`,
    words: app.back,
  };
  const dates = new Map([
    ["2w", daysAfter(today, 14)],
    ...[1, 3, 6, 12].map((months) => [String(months), monthsAfter(today, months)] as const),
  ]);

  const save = async () => {
    error.value = undefined;
    if (choice.value === undefined) {
      error.value = { field: "until", words: words.chooseOne };
      return;
    }
    const other = dateFrom(typed.value.day, typed.value.month, typed.value.year);
    const until = choice.value === "other" ? other : dates.get(choice.value);
    if (until === undefined) error.value = { field: "day", words: words.dateWrong };
    else if (until <= today || until > monthsAfter(today, MOST_MONTHS)) {
      error.value = { field: "day", words: words.dateLater };
    } else await keep(until);
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

  const errors = error.value ? { [error.value.field]: error.value.words } : {};
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
      <Form problem={app.problem} errors={errors} onSubmit={() => void save()}>
        <Radios
          id="until"
          legend={pausing ? words.pauseLegend : words.notNow}
          error={errors.until}
          value={choice.value}
          onChoose={(value) => {
            choice.value = value;
          }}
          options={[
            ...[...dates].map(([value, date]) => ({
              value,
              words: value === "2w" ? words.inTwoWeeks : words.inMonths(Number(value)),
              hint: words.untilDate(day(date)),
            })),
            { value: "other", words: words.otherDate },
          ]}
        />
        {choice.value === "other" && <DateBoxes words={words} typed={typed} error={errors.day} />}
        <Button kind="first" submit>
          {app.save}
        </Button>
      </Form>
      {running && <Button onPress={() => void end()}>{words.endNotNow}</Button>}
    </Page>
  );
}
