import { useSignal } from "@preact/signals";
import type { Agree } from "../contract.ts";
import { clock, device } from "../domain/phone.ts";
import { Button } from "../ui/button.tsx";
import { Radios } from "../ui/choice.tsx";
import { DateBoxes, type DateTyped } from "../ui/date-boxes.tsx";
import { Form } from "../ui/form.tsx";
import { Page, Quiet } from "../ui/page.tsx";
import { Link, type ScreenProps } from "../ui/route.tsx";
import { dateFrom, dateOf, day, monthsAfter } from "../when.ts";
import { app } from "../words/app.ts";
import { participation } from "../words/participation.ts";
import { people, rhythms, agreeing as words } from "../words/relationships.ts";
import { CameBack } from "./parts/came-back.tsx";
import { namesIn } from "./parts/pair-words.ts";
import { RulesOf } from "./parts/rules.tsx";
import { useSaying } from "./parts/saying.tsx";
import { wrong } from "./parts/sending.ts";

type Rhythm = NonNullable<Agree["rhythm"]>;
const MOST_MONTHS = 24;

/** Before the first meeting, or after a trial one: what stays between them, how often, and until when. */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const relationship = params.pair ?? "";
  const saying = useSaying();
  const rhythm = useSignal<Rhythm | undefined>(undefined);
  const typed = useSignal<DateTyped>({ day: "", month: "", year: "" });
  const errors = useSignal<Readonly<Record<string, string>>>({});
  const body = open.documents("relationship").value.get(relationship);
  const scheme = body && open.documents("scheme").value.get(body.scheme);
  if (body === undefined || scheme === undefined) {
    return (
      <Page title={people.notHere} back={{ to: "/people", words: app.backTo(people.title) }}>
        <p>{people.notHereWords}</p>
      </Page>
    );
  }
  const { charter, version } = scheme;
  const dated = charter.end_point === "date";
  const names = namesIn({ id: relationship, ...body }, open.account);
  const agree = async () => {
    const { day: dayOfMonth, month, year } = typed.value;
    const said = [dayOfMonth, month, year].some((part) => part.trim() !== "");
    const ends = dateFrom(dayOfMonth, month, year);
    errors.value = wrong({
      rhythm: rhythm.value === undefined && body.rhythm === null ? words.chooseOne : undefined,
      day: dated && (said || body.ends === null) ? dateWrong(ends, dateOf(clock.value)) : undefined,
    });
    if (Object.keys(errors.value).length > 0) return;
    await saying.does(words.saved, [
      "relationship.agree",
      {
        relationship,
        charter_version: version,
        ...(rhythm.value === undefined ? {} : { rhythm: rhythm.value }),
        ...(dated && ends !== undefined ? { ends } : {}),
      },
    ]);
  };
  return (
    <Page
      title={body.state === "trying" ? words.titleTrying : words.title}
      back={{ to: `/people/${relationship}`, words: app.backTo(names) }}
    >
      {saying.shown}
      <CameBack about={(_, id) => id === saying.done?.id} />
      {saying.done === undefined ? (
        <>
          <p>{words.intro}</p>
          <RulesOf charter={charter} />
          <Form problem={app.problem} errors={errors.value} onSubmit={() => void agree()}>
            <Radios
              id="rhythm"
              legend={words.rhythm}
              hint={words.rhythmHint}
              error={errors.value.rhythm}
              value={rhythm.value}
              onChoose={(value) => {
                rhythm.value = value as Rhythm;
              }}
              options={Object.entries(rhythms).map(([value, said]) => ({ value, words: said }))}
            />
            {body.rhythm !== null && <Quiet>{words.chosen(rhythms[body.rhythm])}</Quiet>}
            {dated && (
              <DateBoxes
                words={{ ...participation, dateLabel: words.ends }}
                typed={typed}
                error={errors.value.day}
              />
            )}
            {dated && body.ends !== null && <Quiet>{words.chosen(day(body.ends))}</Quiet>}
            <Button kind="first" submit>
              {words.agree}
            </Button>
          </Form>
        </>
      ) : (
        <p>
          <Link to={`/people/${relationship}`}>{words.back}</Link>
        </p>
      )}
    </Page>
  );
}

function dateWrong(ends: string | undefined, today: string): string | undefined {
  if (ends === undefined) return participation.dateWrong;
  return ends <= today || ends > monthsAfter(today, MOST_MONTHS) ? participation.dateLater : undefined;
}
