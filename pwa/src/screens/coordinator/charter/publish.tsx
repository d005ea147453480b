import { useSignal } from "@preact/signals";
import { act, type Done } from "../../../domain/acting.ts";
import { changes } from "../../../domain/charter.ts";
import { asPublished, changesFrom, contradicting, missing, type Setting } from "../../../domain/drafts.ts";
import { device } from "../../../domain/phone.ts";
import { Button } from "../../../ui/button.tsx";
import { type Errors, Form } from "../../../ui/form.tsx";
import { Page, Row, Rows } from "../../../ui/page.tsx";
import { Link, type ScreenProps } from "../../../ui/route.tsx";
import { app } from "../../../words/app.ts";
import { changeWords } from "../../../words/charter.ts";
import { contradictions, drafts as words } from "../../../words/drafts.ts";
import { office } from "../../../words/office.ts";
import { Confirm } from "../../parts/confirm.tsx";
import { Standing } from "../../parts/saved.tsx";
import { WhatChanged } from "../../parts/what-changed.tsx";
import { isFictional, type OwnDraft, ownDraft } from "./own-draft.ts";
import { settingName } from "./setting-name.ts";

/** What changes, and then: publish. Nothing goes out that is not whole. */
export function Screen({ params }: ScreenProps) {
  const scheme = params.scheme ?? "";
  const draft = ownDraft(scheme);
  const done = useSignal<Done | undefined>(undefined);
  const back = { to: `/scheme/${scheme}/charter`, words: app.backTo(words.title) };
  if (done.value !== undefined) {
    return (
      <Page title={words.publishTitle} back={{ to: `/scheme/${scheme}`, words: app.back }}>
        <div class="saved" role="status">
          <p>{words.saved}</p>
          <Standing device={device()} done={done.value} />
        </div>
        <Rows>
          <Row to={`/schemes/${scheme}`} title={words.toCharter} />
        </Rows>
      </Page>
    );
  }
  return (
    <Page title={words.publishTitle} back={back}>
      <p>
        <strong>{draft.title}</strong>
      </p>
      <Review
        scheme={scheme}
        draft={draft}
        onDone={(published) => {
          done.value = published;
        }}
      />
    </Page>
  );
}

interface ReviewProps {
  scheme: string;
  draft: OwnDraft;
  onDone: (done: Done) => void;
}

function Review({ scheme, draft, onDone }: ReviewProps) {
  const errors = useSignal<Errors>({});
  const { published, words: said } = draft;
  const different =
    published && changesFrom(published, said, (of, setting) => draft.said(of, setting) ?? words.notWritten);
  if (different?.length === 0) return <p>{words.nothing}</p>;

  const publish = async () => {
    errors.value = wrongIn(draft);
    if (Object.keys(errors.value).length > 0) return;
    onDone(await act(device(), ["scheme.publish", asPublished(scheme, draft)]));
  };
  return (
    <Form problem={app.problem} errors={errors.value} onSubmit={() => void publish()}>
      {Object.keys(errors.value).length > 0 && <ToPutRight scheme={scheme} errors={errors.value} />}
      {published && different && (
        <WhatChanged title={changeWords.since(published.version)} changes={different} />
      )}
      <p>{nextVersion(draft)}</p>
      {published && <p>{words.stays}</p>}
      <Button kind="first" submit>
        {words.publish}
      </Button>
      {!isFictional() && <Confirm confirmed={office.confirmed} />}
    </Form>
  );
}

function nextVersion({ published, words: said }: OwnDraft): string {
  if (published === undefined) return words.firstVersion;
  const same = changes(published.charter, said.charter).length === 0;
  return same ? words.sameVersion(published.version) : words.nextVersion(published.version + 1);
}

function wrongIn({ words: said }: OwnDraft): Errors {
  return Object.fromEntries([
    ...missing(said).map((setting) => [setting, words.writeFirst(settingName(setting))] as const),
    ...contradicting(said).map((setting) => [setting, contradictions[setting]] as const),
  ]);
}

/** Where each of them is put right; the summary above leads here. */
function ToPutRight({ scheme, errors }: { scheme: string; errors: Errors }) {
  return (
    <>
      <h2 class="nhsuk-heading-s">{words.toPutRight}</h2>
      <ul class="rows">
        {Object.keys(errors).map((setting) => (
          <li key={setting}>
            <Link class="row" id={setting} to={`/scheme/${scheme}/charter/${setting}`}>
              <strong>{settingName(setting as Setting)}</strong>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
