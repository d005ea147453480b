import { device } from "../domain/phone.ts";
import { Page } from "../ui/page.tsx";
import type { ScreenProps } from "../ui/route.tsx";
import { day } from "../when.ts";
import { app } from "../words/app.ts";
import { pair as pairWords, people, resting as words } from "../words/relationships.ts";
import { CameBack } from "./parts/came-back.tsx";
import { namesIn } from "./parts/pair-words.ts";
import { useSaying } from "./parts/saying.tsx";
import { UntilChoice } from "./parts/until-choice.tsx";

/** Rest until a date: nothing is expected until then, and either of them can end it before. */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const relationship = params.pair ?? "";
  const saying = useSaying();
  const body = open.documents("relationship").value.get(relationship);
  if (body === undefined) {
    return (
      <Page title={people.notHere} back={{ to: "/people", words: app.backTo(people.title) }}>
        <p>{people.notHereWords}</p>
      </Page>
    );
  }
  const rest = (until: string) =>
    saying.does(
      pairWords.savedRest(day(until)),
      ["relationship.rest", { relationship, until }],
      ["relationship.resume", { relationship }],
    );
  const names = namesIn({ id: relationship, ...body }, open.account);
  return (
    <Page title={words.title} back={{ to: `/people/${relationship}`, words: app.backTo(names) }}>
      {saying.shown}
      <CameBack about={(_, id) => id === saying.done?.id} />
      <p>{pairWords.restWords}</p>
      <UntilChoice legend={words.legend} onUntil={(until) => void rest(until)} />
    </Page>
  );
}
