import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { act, type Done } from "../../domain/acting.ts";
import { LONGEST } from "../../domain/guidance.ts";
import { device, newId } from "../../domain/phone.ts";
import { Button } from "../../ui/button.tsx";
import { type Errors, Form, Input, Textarea } from "../../ui/form.tsx";
import { Card, Details, Page, Quiet, Summary } from "../../ui/page.tsx";
import type { ScreenProps } from "../../ui/route.tsx";
import { app } from "../../words/app.ts";
import { guidance as words } from "../../words/schemes.ts";
import { PageText } from "../parts/page-text.tsx";
import { Saved } from "../parts/saved.tsx";
import { wrong } from "../parts/sending.ts";

/** Write a page of one's own scheme, or change it, and see below how it reads. */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const scheme = params.scheme ?? "";
  const id = useMemo(() => (params.page === "new" ? newId() : (params.page ?? "")), [params.page]);
  const held = open.documents("page").value.get(id);
  const before = held?.scheme === scheme ? held : undefined;
  const title = useSignal(before?.title ?? "");
  const text = useSignal(before?.text ?? "");
  const errors = useSignal<Errors>({});
  const saved = useSignal<Done | undefined>(undefined);

  const publish = async () => {
    errors.value = wrong({
      title: title.value.trim() ? undefined : words.headingMissing,
      text: textFault(text.value),
    });
    if (Object.keys(errors.value).length > 0) return;
    const said = { page: id, scheme, title: title.value.trim(), text: text.value.trim() };
    saved.value = await act(
      open,
      ["page.publish", said],
      before && ["page.publish", { ...before, page: id, scheme }],
    );
  };
  return (
    <Page
      title={before === undefined && saved.value === undefined ? words.writeNew : words.writeChange}
      back={{ to: `/scheme/${scheme}/pages`, words: app.backTo(words.write) }}
    >
      {saved.value && (
        <Saved
          key={saved.value.id ?? ""}
          device={open}
          words={words.published}
          done={saved.value}
          onUndone={() => {
            saved.value = undefined;
          }}
        />
      )}
      <Quiet>{words.kindly}</Quiet>
      <Form problem={app.problem} errors={errors.value} onSubmit={() => void publish()}>
        <Input
          id="title"
          label={words.heading}
          maxLength={120}
          error={errors.value.title}
          value={title.value}
          onInput={(typed) => {
            title.value = typed;
          }}
        />
        <Textarea
          id="text"
          label={words.text}
          hint={words.textHint}
          error={errors.value.text}
          value={text.value}
          onInput={(typed) => {
            text.value = typed;
          }}
        />
        <Details summary={words.how}>
          <Summary rows={words.howWords.map(([typed, meant]) => [meant, <code key={typed}>{typed}</code>])} />
          <p>{words.howLinks}</p>
        </Details>
        <Button kind="first" submit>
          {words.publish}
        </Button>
      </Form>
      {text.value.trim() !== "" && (
        <>
          <h2 class="nhsuk-heading-m">{words.preview}</h2>
          <Card>
            <div class="reading">
              <p>
                <strong>{title.value}</strong>
              </p>
              <PageText text={text.value} />
            </div>
          </Card>
        </>
      )}
    </Page>
  );
}

function textFault(text: string): string | undefined {
  if (text.trim() === "") return words.textMissing;
  return [...text.trim()].length > LONGEST ? words.textLong(LONGEST) : undefined;
}
