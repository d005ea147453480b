import { useSignal } from "@preact/signals";
import type { Documents } from "../contract.ts";
import { act, type Done } from "../domain/acting.ts";
import { device } from "../domain/phone.ts";
import { Button } from "../ui/button.tsx";
import { Form, Input } from "../ui/form.tsx";
import { Card, Page, Quiet } from "../ui/page.tsx";
import { day } from "../when.ts";
import { you } from "../words/account.ts";
import { app } from "../words/app.ts";
import { devices as words } from "../words/own-account.ts";
import { Saved } from "./parts/saved.tsx";
import { Standing } from "./parts/standing.tsx";

export function Screen() {
  const open = device();
  const own = open.id.value;
  const all = [...open.documents("device").value].filter(([, body]) => !body.revoked);
  all.sort(([one, a], [other, b]) =>
    one === own ? -1 : other === own ? 1 : (b.last_seen ?? "").localeCompare(a.last_seen ?? ""),
  );
  return (
    <Page title={words.title} back={{ to: "/you", words: app.backTo(you.title) }}>
      <p>{words.intro}</p>
      {all.length === 0 && <p>{words.empty}</p>}
      {all.map(([id, body]) => (
        <OnePhone key={id} id={id} body={body} own={id === own} />
      ))}
    </Page>
  );
}

function OnePhone({ id, body, own }: { id: string; body: Documents["device"]; own: boolean }) {
  const open = device();
  const name = body.name || (own ? words.this : words.unnamed);
  const typed = useSignal(body.name);
  const naming = useSignal(false);
  const error = useSignal<string | undefined>(undefined);
  const done = useSignal<Done | undefined>(undefined);
  const field = `name-${id}`;

  const save = async () => {
    const next = typed.value.trim();
    error.value = next ? undefined : words.nameMissing;
    if (!next) return;
    const back = body.name ? (["device.name", { device: id, name: body.name }] as const) : undefined;
    done.value = await act(open, ["device.name", { device: id, name: next }], back);
    naming.value = false;
  };
  return (
    <Card>
      <h2 class="nhsuk-heading-s">{name}</h2>
      {own && body.name && <Quiet>{words.this}</Quiet>}
      {!own && <Quiet>{body.last_seen ? words.lastSeen(day(body.last_seen)) : words.neverSeen}</Quiet>}
      {done.value ? (
        <Saved
          device={open}
          words={app.saved}
          done={done.value}
          onUndone={() => {
            done.value = undefined;
          }}
        />
      ) : (
        <Standing kind="device" id={id} />
      )}
      {naming.value ? (
        <Form
          problem={app.problem}
          errors={error.value ? { [field]: error.value } : {}}
          onSubmit={() => void save()}
        >
          <Input
            id={field}
            label={words.name}
            hint={words.nameHint}
            maxLength={80}
            error={error.value}
            value={typed.value}
            onInput={(value) => {
              typed.value = value;
            }}
          />
          <Button submit>{app.save}</Button>
        </Form>
      ) : (
        <Button
          label={words.renameWhat(name)}
          onPress={() => {
            naming.value = true;
          }}
        >
          {words.rename}
        </Button>
      )}
      {!own && (
        <>
          <Quiet>{words.removeWords}</Quiet>
          <Button
            label={words.removeWhat(name)}
            onPress={() => void open.mutate("device.revoke", { device: id })}
          >
            {words.remove}
          </Button>
        </>
      )}
    </Card>
  );
}
