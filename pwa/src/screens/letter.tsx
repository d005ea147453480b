import { useSignal } from "@preact/signals";
import { accountOf } from "../domain/accounts.ts";
import { clock, device } from "../domain/phone.ts";
import { Button } from "../ui/button.tsx";
import { Input } from "../ui/form.tsx";
import { Page } from "../ui/page.tsx";
import type { ScreenProps } from "../ui/route.tsx";
import { between, dayOf } from "../when.ts";
import { app } from "../words/app.ts";
import { letter as words } from "../words/calendar.ts";

/**
 * A letter that asks for the time of an agreed meeting: what for, when and how long, and nothing of whom with,
 * where or in which scheme. Nothing that is typed here is kept or sent.
 */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const id = params.meeting ?? "";
  const meeting = open.documents("meeting").value.get(id);
  const name = accountOf(open.documents("account").value)?.name ?? "";
  const to = useSignal("");
  const back = { to: `/meetings/${id}`, words: app.backTo(words.back) };
  if (meeting?.state !== "confirmed" || meeting.starts === null || meeting.ends === null)
    return (
      <Page title={words.title} app="" back={back}>
        <p>{words.notHere}</p>
      </Page>
    );
  const [starts, ends] = [Date.parse(meeting.starts), Date.parse(meeting.ends)];
  const zone = meeting.zone ?? undefined;
  return (
    <Page title={words.title} app="" back={back}>
      <div class="unprinted">
        <p>{words.intro}</p>
        <p>{words.names}</p>
        <Input
          id="to"
          label={words.to}
          hint={words.toHint}
          maxLength={120}
          value={to.value}
          onInput={(typed) => {
            to.value = typed;
          }}
        />
      </div>
      <article class="letter">
        <p>{dayOf(clock.value)}</p>
        {to.value.trim() !== "" && (
          <p>
            {words.to}: {to.value.trim()}
          </p>
        )}
        <p>{words.ask(meeting.minutes)}</p>
        <dl>
          <Line term={words.date}>{dayOf(starts, zone)}</Line>
          <Line term={words.time}>{between(starts, ends, zone)}</Line>
          <Line term={words.length}>{words.minutes(meeting.minutes)}</Line>
          <Line term={words.what}>{words.development}</Line>
          <Line term={words.from}>{name}</Line>
          <Line term={words.agreed} />
          <Line term={words.signed} />
        </dl>
      </article>
      <Button kind="first" onPress={() => print()}>
        {words.print}
      </Button>
    </Page>
  );
}

/** Something, or a line to write on. */
function Line({ term, children }: { term: string; children?: string }) {
  return (
    <div class={children ? "letter__line" : "letter__line letter__line--empty"}>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
