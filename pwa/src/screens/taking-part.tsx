import { useRef } from "preact/hooks";
import { notNow, partIn, type Role } from "../domain/participation.ts";
import { clock, device } from "../domain/phone.ts";
import { Inset, Page, Quiet } from "../ui/page.tsx";
import { Link, type ScreenProps } from "../ui/route.tsx";
import { dateOf, day } from "../when.ts";
import { app } from "../words/app.ts";
import { participation as words } from "../words/participation.ts";
import { roles } from "../words/roles.ts";
import { schemes } from "../words/schemes.ts";
import { Group, OutsideAnswer, questionOf } from "./parts/outside.tsx";
import { PartCard } from "./parts/part-card.tsx";
import { Question } from "./parts/question.tsx";

/** Taking part in one scheme: what is so now, and the question for each role that is open. */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const id = params.scheme ?? "";
  const scheme = open.documents("scheme").value.get(id);
  const asked = useRef<readonly Role[]>([]);
  const grouped = useRef<boolean | undefined>(undefined);
  const back = { to: `/schemes/${id}`, words: app.back };
  if (scheme === undefined) {
    return (
      <Page title={schemes.notHere} back={{ to: "/schemes", words: app.back }}>
        <p>{schemes.empty}</p>
      </Page>
    );
  }
  const parts = partIn(open.documents("participation").value, id);
  const until = notNow(open.documents("not_now").value, id, dateOf(clock.value));
  const others = scheme.roles.filter((role) => !parts.some((part) => part.role === role));
  // What was asked on this visit stays, with its answer and its undo, until the screen is left.
  asked.current = scheme.roles.filter((role) => others.includes(role) || asked.current.includes(role));
  const [only] = asked.current;
  const legend =
    only !== undefined && asked.current.length === 1 && scheme.roles.length > 1
      ? words.questionAs(scheme.name, roles[only].as)
      : words.question(scheme.name);
  const welcome = questionOf(id)?.[1].answer === "welcome";
  const asks = scheme.state === "open" && asked.current.length > 0;
  // Who takes part already, or was told that they may, is not asked; who was asked on this visit stays so.
  grouped.current ??= scheme.charter.outside_requests === "routed" && parts.length === 0;
  if (welcome) grouped.current = false;
  const question = (
    <Question scheme={id} name={scheme.name} roles={asked.current} legend={legend} outside={welcome} />
  );
  return (
    <Page title={words.title} back={back}>
      {welcome && parts.length === 0 && <OutsideAnswer scheme={id} />}
      {parts.map((part) => (
        <PartCard key={part.id} part={part} name={scheme.name} />
      ))}
      {until !== undefined && (
        <Inset>
          <p>{words.notNowUntil(day(until))}</p>
          <Link to={`/schemes/${id}/until/not-now`}>{words.changeDate}</Link>
        </Inset>
      )}
      {asks &&
        (grouped.current ? (
          <Group id={id} scheme={scheme}>
            {question}
          </Group>
        ) : (
          question
        ))}
      {scheme.state !== "open" && <p>{schemes.closed}.</p>}
      {scheme.roles.length === 0 && <p>{schemes.eventsOnly}</p>}
      <Quiet>{words.coordinators}</Quiet>
      <Quiet>{words.offline}</Quiet>
    </Page>
  );
}
