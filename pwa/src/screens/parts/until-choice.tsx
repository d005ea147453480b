import { useSignal } from "@preact/signals";
import { clock } from "../../domain/phone.ts";
import { Button } from "../../ui/button.tsx";
import { Radios } from "../../ui/choice.tsx";
import { DateBoxes, type DateTyped } from "../../ui/date-boxes.tsx";
import { Form } from "../../ui/form.tsx";
import { dateFrom, dateOf, day, daysAfter, monthsAfter } from "../../when.ts";
import { app } from "../../words/app.ts";
import { participation as words } from "../../words/participation.ts";

const MOST_MONTHS = 24;

/** "Until when?": a few months from now, or another date of the next two years. */
export function UntilChoice({ legend, onUntil }: { legend: string; onUntil: (until: string) => void }) {
  const today = dateOf(clock.value);
  const choice = useSignal<string | undefined>(undefined);
  const typed = useSignal<DateTyped>({ day: "", month: "", year: "" });
  const error = useSignal<{ field: string; words: string } | undefined>(undefined);
  const dates = new Map([
    ["2w", daysAfter(today, 14)],
    ...[1, 3, 6, 12].map((months) => [String(months), monthsAfter(today, months)] as const),
  ]);

  const save = () => {
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
    } else onUntil(until);
  };

  const errors = error.value ? { [error.value.field]: error.value.words } : {};
  return (
    <Form problem={app.problem} errors={errors} onSubmit={save}>
      <Radios
        id="until"
        legend={legend}
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
  );
}
