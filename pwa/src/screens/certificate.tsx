import { useSignal } from "@preact/signals";
import { accountOf } from "../domain/accounts.ts";
import { rightCode } from "../domain/attendance.ts";
import { codesKnown, rememberCode } from "../domain/attended.ts";
import { inHalves } from "../domain/codes.ts";
import { hasStarted, type Kept, keptAt } from "../domain/events.ts";
import { clock, device, environment } from "../domain/phone.ts";
import { Button } from "../ui/button.tsx";
import { Form, Input } from "../ui/form.tsx";
import { Page } from "../ui/page.tsx";
import type { ScreenProps } from "../ui/route.tsx";
import { app } from "../words/app.ts";
import { events, kinds, certificate as words } from "../words/events.ts";
import { sessionTime } from "./parts/event-words.ts";
import { wrong } from "./parts/sending.ts";

/** A certificate made on this phone, from the code that was shown at the event. Nothing of it is sent. */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const id = params.event ?? "";
  const kept = keptAt(open.documents("rsvp").value, id);
  const code = useSignal(codesKnown(environment.memory)[id]);
  const back = { to: `/events/${id}`, words: app.backTo(words.back) };
  const may = kept?.standing === "going" && kept.state === "published";
  if (kept === undefined || !may || !hasStarted(kept, clock.value))
    return (
      <Page title={words.title} app="" back={back}>
        <p>{may ? words.notYet : words.notHere}</p>
      </Page>
    );
  return (
    <Page title={words.title} app="" back={back}>
      {code.value === undefined ? (
        <Code
          kept={kept}
          onRight={(right) => {
            rememberCode(environment.memory, id, right);
            code.value = right;
          }}
        />
      ) : (
        <Paper kept={kept} code={code.value} />
      )}
    </Page>
  );
}

function Code({ kept, onRight }: { kept: Kept; onRight: (code: string) => void }) {
  const typed = useSignal("");
  const error = useSignal<string | undefined>(undefined);
  const check = async () => {
    const right = await rightCode(typed.value, kept.event, kept.check);
    if (right === undefined) error.value = words.codeWrong;
    else onRight(right);
  };
  return (
    <Form problem={app.problem} errors={wrong({ code: error.value })} onSubmit={() => void check()}>
      <p>{words.intro}</p>
      <Input
        id="code"
        label={words.code}
        hint={words.codeHint}
        autoComplete="off"
        maxLength={20}
        error={error.value}
        value={typed.value}
        onInput={(said) => {
          typed.value = said;
        }}
      />
      <Button kind="first" submit>
        {words.check}
      </Button>
    </Form>
  );
}

function Paper({ kept, code }: { kept: Kept; code: string }) {
  const open = device();
  const name = useSignal(accountOf(open.documents("account").value)?.name ?? "");
  const scheme = open.documents("scheme").value.get(kept.scheme);
  return (
    <>
      <div class="unprinted">
        <p role="status">{words.right}</p>
        <Input
          id="name"
          label={words.name}
          autoComplete="name"
          maxLength={120}
          value={name.value}
          onInput={(typed) => {
            name.value = typed;
          }}
        />
      </div>
      <article class="letter">
        <p>{words.attended}</p>
        <p>
          <strong>{name.value.trim() || words.nameMissing}</strong>
        </p>
        <p>
          {words.took} <strong>{kept.title}</strong>
        </p>
        <dl>
          <Line term={events.what}>{kinds[kept.kind]}</Line>
          <Line term={events.when}>
            {kept.sessions.map((session) => sessionTime(session, kept.zone)).join("; ")}
          </Line>
          {kept.cpd !== null && <Line term={events.cpd}>{String(kept.cpd)}</Line>}
          {scheme && <Line term={words.scheme}>{`${scheme.name}, ${scheme.organisation}`}</Line>}
          <Line term={words.code}>{inHalves(code)}</Line>
        </dl>
        <p>{words.made}</p>
      </article>
      <Button kind="first" onPress={() => print()}>
        {words.print}
      </Button>
    </>
  );
}

function Line({ term, children }: { term: string; children: string }) {
  return (
    <div class="letter__line">
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
