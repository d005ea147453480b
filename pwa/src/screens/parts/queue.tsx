import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Documents } from "../../contract.ts";
import { questionsOf, requestsOf } from "../../domain/office.ts";
import { device } from "../../domain/phone.ts";
import { Button } from "../../ui/button.tsx";
import { Quiet, Row, State } from "../../ui/page.tsx";
import { outside, queue as words } from "../../words/queue.ts";
import { schemes as schemeWords } from "../../words/schemes.ts";
import { Standing } from "./standing.tsx";
import { wished } from "./wished.ts";

/** What waits in these offices: shown on the scheme's page, and for all of them on the page before it. */
export function Waiting({ schemes }: { schemes: readonly string[] }) {
  const all = device().documents("scheme").value;
  const where = (fits: (scheme: Documents["scheme"]) => boolean) =>
    schemes.filter((id) => {
      const scheme = all.get(id);
      return scheme !== undefined && fits(scheme);
    });
  const matching = where(({ charter }) => charter.matching.includes("coordinator_suggests"));
  const routed = where(({ charter }) => charter.outside_requests === "routed");
  const several = schemes.length > 1;
  return (
    <>
      {matching.length > 0 && <Requests schemes={matching} several={several} />}
      {routed.length > 0 && <Questions schemes={routed} several={several} />}
    </>
  );
}

interface SectionProps {
  schemes: readonly string[];
  /** Rows say which scheme they are of. */
  several: boolean;
}

function Requests({ schemes, several }: SectionProps) {
  const open = device();
  const found = requestsOf(open.documents("request").value, open.documents("suggestion").value, schemes);
  return (
    <section>
      <h2 class="nhsuk-heading-m">{words.title}</h2>
      <Quiet>{words.daily}</Quiet>
      <List label={words.title} empty={words.empty}>
        {found.map((request) => (
          <Line
            key={request.id}
            to={`/scheme/${request.scheme}/requests/${request.id}`}
            name={request.name}
            done={request.suggested ? words.suggested : undefined}
            standing={<Standing kind="suggestion" id={request.id} />}
          >
            {wished(request.wishes)}
            {several && ` · ${nameOf(request.scheme)}`}
          </Line>
        ))}
      </List>
      {found.some((request) => request.suggested) && <Quiet>{words.suggestedMeans}</Quiet>}
    </section>
  );
}

function Questions({ schemes, several }: SectionProps) {
  const open = device();
  const found = questionsOf(
    open.documents("outside_question").value,
    open.documents("outside_answered").value,
    schemes,
  );
  return (
    <section>
      <h2 class="nhsuk-heading-m">{outside.title}</h2>
      <Quiet>{outside.daily}</Quiet>
      <List label={outside.title} empty={outside.empty}>
        {found.map((question) => (
          <Line
            key={question.id}
            to={`/scheme/${question.scheme}/outside/${question.id}`}
            name={question.name}
            done={question.answered ? outside.answered : undefined}
            standing={<Standing kind="outside_answered" id={question.id} />}
          >
            {several && nameOf(question.scheme)}
          </Line>
        ))}
      </List>
    </section>
  );
}

const nameOf = (scheme: string) =>
  device().documents("scheme").value.get(scheme)?.name ?? schemeWords.unknown;

interface LineProps {
  to: string;
  name: string;
  /** The word for what the office has done; such a row leads nowhere. */
  done: string | undefined;
  standing: ComponentChildren;
  children: ComponentChildren;
}

function Line({ to, name, done, standing, children }: LineProps) {
  if (done === undefined) {
    return (
      <Row to={to} title={name}>
        {children}
      </Row>
    );
  }
  return (
    <li class="row">
      <strong>{name}</strong> <State words={done} /> {standing}
      <span class="quiet">{children}</span>
    </li>
  );
}

const PAGE = 5;

/** The first few, so that what stands below is near; all when asked. */
function List({ label, empty, children }: { label: string; empty: string; children: ComponentChildren[] }) {
  const shown = useSignal(PAGE);
  const left = children.length - shown.value;
  if (children.length === 0) return <p>{empty}</p>;
  return (
    <>
      <ul class="rows" aria-label={label}>
        {children.slice(0, shown.value)}
      </ul>
      {left > 0 && (
        <Button
          onPress={() => {
            shown.value += PAGE * 4;
          }}
        >
          {words.more(Math.min(left, PAGE * 4))}
        </Button>
      )}
    </>
  );
}
