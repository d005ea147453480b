import { useSignal } from "@preact/signals";
import { type ImportReport, importMentors } from "../../domain/importing.ts";
import { device } from "../../domain/phone.ts";
import { Button } from "../../ui/button.tsx";
import { FileField, Form } from "../../ui/form.tsx";
import { Inset, Page } from "../../ui/page.tsx";
import type { ScreenProps } from "../../ui/route.tsx";
import { app } from "../../words/app.ts";
import { office as words } from "../../words/office.ts";
import { Confirm } from "../parts/confirm.tsx";
import { useSending } from "../parts/sending.ts";

/** A list of mentors: read first, every fault named by its row, and only then imported. */
export function Screen({ params }: ScreenProps) {
  const scheme = params.scheme ?? "";
  const file = useSignal<Uint8Array<ArrayBuffer> | undefined>(undefined);
  const report = useSignal<ImportReport | undefined>(undefined);
  const { errors, busy, send } = useSending();
  const clear = report.value?.faults.length === 0;
  const finished = report.value !== undefined && report.value.imported > 0;

  const read = async (chosen: File | undefined) => {
    report.value = undefined;
    file.value = chosen === undefined ? undefined : new Uint8Array(await chosen.arrayBuffer());
  };
  const submit = (check: boolean) => {
    const bytes = file.value;
    const missing = bytes === undefined ? { file: words.importMissing } : {};
    return send(
      missing,
      () => importMentors(scheme, bytes ?? new Uint8Array(), check),
      (answer) => {
        report.value = answer;
        device().sendNow();
      },
    );
  };
  return (
    <Page title={words.import} back={{ to: `/scheme/${scheme}`, words: app.back }}>
      <p>{words.importIntro}</p>
      <Form problem={app.problem} errors={errors.value} onSubmit={() => void submit(true)}>
        <FileField
          id="file"
          label={words.importFile}
          hint={words.importHint}
          error={errors.value.file}
          accept=".csv,text/csv"
          onChoose={(chosen) => void read(chosen)}
        />
        <Button kind={clear ? "second" : "first"} submit disabled={busy.value}>
          {words.check}
        </Button>
      </Form>
      {errors.value[""] !== undefined && <Confirm />}
      {report.value !== undefined && <Report report={report.value} />}
      {report.value !== undefined && clear && !finished && (
        <Button kind="first" disabled={busy.value} onPress={() => void submit(false)}>
          {words.importNow(report.value.rows)}
        </Button>
      )}
    </Page>
  );
}

function Report({ report }: { report: ImportReport }) {
  if (report.imported > 0) return <Inset>{words.imported(report.imported)}</Inset>;
  return (
    <div role="status">
      <p>{words.rows(report.rows)}</p>
      <p>{report.faults.length === 0 ? words.noFaults : words.faults(report.faults.length)}</p>
      {report.faults.length > 0 && (
        <ul class="rows">
          {report.faults.map((fault) => (
            <li class="row" key={`${fault.row} ${fault.column} ${fault.words}`}>
              <strong>{words.fault(fault.row, fault.column)}</strong>
              <span class="quiet">{fault.words}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
