import { useSignal } from "@preact/signals";
import type { AskForMatch, Wishes } from "../contract.ts";
import { partIn } from "../domain/participation.ts";
import { device, newId } from "../domain/phone.ts";
import { Button } from "../ui/button.tsx";
import { Radios } from "../ui/choice.tsx";
import { Form } from "../ui/form.tsx";
import { Page, Quiet } from "../ui/page.tsx";
import { Link, type ScreenProps } from "../ui/route.tsx";
import { app } from "../words/app.ts";
import { modeWishes, siteWishes, specialtyWishes, matching as words } from "../words/matching.ts";
import { participation } from "../words/participation.ts";
import { asking } from "../words/relationships.ts";
import { schemes } from "../words/schemes.ts";
import { CameBack } from "./parts/came-back.tsx";
import { useSaying } from "./parts/saying.tsx";
import { wrong } from "./parts/sending.ts";

type How = AskForMatch["how"];
const WAYS: readonly How[] = ["coordinator_suggests", "next_on_list"];
const ANY: Wishes = { specialty: "either", site: "either", mode: "any" };

/** Asking to be matched: a few closed wishes, never free text. What the charter fixes is not asked. */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const scheme = params.scheme ?? "";
  const saying = useSaying();
  const said = useSignal<Readonly<Record<string, string>>>({});
  const errors = useSignal<Readonly<Record<string, string>>>({});
  const body = open.documents("scheme").value.get(scheme);
  const back = { to: `/schemes/${scheme}`, words: app.backTo(body?.name ?? schemes.unknown) };
  const ways = body?.state === "open" ? WAYS.filter((way) => body.charter.matching.includes(way)) : [];
  const [only] = ways;
  if (body === undefined || only === undefined) {
    return (
      <Page title={words.title} back={back}>
        <p>{asking.otherWay}</p>
      </Page>
    );
  }
  const { charter } = body;
  const questions = [
    ...(ways.length > 1 ? ([["how", words.how, words.howOf]] as const) : []),
    ...(charter.specialty_rule === "either"
      ? ([["specialty", words.specialty, specialtyWishes]] as const)
      : []),
    ...(charter.site_rule === "either" ? ([["site", words.site, siteWishes]] as const) : []),
    ["mode", words.mode, modeWishes] as const,
  ];
  const how = (said.value.how as How | undefined) ?? only;
  const ask = async () => {
    errors.value = wrong(
      Object.fromEntries(
        questions.map(([field]) => [field, said.value[field] === undefined ? words.chooseOne : undefined]),
      ),
    );
    if (Object.keys(errors.value).length > 0) return;
    const { how: _, ...wishes } = said.value;
    const request = newId();
    await saying.does(
      words.asked(body.name),
      ["match.ask", { request, scheme, how, wishes: { ...ANY, ...(wishes as Partial<Wishes>) } }],
      ["match.take_back", { request }],
    );
  };
  const taking = partIn(open.documents("participation").value, scheme, "mentee").some(
    (part) => part.state === "in",
  );
  const asked = [...open.documents("match").value.values()].some((one) => one.scheme === scheme);
  return (
    <Page title={words.title} back={back}>
      {saying.shown}
      <CameBack about={(_, id) => id === saying.done?.id} />
      <p>{how === "next_on_list" ? words.list : words.coordinator}</p>
      {!taking ? (
        <p>
          {asking.partFirst} <Link to={`/schemes/${scheme}/taking-part`}>{participation.title}</Link>
        </p>
      ) : asked ? (
        <p>
          {saying.done === undefined && words.asked(body.name)} {words.waiting}
        </p>
      ) : (
        <Form problem={app.problem} errors={errors.value} onSubmit={() => void ask()}>
          {questions.map(([field, legend, options]) => (
            <Radios
              key={field}
              id={field}
              legend={legend}
              error={errors.value[field]}
              value={said.value[field]}
              onChoose={(value) => {
                said.value = { ...said.value, [field]: value };
              }}
              options={Object.entries(options).map(([value, option]) => ({ value, words: option }))}
            />
          ))}
          <Button kind="first" submit>
            {words.ask}
          </Button>
          <Quiet>
            {words.compared} {how === "next_on_list" ? words.seesNext : words.sees}
          </Quiet>
        </Form>
      )}
    </Page>
  );
}
