import { useSignal } from "@preact/signals";
import { act, type Done } from "../../domain/acting.ts";
import type { Role } from "../../domain/participation.ts";
import { device, newId } from "../../domain/phone.ts";
import { looksLikeEmail } from "../../domain/session.ts";
import { Button } from "../../ui/button.tsx";
import { Radios } from "../../ui/choice.tsx";
import { type Errors, Form, Input } from "../../ui/form.tsx";
import { Page } from "../../ui/page.tsx";
import type { ScreenProps } from "../../ui/route.tsx";
import { app } from "../../words/app.ts";
import { office as words } from "../../words/office.ts";
import { roles } from "../../words/roles.ts";
import { Saved } from "../parts/saved.tsx";
import { wrong } from "../parts/sending.ts";

export function Screen({ params }: ScreenProps) {
  const open = device();
  const scheme = params.scheme ?? "";
  const offered = open.documents("scheme").value.get(scheme)?.roles ?? [];
  const email = useSignal("");
  const name = useSignal("");
  const role = useSignal<string | undefined>(undefined);
  const errors = useSignal<Errors>({});
  const saved = useSignal<{ done: Done; words: string } | undefined>(undefined);

  const send = async () => {
    const chosen = role.value as Role | undefined;
    errors.value = wrong({
      email: looksLikeEmail(email.value) ? undefined : words.emailWrong,
      name: name.value.trim() ? undefined : words.nameMissing,
      role: chosen ? undefined : words.roleMissing,
    });
    if (Object.keys(errors.value).length > 0 || chosen === undefined) return;
    const invitation = {
      invitation: newId(),
      scheme,
      role: chosen,
      email: email.value.trim(),
      name: name.value.trim(),
    };
    const done = await act(open, ["invitation.send", { ...invitation, fields: {} }]);
    saved.value = { done, words: words.inviteSaved(invitation.name) };
    email.value = "";
    name.value = "";
  };
  return (
    <Page title={words.invite} back={{ to: `/scheme/${scheme}`, words: app.back }}>
      <p>{words.inviteIntro}</p>
      {saved.value && (
        <Saved
          key={saved.value.done.id ?? ""}
          device={open}
          {...saved.value}
          onUndone={() => {
            saved.value = undefined;
          }}
        />
      )}
      <Form problem={app.problem} errors={errors.value} onSubmit={() => void send()}>
        <Input
          id="email"
          label={words.email}
          type="email"
          autoComplete="off"
          error={errors.value.email}
          value={email.value}
          onInput={(typed) => {
            email.value = typed;
          }}
        />
        <Input
          id="name"
          label={words.name}
          autoComplete="off"
          maxLength={120}
          error={errors.value.name}
          value={name.value}
          onInput={(typed) => {
            name.value = typed;
          }}
        />
        <Radios
          id="role"
          legend={words.role}
          error={errors.value.role}
          value={role.value}
          onChoose={(value) => {
            role.value = value;
          }}
          options={offered.map((value) => ({ value, words: roles[value].name }))}
        />
        <Button kind="first" submit>
          {words.send}
        </Button>
      </Form>
    </Page>
  );
}
