import { useRef } from "preact/hooks";
import { hiddenListings } from "../domain/never.ts";
import { device, newId } from "../domain/phone.ts";
import { Button, Equal } from "../ui/button.tsx";
import { Page } from "../ui/page.tsx";
import { go, Link, type ScreenProps } from "../ui/route.tsx";
import { app } from "../words/app.ts";
import { people, privateList as words } from "../words/relationships.ts";
import { CameBack } from "./parts/came-back.tsx";
import { namesIn } from "./parts/pair-words.ts";
import { useSaying } from "./parts/saying.tsx";

/** Onto the private list, from a mentor's page or from a pair. */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const id = params.id ?? "";
  const byPair = params.kind === "pair";
  const saying = useSaying();
  const pair = byPair ? open.documents("relationship").value.get(id) : undefined;
  const hidden = hiddenListings(open.documents("never").value).has(id);
  const mentor = byPair || hidden ? undefined : open.documents("mentor").value.get(id);
  const now = pair ? namesIn({ id, ...pair }, open.account) : mentor?.name;
  // Once they are on the list, this phone shows nothing of them but here, where it was done.
  const name = useRef(now);
  name.current ??= now;
  const back = byPair
    ? { to: pair ? `/people/${id}` : "/people", words: app.backTo(pair ? (now ?? "") : people.title) }
    : { to: "/mentors", words: app.back };
  if (name.current === undefined) {
    return (
      <Page title={people.notHere} back={back}>
        <p>{people.notHereWords}</p>
      </Page>
    );
  }
  const called = name.current;
  const add = () =>
    saying.does(words.addedWho(called), [
      "relationship.declare_conflict",
      { never: newId(), email: null, listing: byPair ? null : id, relationship: byPair ? id : null },
    ]);
  return (
    <Page title={saying.done ? words.title : words.addTitle(called)} back={back}>
      {saying.shown}
      <CameBack about={(_, change) => change === saying.done?.id} />
      <p>
        <strong>{words.nobody}</strong> {words.example}
      </p>
      <p>{words.addWords}</p>
      <p>{words.addLater}</p>
      {saying.done === undefined ? (
        <Equal>
          <Button onPress={() => void add()}>{words.add}</Button>
          <Button onPress={() => go(back.to)}>{words.goBack}</Button>
        </Equal>
      ) : (
        <p>
          <Link to="/you/private">{words.title}</Link>
        </p>
      )}
    </Page>
  );
}
