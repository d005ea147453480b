import { useSignal } from "@preact/signals";
import { fileId, rota } from "../../domain/rota.ts";
import { Button } from "../../ui/button.tsx";
import { FileField, Form, Textarea } from "../../ui/form.tsx";
import { Page, Quiet } from "../../ui/page.tsx";
import { app } from "../../words/app.ts";
import { rota as words } from "../../words/rota.ts";
import { wrong } from "../parts/sending.ts";
import { Added, useAdding } from "./adding.tsx";
import { legendFault } from "./legend.ts";

/** A calendar file or a table, opened and read on this phone. */
export function Screen() {
  const file = useSignal<File | undefined>(undefined);
  const legend = useSignal(rota.peek()?.legend ?? "");
  const { errors, busy, found, source, add } = useAdding("file");

  const submit = () => {
    const chosen = file.value;
    const faults = wrong({
      file: chosen === undefined ? words.fileMissing : undefined,
      legend: legendFault(legend.value),
    });
    return add(faults, async () => ({
      kind: "file",
      id: fileId(chosen?.name ?? ""),
      name: chosen?.name ?? "",
      rota: new Uint8Array((await chosen?.arrayBuffer()) ?? []),
      legend: legend.value,
      first: undefined,
    }));
  };
  return (
    <Page title={words.addFile} back={{ to: "/you/rota", words: app.backTo(words.title) }}>
      <p>{words.private}</p>
      {found.value && <Added key={found.value} found={found.value} source={source.value} />}
      <Form problem={app.problem} errors={errors.value} onSubmit={() => void submit()}>
        <FileField
          id="file"
          label={words.file}
          hint={words.fileHint}
          error={errors.value.file}
          accept=".ics,.csv,.txt,.tsv,text/calendar,text/csv,text/plain"
          onChoose={(chosen) => {
            file.value = chosen;
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
        <Button kind="first" submit disabled={busy.value}>
          {busy.value ? words.reading : words.read}
        </Button>
      </Form>
      <Quiet>{words.again}</Quiet>
    </Page>
  );
}
