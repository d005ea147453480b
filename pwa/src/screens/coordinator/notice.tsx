import { useSignal } from "@preact/signals";
import type { SendNotice } from "../../contract.ts";
import { act, type Done } from "../../domain/acting.ts";
import { instant, LONGEST_TEXT, overAfter, STAYS } from "../../domain/notices.ts";
import { clock, device, environment, newId } from "../../domain/phone.ts";
import { instantOf, timeFrom } from "../../domain/shared-link.ts";
import { Button } from "../../ui/button.tsx";
import { Radios, Select } from "../../ui/choice.tsx";
import { DateBoxes, type DateTyped } from "../../ui/date-boxes.tsx";
import { type Errors, Form, Input, Textarea } from "../../ui/form.tsx";
import { Details, Page, Quiet, Row, Rows } from "../../ui/page.tsx";
import type { ScreenProps } from "../../ui/route.tsx";
import { dateFrom, dayAndTime } from "../../when.ts";
import { app } from "../../words/app.ts";
import { sending as words } from "../../words/notices.ts";
import { times } from "../../words/times.ts";
import { LockScreen } from "../parts/lock-screen.tsx";
import { audiencesOf, linksOf } from "../parts/notice-choices.ts";
import { Saved } from "../parts/saved.tsx";
import { wrong } from "../parts/sending.ts";

type Audience = SendNotice["audience"];

/** One form: the words, who is told, what it leads to, when it goes and how long it stays. */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const scheme = params.scheme ?? "";
  const text = useSignal("");
  const audience = useSignal<string | undefined>(undefined);
  const link = useSignal("");
  const when = useSignal<string | undefined>(undefined);
  const date = useSignal<DateTyped>({ day: "", month: "", year: "" });
  const time = useSignal("");
  const stays = useSignal<string | undefined>(undefined);
  const errors = useSignal<Errors>({});
  const saved = useSignal<Done | undefined>(undefined);
  const back = { to: `/scheme/${scheme}/notices`, words: app.backTo(words.title) };
  const links = linksOf(open, scheme);
  const later = when.value === "later";

  /** Of one that goes later; undefined while it is not readable. */
  const typed = () => {
    const day = dateFrom(date.value.day, date.value.month, date.value.year);
    const minute = timeFrom(time.value);
    return {
      day,
      minute,
      at: day === undefined || minute === undefined ? undefined : instantOf(day, minute),
    };
  };
  const begins = later ? typed().at : clock.value;

  const send = async () => {
    const { day, minute, at } = typed();
    const [kind, id] = link.value.split(" ");
    errors.value = wrong({
      text: text.value.trim() ? undefined : words.textMissing,
      audience: audience.value ? undefined : words.audienceMissing,
      link: audience.value === "coming" && kind !== "event" ? words.eventMissing : undefined,
      when: when.value ? undefined : words.whenMissing,
      day:
        later && day === undefined
          ? times.dateWrong
          : later && at !== undefined && at <= environment.now()
            ? words.timePast
            : undefined,
      time: !later || minute !== undefined ? undefined : times.timeWrong,
      stays: stays.value ? undefined : words.staysMissing,
    });
    if (Object.keys(errors.value).length > 0) return;
    const sends = later ? at : undefined;
    saved.value = await act(open, [
      "notice.send",
      {
        notice: newId(),
        scheme,
        audience: audience.value as Audience,
        event: kind === "event" ? (id ?? null) : null,
        page: kind === "page" ? (id ?? null) : null,
        text: text.value.trim(),
        expires: overAfter(Number(stays.value), sends ?? environment.now()),
        sends: sends === undefined ? null : instant(sends),
      },
    ]);
  };

  if (saved.value !== undefined) {
    return (
      <Page title={words.write} back={back}>
        <Saved
          device={open}
          words={words.saved}
          done={saved.value}
          onUndone={() => {
            saved.value = undefined;
          }}
        />
        <Rows>
          <Row to={`/scheme/${scheme}/notices`} title={words.title} />
        </Rows>
      </Page>
    );
  }
  return (
    <Page title={words.write} back={back}>
      <Details summary={words.how}>
        <ul class="nhsuk-list nhsuk-list--bullet">
          {words.howWords.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Details>
      <Form problem={app.problem} errors={errors.value} onSubmit={() => void send()}>
        <Textarea
          id="text"
          label={words.text}
          hint={words.textHint}
          maxLength={LONGEST_TEXT}
          error={errors.value.text}
          value={text.value}
          onInput={(said) => {
            text.value = said;
          }}
        />
        <Radios
          id="audience"
          legend={words.audience}
          hint={words.leftAlone}
          error={errors.value.audience}
          value={audience.value}
          onChoose={(value) => {
            audience.value = value;
          }}
          options={audiencesOf(open, scheme)}
        />
        <Select
          id="link"
          label={words.link}
          hint={words.linkHint}
          error={errors.value.link}
          value={link.value}
          options={links}
          onChoose={(value) => {
            link.value = value;
          }}
        />
        <Radios
          id="when"
          legend={words.when}
          error={errors.value.when}
          value={when.value}
          onChoose={(value) => {
            when.value = value;
          }}
          options={[
            { value: "now", words: words.now },
            { value: "later", words: words.later, hint: words.laterHint },
          ]}
        />
        {later && (
          <>
            <DateBoxes words={times} typed={date} error={errors.value.day} />
            <Input
              id="time"
              label={times.time}
              hint={times.timeHint}
              maxLength={10}
              error={errors.value.time}
              value={time.value}
              onInput={(said) => {
                time.value = said;
              }}
            />
          </>
        )}
        <Radios
          id="stays"
          legend={words.stays}
          error={errors.value.stays}
          value={stays.value}
          onChoose={(value) => {
            stays.value = value;
          }}
          options={STAYS.map((days) => ({
            value: String(days),
            words: words.days(days),
            hint:
              begins === undefined ? undefined : words.gone(dayAndTime(Date.parse(overAfter(days, begins)))),
          }))}
        />
        <LockScreen />
        <Quiet>{words.budget}</Quiet>
        <Button kind="first" submit>
          {words.send}
        </Button>
      </Form>
    </Page>
  );
}
