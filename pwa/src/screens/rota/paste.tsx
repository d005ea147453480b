import { useSignal } from "@preact/signals";
import { rota } from "../../domain/rota.ts";
import { Button } from "../../ui/button.tsx";
import { DateBoxes, type DateTyped } from "../../ui/date-boxes.tsx";
import { Form, Textarea } from "../../ui/form.tsx";
import { Page, Quiet } from "../../ui/page.tsx";
import { dateFrom } from "../../when.ts";
import { app } from "../../words/app.ts";
import { date as dateWords, rota as words } from "../../words/rota.ts";
import { wrong } from "../parts/sending.ts";
import { Added, useAdding } from "./adding.tsx";
import { legendFault } from "./legend.ts";

const NO_DATE: DateTyped = { day: "", month: "", year: "" };

/** Cells out of a spreadsheet, with a legend of their codes. */
export function Screen() {
  const pasted = useSignal("");
  const legend = useSignal(rota.peek()?.legend ?? "");
  const first = useSignal<DateTyped>(NO_DATE);
  const { errors, busy, found, source, add } = useAdding("pasted");

  const submit = () => {
    const { day, month, year } = first.value;
    const isTyped = [day, month, year].some((typed) => typed.trim() !== "");
    const date = dateFrom(day, month, year);
    const faults = wrong({
      pasted: pasted.value.trim() === "" ? words.pastedMissing : undefined,
      legend: legendFault(legend.value),
      day: isTyped && date === undefined ? dateWords.wrong : undefined,
    });
    return add(faults, async () => ({
      kind: "paste",
      id: "sheet",
      name: words.addPaste,
      rota: pasted.value,
      legend: legend.value,
      first: date,
    }));
  };
  return (
    <Page title={words.addPaste} back={{ to: "/you/rota", words: app.backTo(words.title) }}>
      <p>{words.private}</p>
      {found.value && <Added key={found.value} found={found.value} source={source.value} />}
      <Form problem={app.problem} errors={errors.value} onSubmit={() => void submit()}>
        <Textarea
          id="pasted"
          label={words.pasted}
          hint={words.pastedHint}
          error={errors.value.pasted}
          value={pasted.value}
          onInput={(typed) => {
            pasted.value = typed;
          }}
        />
        <Textarea
          id="legend"
          label={words.legend}
          hint={words.legendHint}
          error={errors.value.legend}
          value={legend.value}
          onInput={(typed) => {
            legend.value = typed;
          }}
        />
        <DateBoxes
          words={{ ...dateWords, dateLabel: words.first, dateHint: dateWords.hint }}
          typed={first}
          error={errors.value.day}
        />
        <Button kind="first" submit disabled={busy.value}>
          {busy.value ? words.reading : words.read}
        </Button>
      </Form>
      <Quiet>{words.again}</Quiet>
    </Page>
  );
}
