import { useComputed, useSignal } from "@preact/signals";
import { clock } from "../../domain/phone.ts";
import { daysOf, monthOf, type RotaDay } from "../../domain/rota/month.ts";
import { here } from "../../domain/rota.ts";
import { weekday } from "../../times/zones.ts";
import { Button, Equal } from "../../ui/button.tsx";
import { Card, Quiet } from "../../ui/page.tsx";
import { dateOf, day as dayWords, monthsAfter } from "../../when.ts";
import { kindsShort, month as words } from "../../words/rota.ts";
import { dutiesSaid, windowWords } from "./said.ts";

/** A month of the rota, as a calendar or as a list: the same days, in the same words. */
export function Month() {
  const now = clock.value;
  const first = useSignal(monthOf(dateOf(now, here().name)));
  const asList = useSignal(false);
  const chosen = useSignal<string | undefined>(undefined);
  const days = useComputed(() => daysOf(first.value, clock.value));
  const move = (months: number) => {
    first.value = monthsAfter(first.value, months);
    chosen.value = undefined;
  };
  const name = dayWords(first.value).split(" ").slice(2).join(" ");
  const day = days.value.find(({ date }) => date === chosen.value);

  return (
    <section aria-labelledby="month">
      <h2 class="nhsuk-heading-m" id="month" aria-live="polite">
        {words.title(name)}
      </h2>
      <Equal>
        <Button onPress={() => move(-1)}>{words.before}</Button>
        <Button onPress={() => move(1)}>{words.after}</Button>
      </Equal>
      <fieldset class="either">
        <legend class="nhsuk-u-visually-hidden">{words.views}</legend>
        {([false, true] as const).map((list) => (
          <label key={String(list)}>
            <input
              type="radio"
              name="view"
              checked={asList.value === list}
              onChange={() => {
                asList.value = list;
              }}
            />
            {list ? words.list : words.grid}
          </label>
        ))}
      </fieldset>
      <Quiet>{words.hour}</Quiet>
      {asList.value ? (
        <ul class="rows">
          {days.value
            .filter(({ isPast, duties }) => !isPast || duties.length > 0)
            .map((one) => (
              <li class="row" key={one.date}>
                <strong>{dayWords(one.date)}</strong>
                <DayWords day={one} />
              </li>
            ))}
        </ul>
      ) : (
        <>
          <Grid
            days={days.value}
            chosen={chosen.value}
            onChoose={(date) => {
              chosen.value = date;
            }}
          />
          <div role="status">
            {day && (
              <Card>
                <h3 class="nhsuk-heading-s">{dayWords(day.date)}</h3>
                <DayWords day={day} />
              </Card>
            )}
          </div>
        </>
      )}
    </section>
  );
}

function DayWords({ day }: { day: RotaDay }) {
  return (
    <>
      {dutiesSaid(day).map((said) => (
        <span class="quiet" key={said}>
          {said}
        </span>
      ))}
      {day.windows.map((window) => (
        <span class="quiet" key={window.start}>
          {windowWords(window)}
        </span>
      ))}
    </>
  );
}

interface GridProps {
  days: readonly RotaDay[];
  chosen: string | undefined;
  onChoose: (date: string) => void;
}

function Grid({ days, chosen, onChoose }: GridProps) {
  const [first] = days;
  const before = first === undefined ? 0 : (weekday(Date.parse(`${first.date}T00:00Z`) / 1000) + 6) % 7;
  const cells: (RotaDay | undefined)[] = [...Array<undefined>(before).fill(undefined), ...days];
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_, place) => cells[week * 7 + place]),
  );
  return (
    <table class="month">
      <thead>
        <tr>
          {words.weekdays.map((name) => (
            <th key={name} scope="col">
              <span aria-hidden="true">{name.slice(0, 2)}</span>
              <span class="nhsuk-u-visually-hidden">{name}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week.find((day) => day !== undefined)?.date}>
            {week.map((day, place) => (
              <td key={day?.date ?? place}>
                {day && <Cell day={day} isChosen={day.date === chosen} onChoose={() => onChoose(day.date)} />}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({ day, isChosen, onChoose }: { day: RotaDay; isChosen: boolean; onChoose: () => void }) {
  const [duty] = day.duties;
  const isFree = day.windows.some(({ class: judged }) => judged === "ok");
  const short = duty === undefined ? "" : shortOf(duty.label, kindsShort[duty.kind]);
  const looks = day.duties.length > 0 ? "month__day month__day--busy" : "month__day";
  return (
    <button
      type="button"
      class={day.covered || day.isPast || day.duties.length > 0 ? looks : "month__day month__day--unknown"}
      aria-pressed={isChosen}
      onClick={onChoose}
    >
      <span>{Number(day.date.slice(8))}</span>
      <small>{short}</small>
      {isFree && <small class="month__free">{words.free}</small>}
      <span class="nhsuk-u-visually-hidden">{[dayWords(day.date), ...dutiesSaid(day)].join(". ")}</span>
    </button>
  );
}

/** A code as it is; anything longer would be cut. */
const shortOf = (label: string, kind: string) => (label !== "" && label.length <= 5 ? label : kind);
