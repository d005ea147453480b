import { device } from "../domain/phone.ts";
import { hasLeft } from "../domain/relationships.ts";
import { Button, Equal } from "../ui/button.tsx";
import { Page, Row, Rows } from "../ui/page.tsx";
import { go, type ScreenProps } from "../ui/route.tsx";
import { app } from "../words/app.ts";
import { pair as pairWords, people, ending as words } from "../words/relationships.ts";
import { CameBack } from "./parts/came-back.tsx";
import { namesIn } from "./parts/pair-words.ts";
import { useSaying } from "./parts/saying.tsx";

/** Ending is asked once more, and then it is done: no reason, no approval. */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const relationship = params.pair ?? "";
  const saying = useSaying();
  const body = open.documents("relationship").value.get(relationship);
  const over =
    body === undefined || body.state === "closed" || hasLeft(open.documents("pairing").value, relationship);
  if (over) {
    return (
      <Page title={pairWords.end} back={{ to: "/people", words: app.backTo(people.title) }}>
        {saying.shown}
        <CameBack about={(_, id) => id === saying.done?.id} />
        <p>{saying.done === undefined ? people.notHereWords : pairWords.ended}</p>
        <Rows label={pairWords.choices}>
          <Row to="/mentors" title={people.look} />
          <Row to="/people" title={people.title} />
        </Rows>
      </Page>
    );
  }
  const names = namesIn({ id: relationship, ...body }, open.account);
  const back = `/people/${relationship}`;
  return (
    <Page title={words.title} back={{ to: back, words: app.backTo(names) }}>
      <p>{words.words(names)}</p>
      <p>{words.noReason}</p>
      <Equal>
        <Button onPress={() => void saying.does(app.saved, ["relationship.end", { relationship }])}>
          {words.end}
        </Button>
        <Button onPress={() => go(back)}>{words.stay}</Button>
      </Equal>
    </Page>
  );
}
