import { useSignal } from "@preact/signals";
import type { Done } from "../../../domain/acting.ts";
import { discardDraft, groups, settingsOf } from "../../../domain/drafts.ts";
import { offices } from "../../../domain/invitations.ts";
import { device } from "../../../domain/phone.ts";
import { Button } from "../../../ui/button.tsx";
import { Page, Quiet, Row, Rows } from "../../../ui/page.tsx";
import { go, type ScreenProps } from "../../../ui/route.tsx";
import { day } from "../../../when.ts";
import { app } from "../../../words/app.ts";
import { groupNames, drafts as words } from "../../../words/drafts.ts";
import { office } from "../../../words/office.ts";
import { Confirm } from "../../parts/confirm.tsx";
import { Saved } from "../../parts/saved.tsx";
import { DraftState } from "./draft-state.tsx";
import { isFictional, ownDraft } from "./own-draft.ts";
import { settingName } from "./setting-name.ts";

/** The list of tasks: every setting of a charter in its group, with what the draft says so far. */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const scheme = params.scheme ?? "";
  const draft = ownDraft(scheme);
  const discarded = useSignal<Done | undefined>(undefined);
  const own = offices(open.documents("office").value);
  const here = `/scheme/${scheme}/charter`;
  const back = { to: draft.published ? `/scheme/${scheme}` : "/scheme", words: app.back };
  if (draft.published ? !own.includes(scheme) : own.length === 0) {
    return (
      <Page title={office.notYours} back={{ to: "/", words: app.toToday }}>
        <Quiet>{words.intro}</Quiet>
      </Page>
    );
  }
  const discard = async () => {
    if (draft.id === undefined) return;
    discarded.value = await discardDraft(open, draft.id, scheme, draft.words);
  };
  return (
    <Page title={words.title} back={back}>
      <p>
        <strong>{draft.title}</strong>
      </p>
      <p>{words.intro}</p>
      {discarded.value && (
        <Saved
          device={open}
          words={words.discarded}
          done={discarded.value}
          onUndone={() => {
            discarded.value = undefined;
          }}
        />
      )}
      <DraftState scheme={scheme} draft={draft.id} />
      {draft.drafted !== undefined && <Quiet>{words.drafted(day(draft.drafted))}</Quiet>}
      {draft.id === undefined && draft.published && (
        <Quiet>{words.published(day(draft.published.published))}</Quiet>
      )}
      {groups.map((group) => (
        <section key={group}>
          <h2 class="nhsuk-heading-s">{groupNames[group]}</h2>
          <Rows label={groupNames[group]}>
            {settingsOf(group).map((setting) => (
              <Row key={setting} to={`${here}/${setting}`} title={settingName(setting)}>
                {draft.said(draft.words, setting) ?? words.notWritten}
              </Row>
            ))}
          </Rows>
        </section>
      ))}
      <Rows label={words.title}>
        <Row to={`${here}/whole`} title={words.whole} />
        <Row to={`${here}/publish`} title={words.review} />
      </Rows>
      {draft.id !== undefined && <Button onPress={() => void discard()}>{words.discard}</Button>}
      {!isFictional() && <Confirm confirmed={office.confirmed} />}
      {draft.published && <Button onPress={() => go(`/schemes/${scheme}`)}>{words.toCharter}</Button>}
    </Page>
  );
}
