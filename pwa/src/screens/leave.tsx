import { useSignal } from "@preact/signals";
import { act, type Done } from "../domain/acting.ts";
import { partIn, type Role } from "../domain/participation.ts";
import { device } from "../domain/phone.ts";
import { Button, Equal } from "../ui/button.tsx";
import { Radios } from "../ui/choice.tsx";
import { Form } from "../ui/form.tsx";
import { Page } from "../ui/page.tsx";
import { go, Link, type ScreenProps } from "../ui/route.tsx";
import { app } from "../words/app.ts";
import { participation as words } from "../words/participation.ts";
import { schemes as schemeWords } from "../words/schemes.ts";
import { Saved } from "./parts/saved.tsx";

/** Leaving: one act, no reason. Only a mentor is asked about the doctors they already meet. */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const scheme = params.scheme ?? "";
  const role = (params.role ?? "mentee") as Role;
  const name = open.documents("scheme").value.get(scheme)?.name ?? schemeWords.unknown;
  const current = useSignal<string | undefined>(undefined);
  const error = useSignal<string | undefined>(undefined);
  const done = useSignal<Done | undefined>(undefined);
  const back = { to: `/schemes/${scheme}/taking-part`, words: app.back };
  const asks = role === "mentor";

  if (done.value !== undefined) {
    return (
      <Page title={words.leaveTitle(name)} back={{ to: "/", words: app.toToday }}>
        <Saved
          device={open}
          done={done.value}
          words={words.savedOut(name)}
          onUndone={() => {
            done.value = undefined;
          }}
        />
        <p>{words.anytime}</p>
        <p>
          <Link to="/schemes">{words.findScheme}</Link>
        </p>
      </Page>
    );
  }
  const leave = async () => {
    if (asks && current.value === undefined) {
      error.value = words.chooseOne;
      return;
    }
    const inNow = partIn(open.documents("participation").peek(), scheme, role).length > 0;
    done.value = await act(
      open,
      ["participation.opt_out", { scheme, role, current: current.value === "keep" ? "keep" : "end" }],
      inNow ? ["participation.opt_in", { scheme, role }] : undefined,
    );
  };
  return (
    <Page title={words.leaveTitle(name)} back={back}>
      <p>{role === "mentee" ? words.leaveWordsMentee : words.leaveWords}</p>
      <Form
        problem={app.problem}
        errors={error.value ? { current: error.value } : {}}
        onSubmit={() => void leave()}
      >
        {asks && (
          <Radios
            id="current"
            legend={words.leaveCurrent}
            error={error.value}
            value={current.value}
            onChoose={(value) => {
              current.value = value;
            }}
            options={[
              { value: "keep", words: words.leaveKeep },
              { value: "end", words: words.leaveEnd },
            ]}
          />
        )}
        <Equal>
          <Button submit>{words.leave}</Button>
          <Button onPress={() => go(back.to)}>{words.stay}</Button>
        </Equal>
      </Form>
    </Page>
  );
}
