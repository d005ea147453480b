import { useSignal } from "@preact/signals";
import { act, type Done } from "../../domain/acting.ts";
import type { Mentor } from "../../domain/directory.ts";
import { isLive, withMentor } from "../../domain/pairs.ts";
import { partIn } from "../../domain/participation.ts";
import { device, newId } from "../../domain/phone.ts";
import type { Relationship } from "../../domain/relationships.ts";
import { Button, Plain } from "../../ui/button.tsx";
import { Quiet } from "../../ui/page.tsx";
import { go, Link } from "../../ui/route.tsx";
import { pair as pairWords, asking as words } from "../../words/relationships.ts";
import { schemes } from "../../words/schemes.ts";
import { CameBack } from "./came-back.tsx";
import { Saved } from "./saved.tsx";
import { Standing } from "./standing.tsx";

/** Asking one mentor: the act where it is open, and the way on in plain words where it is not. */
export function Asking({ mentor }: { mentor: Mentor }) {
  const open = device();
  const saved = useSignal<{ done: Done; words: string } | undefined>(undefined);
  const { scheme, id } = mentor;
  const pair = withMentor(
    open.documents("relationship").value,
    open.documents("pairing").value,
    id,
    open.account,
  );
  const keep = (done: Done, said: string) => {
    saved.value = { done, words: said };
  };
  const ask = async () => {
    const relationship = newId();
    const done = await act(
      open,
      ["relationship.request", { relationship, scheme, mentor: id }],
      ["relationship.decline", { relationship }],
    );
    keep(done, words.saved(mentor.name));
  };
  return (
    <>
      {saved.value !== undefined && (
        <Saved
          device={open}
          {...saved.value}
          onUndone={() => {
            saved.value = undefined;
          }}
        />
      )}
      <CameBack about={(args) => args.mentor === id} />
      {pair === undefined ? (
        <NotAsked mentor={mentor} onAsk={() => void ask()} />
      ) : (
        <Asked pair={pair} name={mentor.name} quiet={saved.value !== undefined} onDone={keep} />
      )}
    </>
  );
}

interface AskedProps {
  pair: Relationship;
  name: string;
  /** The saved words above have said it already. */
  quiet: boolean;
  onDone: (done: Done, said: string) => void;
}

function Asked({ pair, name, quiet, onDone }: AskedProps) {
  const open = device();
  const takeBack = async () => {
    onDone(await act(open, ["relationship.decline", { relationship: pair.id }]), words.takenBack);
  };
  return (
    <>
      {!quiet && (
        <p>
          {isLive(pair) ? pairWords.yourMentor(name) : words.saved(name)}{" "}
          <Standing kind="relationship" id={pair.id} />
        </p>
      )}
      <p>
        <Link to={`/people/${pair.id}`}>{words.open(name)}</Link>
      </p>
      {pair.state === "requested" && (
        <>
          {!quiet && <Button onPress={() => void takeBack()}>{words.takeBack}</Button>}
          <p>
            {words.others} <Link to={`/mentors?scheme=${pair.scheme}`}>{words.look}</Link>
          </p>
        </>
      )}
    </>
  );
}

function NotAsked({ mentor, onAsk }: { mentor: Mentor; onAsk: () => void }) {
  const open = device();
  const { scheme, name } = mentor;
  const body = open.documents("scheme").value.get(scheme);
  const all = open.documents("participation").value;
  const [mentee] = partIn(all, scheme, "mentee");
  const own =
    partIn(all, scheme, "mentor").length > 0 &&
    [...open.documents("account").value.values()].some((account) => account.name === name);
  if (own) return <p>{words.own}</p>;
  if (body === undefined || body.state !== "open") return <p>{schemes.closed}.</p>;
  if (!body.charter.matching.includes("free_choice")) {
    return (
      <p>
        {words.otherWay} <Link to={`/schemes/${scheme}`}>{schemes.howItWorks}</Link>
      </p>
    );
  }
  if (mentee === undefined) {
    return (
      <>
        <p>{words.partFirst}</p>
        <Button onPress={() => go(`/schemes/${scheme}/taking-part`)}>{words.takePart}</Button>
      </>
    );
  }
  if (mentee.state === "paused") {
    return (
      <p>
        {words.paused} <Link to={`/schemes/${scheme}/taking-part`}>{words.endPause}</Link>
      </p>
    );
  }
  if (mentor.places === "full") return <Full mentor={mentor} />;
  return (
    <>
      <Button kind="first" onPress={onAsk}>
        {words.ask}
      </Button>
      <Quiet>
        {words.what(name)} {words.lapses}
      </Quiet>
    </>
  );
}

function Full({ mentor }: { mentor: Mentor }) {
  const open = device();
  const { scheme, id, name } = mentor;
  const hearing = [...open.documents("hearing").value].find(([, one]) => one.mentor === id);
  return (
    <>
      <p>{words.full(name)}</p>
      {hearing === undefined ? (
        <Button onPress={() => void open.mutate("relationship.hear_of_place", { scheme, mentor: id })}>
          {words.hear}
        </Button>
      ) : (
        <>
          <p>
            {words.hearing} <Standing kind="hearing" id={hearing[0]} />
          </p>
          <Plain onPress={() => void open.mutate("relationship.stop_hearing", { scheme, mentor: id })}>
            {words.stop}
          </Plain>
        </>
      )}
      <p>
        <Link to={`/mentors?scheme=${scheme}`}>{words.look}</Link>
      </p>
    </>
  );
}
