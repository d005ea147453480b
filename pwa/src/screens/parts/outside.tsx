import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { SchemeDocument } from "../../contract.ts";
import { device, newId } from "../../domain/phone.ts";
import { contactOf } from "../../domain/schemes.ts";
import { Button, Plain } from "../../ui/button.tsx";
import { Radios } from "../../ui/choice.tsx";
import { Form } from "../../ui/form.tsx";
import { Card, Inset, Quiet } from "../../ui/page.tsx";
import { Link } from "../../ui/route.tsx";
import { app } from "../../words/app.ts";
import { outside as words } from "../../words/matching.ts";
import { contacts } from "../../words/schemes.ts";
import { CameBack } from "./came-back.tsx";
import { Contact } from "./contact.tsx";
import { useSaying } from "./saying.tsx";
import { Standing } from "./standing.tsx";

/** This doctor's own question from outside the group, with its answer when there is one. */
export function questionOf(scheme: string) {
  return [...device().documents("outside").value].find(([, one]) => one.scheme === scheme);
}

/** What the scheme's contact point answered, or that the question is on its way. */
export function OutsideAnswer({ scheme }: { scheme: string }) {
  const open = device();
  const asked = questionOf(scheme);
  if (asked === undefined) return null;
  const [id, { answer, contact }] = asked;
  const point = contact === null ? undefined : open.documents("contact_point").value.get(contact);
  if (answer === "welcome") return <Inset>{words.welcome}</Inset>;
  if (answer === null) {
    return (
      <Inset>
        <p>
          {words.asked} <Standing kind="outside" id={id} />
        </p>
        <p>{words.waiting}</p>
      </Inset>
    );
  }
  return (
    <Card>
      <p>{words.elsewhere}</p>
      {point ? <Contact contact={point} /> : <Link to="/contacts">{contacts.title}</Link>}
    </Card>
  );
}

interface GroupProps {
  id: string;
  scheme: SchemeDocument;
  /** What those may do who say that they are in the group. */
  children: ComponentChildren;
}

/** Where a scheme is for a group: "Are you in it?", with a way on for both answers and no dead end. */
export function Group({ id, scheme, children }: GroupProps) {
  const choice = useSignal<string | undefined>(undefined);
  const said = useSignal<string | undefined>(undefined);
  const error = useSignal<string | undefined>(undefined);
  if (said.value === "yes") return children;
  if (said.value === "no") {
    return (
      <>
        <Way id={id} scheme={scheme} />
        <Plain
          onPress={() => {
            said.value = undefined;
          }}
        >
          {words.other}
        </Plain>
      </>
    );
  }
  const go = () => {
    error.value = choice.value === undefined ? words.chooseOne : undefined;
    said.value = choice.value;
  };
  return (
    <Form problem={app.problem} errors={error.value ? { group: error.value } : {}} onSubmit={go}>
      <Radios
        id="group"
        legend={words.question}
        large
        hint={scheme.charter.eligibility}
        error={error.value}
        value={choice.value}
        onChoose={(value) => {
          choice.value = value;
        }}
        options={[
          { value: "yes", words: words.yes },
          { value: "no", words: words.no },
        ]}
      />
      <Button submit>{app.continue}</Button>
    </Form>
  );
}

function Way({ id, scheme }: { id: string; scheme: SchemeDocument }) {
  const open = device();
  const saying = useSaying();
  const contact = contactOf(scheme, open.documents("contact_point").value);
  const asked = questionOf(id);
  const ask = () => saying.does(words.asked, ["outside.ask", { question: newId(), scheme: id }]);
  return (
    <>
      {saying.shown}
      <CameBack about={(_, change) => change === saying.done?.id} />
      {saying.done === undefined && <OutsideAnswer scheme={id} />}
      <Card>
        <p>{contact ? words.way : words.point}</p>
        {contact && <Contact contact={contact} />}
        <p>
          <Link to="/contacts">{words.allPoints}</Link>
        </p>
      </Card>
      {asked === undefined ? (
        <>
          <Button kind="first" onPress={() => void ask()}>
            {words.ask}
          </Button>
          <Quiet>{words.askWords}</Quiet>
        </>
      ) : (
        asked[1].answer === null && saying.done !== undefined && <Quiet>{words.waiting}</Quiet>
      )}
    </>
  );
}
