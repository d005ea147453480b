import { useSignal } from "@preact/signals";
import type { PatchAvailability } from "../contract.ts";
import { availabilityOf, inOrder, type Ranges } from "../domain/availability.ts";
import { clock, device } from "../domain/phone.ts";
import { dayNumber, rangesOn } from "../times/availability.ts";
import { Button } from "../ui/button.tsx";
import { type Errors, Form } from "../ui/form.tsx";
import { Page, Quiet } from "../ui/page.tsx";
import type { ScreenProps } from "../ui/route.tsx";
import { dateFrom, dateOf, day } from "../when.ts";
import { app } from "../words/app.ts";
import { free, weekdays, freeDay as words } from "../words/availability.ts";
import { say } from "./parts/free-saying.ts";
import { rangesWords } from "./parts/free-words.ts";
import { NOTHING, RangesForm, type Typed } from "./parts/ranges.tsx";
import { useSaid } from "./parts/said-times.tsx";

const back = { to: "/you/free", words: app.backTo(free.title) };

/** One day: a weekday of every week, or a date that may differ from it. */
export function Screen({ params }: ScreenProps) {
  const named = params.day ?? "";
  const [year = "", month = "", dayOfMonth = ""] = named.split("-");
  const date = dateFrom(dayOfMonth, month, year);
  if (/^[1-7]$/.test(named)) return <Day key={named} weekday={Number(named)} />;
  if (date === named) return <Day key={named} date={date} />;
  return (
    <Page title={words.noDay} back={back}>
      <p>{words.noDayWords}</p>
    </Page>
  );
}

function Day({ weekday, date }: { weekday?: number; date?: string }) {
  const open = device();
  const held = availabilityOf(open.documents("availability").value);
  const said: PatchAvailability = date === undefined ? { weekday: weekday ?? 1 } : { date };
  const now = (): Ranges => {
    const held = availabilityOf(open.documents("availability").peek());
    if (date !== undefined) return rangesOn({ ...held, paused_until: null }, dayNumber(date));
    return held.weekdays[(weekday ?? 1) - 1] ?? [];
  };
  const typed = useSignal<readonly Typed[]>(typedOf(now()));
  const errors = useSignal<Errors>({});
  const saying = useSaid(() => {
    typed.value = typedOf(now());
  });
  const keep = async (ranges: Ranges | null) => {
    errors.value = {};
    const wish = ranges === null ? words.weekly : words.saved(rangesWords(ranges));
    await saying.tell(ranges === null ? app.saved : wish, say([{ ...said, ranges }]));
    typed.value = typedOf(now());
  };
  const save = () => {
    errors.value = faults(typed.value);
    if (Object.keys(errors.value).length > 0) return;
    void keep(inOrder(typed.value.map(({ start, end }) => [Number(start), Number(end)])));
  };
  const passed = date !== undefined && date < dateOf(clock.value, held.zone);
  const title = date === undefined ? words.everyWeek(weekdays[(weekday ?? 1) - 1] ?? "") : day(date);
  const differs = date !== undefined && held.dates[date] !== undefined;
  if (passed) {
    return (
      <Page title={title} back={back}>
        <p>{words.now(rangesWords(now()))}</p>
      </Page>
    );
  }
  return (
    <Page title={title} back={back}>
      {saying.shown}
      <p>{words.now(rangesWords(now()))}</p>
      {date !== undefined && <Quiet>{differs ? `${free.differs}.` : words.asWeekly}</Quiet>}
      {now().length > 0 && (
        <Button onPress={() => void keep([])}>{date === undefined ? words.closeWeekly : words.close}</Button>
      )}
      {differs && <Button onPress={() => void keep(null)}>{words.weekly}</Button>}
      <p>{words.intro}</p>
      <Form problem={app.problem} errors={errors.value} onSubmit={save}>
        <RangesForm typed={typed} errors={errors.value} />
        <Button kind="first" submit>
          {app.save}
        </Button>
      </Form>
    </Page>
  );
}

const DAY = 1440;

/** A day without times has one empty box to begin with. */
function typedOf(ranges: Ranges): readonly Typed[] {
  if (ranges.length === 0) return [NOTHING];
  return ranges.map(([start, end]) => ({ start: String(start), end: String(end) }));
}

function faults(typed: readonly Typed[]): Errors {
  if (typed.length === 0) return { "": words.none };
  const found: Record<string, string> = {};
  for (const [at, { start, end }] of typed.entries()) {
    const [from, to] = [Number(start), Number(end)];
    const before = typed.slice(0, at);
    if (start === "" || end === "" || to <= from) found[`start-${at}`] = words.incomplete;
    else if (to - from > DAY) found[`start-${at}`] = words.tooLong;
    else if (before.some((other) => from < Number(other.end) && Number(other.start) < to))
      found[`start-${at}`] = words.overlap;
  }
  return found;
}
