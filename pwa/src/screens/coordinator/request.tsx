import { useSignal } from "@preact/signals";
import { act, type Done } from "../../domain/acting.ts";
import { type Member, mayBeSuggested, membersOf } from "../../domain/office.ts";
import { device } from "../../domain/phone.ts";
import { Plain } from "../../ui/button.tsx";
import { Page, Quiet, State } from "../../ui/page.tsx";
import type { ScreenProps } from "../../ui/route.tsx";
import { app } from "../../words/app.ts";
import { queue as words } from "../../words/queue.ts";
import { AsAt } from "../parts/as-at.tsx";
import { CameBack } from "../parts/came-back.tsx";
import { People } from "../parts/people.tsx";
import { Saved } from "../parts/saved.tsx";
import { Standing } from "../parts/standing.tsx";
import { wished } from "../parts/wished.ts";

/** One request: what was wished for, and the mentors who can be suggested. One tap suggests. */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const id = params.request ?? "";
  const scheme = params.scheme ?? "";
  const request = open.documents("request").value.get(id);
  const charter = open.documents("scheme").value.get(scheme)?.charter;
  const suggested = open.documents("suggestion").value.has(id);
  const saved = useSignal<{ done: Done; words: string } | undefined>(undefined);
  const back = { to: `/scheme/${scheme}`, words: app.back };

  if (request === undefined || charter === undefined) {
    return (
      <Page title={words.gone} back={back}>
        <p>{words.goneWords}</p>
      </Page>
    );
  }
  const suggest = async (mentor: Member) => {
    const done = await act(open, ["match.suggest", { scheme, request: id, mentor: mentor.id }]);
    saved.value = { done, words: words.saved(mentor.name) };
  };
  const members = membersOf(open.documents("member").value, scheme);
  const mentors = mayBeSuggested(members, open.documents("trained").value, charter);
  return (
    <Page title={words.suggestFor(request.name)} back={back}>
      <p>
        {words.wishes}: {wished(request.wishes)}
      </p>
      {saved.value === undefined && <CameBack about={(args) => args.request === id} />}
      {saved.value !== undefined && (
        <Saved
          key={saved.value.done.id ?? ""}
          device={open}
          {...saved.value}
          onUndone={() => {
            saved.value = undefined;
          }}
        />
      )}
      {suggested ? (
        <>
          {saved.value === undefined && (
            <p>
              <State words={words.suggested} /> <Standing kind="suggestion" id={id} />
            </p>
          )}
          <Quiet>{words.suggestedMeans}</Quiet>
        </>
      ) : (
        <>
          <h2 class="nhsuk-heading-m">{words.choose}</h2>
          <p>{words.chooseIntro}</p>
          {charter.training_gate.length > 0 && <Quiet>{words.trainedOnly}</Quiet>}
          {mentors.length === 0 ? (
            <p>{words.noMentors}</p>
          ) : (
            <People label={words.choose} members={mentors}>
              {(mentor) => (
                <>
                  <strong>{mentor.name}</strong>
                  <Plain label={words.suggestWhom(mentor.name)} onPress={() => void suggest(mentor)}>
                    {words.suggest}
                  </Plain>
                </>
              )}
            </People>
          )}
        </>
      )}
      <AsAt />
    </Page>
  );
}
