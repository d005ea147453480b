import { useSignal } from "@preact/signals";
import { isSame } from "../../../domain/charter.ts";
import { type Typed, typedOf, valueFrom } from "../../../domain/draft-forms.ts";
import { isSetting, keepDraft, nextOf, type Setting, valueIn, withValue } from "../../../domain/drafts.ts";
import { device, newId } from "../../../domain/phone.ts";
import { Button } from "../../../ui/button.tsx";
import { Form } from "../../../ui/form.tsx";
import { Page } from "../../../ui/page.tsx";
import { go, type ScreenProps } from "../../../ui/route.tsx";
import { app } from "../../../words/app.ts";
import { drafts as words } from "../../../words/drafts.ts";
import { Control } from "./control.tsx";
import { DraftState } from "./draft-state.tsx";
import { ownDraft } from "./own-draft.ts";
import { settingName } from "./setting-name.ts";

/** One setting of the draft: one thing per page, and the next one of its group after it. */
export function Screen({ params }: ScreenProps) {
  const scheme = params.scheme ?? "";
  const setting = params.setting ?? "";
  const back = { to: `/scheme/${scheme}/charter`, words: app.backTo(words.title) };
  if (!isSetting(setting)) {
    return (
      <Page title={app.noPage} back={back}>
        <p>{app.noPageWords}</p>
      </Page>
    );
  }
  return (
    <Page title={settingName(setting)} back={back}>
      <SettingForm scheme={scheme} setting={setting} />
    </Page>
  );
}

function SettingForm({ scheme, setting }: { scheme: string; setting: Setting }) {
  const draft = ownDraft(scheme);
  const typed = useSignal<Typed>(typedOf(setting, valueIn(draft.words, setting)));
  const wrong = useSignal<string | undefined>(undefined);

  const save = async () => {
    const read = valueFrom(setting, typed.value);
    wrong.value = "wrong" in read ? read.wrong : undefined;
    if ("wrong" in read) return;
    // What else the draft says by now stays as it is: only this setting was on the page.
    if (!isSame(read.value, valueIn(draft.words, setting))) {
      const words = withValue(draft.words, setting, read.value);
      await keepDraft(device(), draft.id ?? newId(), scheme, words);
    }
    const next = nextOf(setting);
    go(next === undefined ? `/scheme/${scheme}/charter` : `/scheme/${scheme}/charter/${next}`);
  };
  return (
    <>
      <DraftState scheme={scheme} draft={draft.id} />
      <Form
        problem={app.problem}
        errors={wrong.value === undefined ? {} : { [setting]: wrong.value }}
        onSubmit={() => void save()}
      >
        <Control setting={setting} typed={typed} error={wrong.value} />
        <Button kind="first" submit>
          {words.save}
        </Button>
      </Form>
    </>
  );
}
