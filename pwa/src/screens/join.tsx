import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { inHalves, readCode } from "../domain/codes.ts";
import { device } from "../domain/phone.ts";
import { Button } from "../ui/button.tsx";
import { Form, Input } from "../ui/form.tsx";
import { Page, Quiet } from "../ui/page.tsx";
import { Link } from "../ui/route.tsx";
import { app } from "../words/app.ts";
import { people, codes as words } from "../words/relationships.ts";
import { schemes } from "../words/schemes.ts";
import { CameBack } from "./parts/came-back.tsx";
import { namesIn } from "./parts/pair-words.ts";
import { useSaying } from "./parts/saying.tsx";

/** What a link brought along, ready to be looked at; it is sent when the person says so. */
const codeInAddress = () => readCode(decodeURIComponent(location.hash.slice(1)));

export function Screen() {
  const open = device();
  const saying = useSaying();
  const found = codeInAddress();
  const typed = useSignal(found === undefined ? "" : inHalves(found));
  const error = useSignal<string | undefined>(undefined);
  const all = open.documents("relationship").value;
  const before = useRef<ReadonlySet<string>>(new Set());
  const joined = saying.done && [...all].find(([id]) => !before.current.has(id));

  const join = async () => {
    const code = readCode(typed.value);
    error.value = code === undefined ? words.joinWrong : undefined;
    if (code === undefined) return;
    before.current = new Set(all.keys());
    await saying.does(words.joinSaved, ["relationship.join", { code }]);
  };
  return (
    <Page title={words.joinTitle} back={{ to: "/people", words: app.backTo(people.title) }}>
      {joined ? (
        <p role="status">
          {words.joined}{" "}
          <Link to={`/people/${joined[0]}`}>
            {words.open(namesIn({ id: joined[0], ...joined[1] }, open.account))}
          </Link>
        </p>
      ) : (
        saying.shown
      )}
      <CameBack about={(_, id) => id === saying.done?.id} />
      <p>{words.joinWords}</p>
      <Form
        problem={app.problem}
        errors={error.value ? { code: error.value } : {}}
        onSubmit={() => void join()}
      >
        <Input
          id="code"
          label={words.code}
          hint={words.joinHint}
          autoComplete="off"
          maxLength={20}
          error={error.value}
          value={typed.value}
          onInput={(value) => {
            typed.value = value;
          }}
        />
        <Button kind="first" submit>
          {words.join}
        </Button>
      </Form>
      <Quiet>
        {words.joinPart} <Link to="/schemes">{schemes.title}</Link>
      </Quiet>
    </Page>
  );
}
