import { useSignal } from "@preact/signals";
import { Button, Equal } from "../../ui/button.tsx";
import { Card, Page, Quiet, Row, Rows } from "../../ui/page.tsx";
import { place } from "../../ui/route.tsx";
import { app } from "../../words/app.ts";
import { type CardSet, sets, cards as words } from "../../words/cards.ts";
import { TurnLine } from "./turn-line.tsx";

const setNamed = (name: string | null): CardSet | undefined =>
  name === "listening" || name === "egan" ? sets[name] : undefined;

/** Prompts for whoever listens, one at a time. Nothing is kept: a set begins at its first card. */
export function Screen() {
  const chosen = setNamed(place.value.query.get("set"));
  return chosen === undefined ? <Choose /> : <Cards set={chosen} />;
}

function Choose() {
  return (
    <Page title={words.title} back={{ to: "/together", words: app.back }}>
      <p>{words.intro}</p>
      <TurnLine />
      <Rows label={words.choose}>
        {(["listening", "egan"] as const).map((name) => (
          <Row key={name} to={`/together/cards?set=${name}`} title={sets[name].name}>
            {sets[name].what}
          </Row>
        ))}
      </Rows>
      <Quiet>{words.kept}</Quiet>
    </Page>
  );
}

function Cards({ set }: { set: CardSet }) {
  const at = useSignal(0);
  const all = set.cards.length;
  const card = set.cards[at.value];
  const move = (by: number) => () => {
    at.value = (at.value + by + all) % all;
  };
  return (
    <Page title={set.name} back={{ to: "/together/cards", words: app.backTo(words.title) }}>
      <TurnLine />
      <p>{set.intro}</p>
      {card && (
        <div role="status">
          <Card class="prompt">
            <p class="quiet">{card.part}</p>
            <p class="prompt__words">{card.prompt}</p>
            <p>{card.more}</p>
            <p class="quiet">{words.place(at.value + 1, all)}</p>
          </Card>
        </div>
      )}
      <Equal>
        <Button onPress={move(-1)}>{words.before}</Button>
        <Button onPress={move(1)}>{words.another}</Button>
      </Equal>
    </Page>
  );
}
