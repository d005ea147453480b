import { useSignal } from "@preact/signals";
import { environment } from "../../domain/phone.ts";
import {
  canBeMinutes,
  canBePlace,
  fragmentOf,
  instantOf,
  LEAST_MINUTES,
  LONGEST_PLACE,
  MOST_MINUTES,
  MOST_TIMES,
  timeFrom,
} from "../../domain/shared-link.ts";
import { Button, Plain } from "../../ui/button.tsx";
import { DateBoxes, type DateTyped } from "../../ui/date-boxes.tsx";
import { type Errors, Form, Input } from "../../ui/form.tsx";
import { Page, Quiet } from "../../ui/page.tsx";
import { dateFrom, dayAndTime } from "../../when.ts";
import { app } from "../../words/app.ts";
import { times as words } from "../../words/times.ts";
import { wrong } from "../parts/sending.ts";
import { LinkBox } from "./link-box.tsx";

const EMPTY: DateTyped = { day: "", month: "", year: "" };

/** Up to five times in a link. What is typed here stays on this screen, and a link never says something older. */
export function Screen() {
  const chosen = useSignal<readonly number[]>([]);
  const date = useSignal<DateTyped>(EMPTY);
  const time = useSignal("");
  const minutes = useSignal("60");
  const spot = useSignal("");
  const errors = useSignal<Errors>({});
  const told = useSignal("");
  const fragment = useSignal<string | undefined>(undefined);

  const typedOne = () => [...Object.values(date.value), time.value].some((typed) => typed.trim() !== "");
  /** Takes what stands in the boxes; false when something is wrong with it. */
  const add = (): boolean => {
    const day = dateFrom(date.value.day, date.value.month, date.value.year);
    const clock = timeFrom(time.value);
    const at = day === undefined || clock === undefined ? undefined : instantOf(day, clock);
    errors.value = wrong({
      day: day === undefined ? words.dateWrong : at !== undefined ? dayFault(at, chosen.value) : undefined,
      time: clock === undefined ? words.timeWrong : day && at === undefined ? words.timeLeftOut : undefined,
    });
    if (at === undefined || Object.keys(errors.value).length > 0) return false;
    chosen.value = [...chosen.value, at].sort((one, other) => one - other);
    told.value = words.added(dayAndTime(at));
    fragment.value = undefined;
    date.value = EMPTY;
    time.value = "";
    return true;
  };
  const remove = (at: number) => {
    chosen.value = chosen.value.filter((each) => each !== at);
    told.value = words.removed(dayAndTime(at));
    fragment.value = undefined;
  };
  const make = () => {
    fragment.value = undefined;
    if ((chosen.value.length === 0 || typedOne()) && !add()) return;
    const place = spot.value.trim();
    errors.value = wrong({
      minutes: canBeMinutes(minutes.value.trim())
        ? undefined
        : words.howLongWrong(LEAST_MINUTES, MOST_MINUTES),
      place: canBePlace(place) ? undefined : words.placeWrong(LONGEST_PLACE),
    });
    if (Object.keys(errors.value).length > 0) return;
    fragment.value = fragmentOf({
      kind: "suggested",
      times: chosen.value,
      minutes: Number(minutes.value.trim()),
      place,
    });
  };

  return (
    <Page title={words.title} back={{ to: "/together", words: app.back }}>
      <p>{words.intro}</p>
      <p>{words.private}</p>
      {fragment.value !== undefined && (
        <LinkBox key={fragment.value} title={words.made} intro={words.madeWords} fragment={fragment.value} />
      )}
      <p class="nhsuk-u-visually-hidden" role="status">
        {told.value}
      </p>
      {chosen.value.length > 0 && (
        <>
          <h2 class="nhsuk-heading-m">{words.yours}</h2>
          <ul class="rows">
            {chosen.value.map((at) => (
              <li key={at}>
                <div class="row">
                  <strong>{dayAndTime(at)}</strong>{" "}
                  <Plain label={words.removeWhat(dayAndTime(at))} onPress={() => remove(at)}>
                    {words.remove}
                  </Plain>
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
      <Form problem={app.problem} errors={errors.value} onSubmit={make}>
        <DateBoxes words={words} typed={date} error={errors.value.day} />
        <Input
          id="time"
          label={words.time}
          hint={words.timeHint}
          maxLength={10}
          error={errors.value.time}
          value={time.value}
          onInput={(typed) => {
            time.value = typed;
          }}
        />
        <Button onPress={add}>{words.add}</Button>
        <Input
          id="minutes"
          label={words.howLong}
          inputMode="numeric"
          maxLength={3}
          error={errors.value.minutes}
          value={minutes.value}
          onInput={(typed) => {
            minutes.value = typed;
            fragment.value = undefined;
          }}
        />
        <Input
          id="place"
          label={words.place}
          hint={words.placeHint}
          maxLength={LONGEST_PLACE}
          error={errors.value.place}
          value={spot.value}
          onInput={(typed) => {
            spot.value = typed;
            fragment.value = undefined;
          }}
        />
        <Button kind="first" submit>
          {words.make}
        </Button>
      </Form>
      <Quiet>{words.zone}</Quiet>
    </Page>
  );
}

function dayFault(at: number, chosen: readonly number[]): string | undefined {
  if (at <= environment.now()) return words.datePast;
  if (chosen.includes(at)) return words.twice;
  return chosen.length >= MOST_TIMES ? words.tooMany : undefined;
}
