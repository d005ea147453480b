import { useSignal } from "@preact/signals";
import type { AnswerOutside } from "../../contract.ts";
import { act, type Done } from "../../domain/acting.ts";
import { device } from "../../domain/phone.ts";
import { Button } from "../../ui/button.tsx";
import { Radios, Select } from "../../ui/choice.tsx";
import { type Errors, Form } from "../../ui/form.tsx";
import { Page } from "../../ui/page.tsx";
import type { ScreenProps } from "../../ui/route.tsx";
import { app } from "../../words/app.ts";
import { answers, outside as words } from "../../words/queue.ts";
import { Saved } from "../parts/saved.tsx";
import { wrong } from "../parts/sending.ts";
import { Standing } from "../parts/standing.tsx";

/** A doctor from outside the group asks for a way in. Both answers open one: here, or elsewhere. */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const id = params.question ?? "";
  const scheme = params.scheme ?? "";
  const question = open.documents("outside_question").value.get(id);
  const said = open.documents("outside_answered").value.get(id);
  const eligibility = open.documents("scheme").value.get(scheme)?.charter.eligibility;
  const points = [...open.documents("contact_point").value]
    .map(([value, point]) => ({ value, words: `${point.organisation}, ${point.role}` }))
    .sort((one, other) => one.words.localeCompare(other.words, "en"));
  const answer = useSignal<string | undefined>(undefined);
  const contact = useSignal("");
  const errors = useSignal<Errors>({});
  const saved = useSignal<{ done: Done; words: string } | undefined>(undefined);
  const back = { to: `/scheme/${scheme}`, words: app.back };

  if (question === undefined) {
    return (
      <Page title={words.gone} back={back}>
        <p>{words.goneWords}</p>
      </Page>
    );
  }
  const save = async () => {
    const chosen = answer.value as AnswerOutside["answer"] | undefined;
    const points = chosen === "elsewhere";
    errors.value = wrong({
      answer: chosen ? undefined : words.missing,
      contact: points && contact.value === "" ? words.contactMissing : undefined,
    });
    if (Object.keys(errors.value).length > 0 || chosen === undefined) return;
    const args = { scheme, question: id, answer: chosen, contact: points ? contact.value : null };
    saved.value = { done: await act(open, ["outside.answer", args]), words: words.saved(question.name) };
  };
  return (
    <Page title={words.answerTo(question.name)} back={back}>
      <p>{words.intro}</p>
      {eligibility && (
        <p>
          {words.forWhom}: {eligibility}
        </p>
      )}
      {saved.value === undefined && said !== undefined && (
        <p>
          {words.said(answers[said.answer].words)} <Standing kind="outside_answered" id={id} />
        </p>
      )}
      {saved.value !== undefined ? (
        <Saved
          device={open}
          {...saved.value}
          onUndone={() => {
            saved.value = undefined;
          }}
        />
      ) : (
        <Form problem={app.problem} errors={errors.value} onSubmit={() => void save()}>
          <Radios
            id="answer"
            legend={words.legend}
            large
            error={errors.value.answer}
            value={answer.value}
            onChoose={(value) => {
              answer.value = value;
            }}
            options={Object.entries(answers).map(([value, text]) => ({ value, ...text }))}
          />
          {answer.value === "elsewhere" && (
            <Select
              id="contact"
              label={words.contact}
              error={errors.value.contact}
              value={contact.value}
              options={[{ value: "", words: words.contactChoose }, ...points]}
              onChoose={(value) => {
                contact.value = value;
              }}
            />
          )}
          <Button kind="first" submit>
            {words.send}
          </Button>
        </Form>
      )}
    </Page>
  );
}
