import { type Signal, useSignal } from "@preact/signals";
import { act, type Done } from "../domain/acting.ts";
import { calendarOf, feedAddress, followAddress } from "../domain/calendar.ts";
import { device } from "../domain/phone.ts";
import { Button } from "../ui/button.tsx";
import { Radios } from "../ui/choice.tsx";
import { Page, Quiet } from "../ui/page.tsx";
import { you } from "../words/account.ts";
import { app } from "../words/app.ts";
import { calendar as words } from "../words/calendar.ts";
import { Saved } from "./parts/saved.tsx";
import { Standing } from "./parts/standing.tsx";

/** Agreed meetings in the calendar app that somebody uses anyway: only if they ask for it. */
export function Screen() {
  const open = device();
  const { token } = calendarOf(open.documents("calendar").value);
  const chosen = useSignal<Done | undefined>(undefined);
  const taken = useSignal<Done | undefined>(undefined);
  const opening = open.outbox.value.some((entry) => entry.name === "calendar.open");
  const revoke = async () => {
    chosen.value = undefined;
    taken.value = await act(open, ["calendar.revoke", {}]);
  };
  const make = () => {
    taken.value = undefined;
    void open.mutate("calendar.open", {});
  };
  return (
    <Page title={words.title} back={{ to: "/you", words: app.backTo(you.title) }}>
      <p>{words.intro}</p>
      <p>{words.hours}</p>
      {taken.value && (
        <Saved
          device={open}
          words={words.revoked}
          done={taken.value}
          onUndone={() => {
            taken.value = undefined;
          }}
        />
      )}
      {token !== null ? (
        <Address address={feedAddress(location.origin, token)} />
      ) : opening ? (
        <>
          <p>{words.making}</p>
          <Standing kind="calendar" id={open.account} />
        </>
      ) : (
        <>
          {!taken.value && <p>{words.none}</p>}
          <Button kind="first" onPress={make}>
            {words.make}
          </Button>
        </>
      )}
      <Detail chosen={chosen} />
      {token !== null && (
        <>
          <h2 class="nhsuk-heading-m">{words.revoke}</h2>
          <p>{words.revokeWords}</p>
          <Button onPress={() => void revoke()}>{words.revoke}</Button>
        </>
      )}
    </Page>
  );
}

function Address({ address }: { address: string }) {
  const told = useSignal("");
  const copy = async () => {
    told.value = "";
    try {
      await navigator.clipboard.writeText(address);
      told.value = words.copied;
    } catch {
      told.value = words.copyByHand;
    }
  };
  return (
    <section class="card">
      <h2 class="nhsuk-heading-m">{words.address}</h2>
      <pre class="words">{address}</pre>
      <p>{words.addressWords}</p>
      <p>
        <a class="nhsuk-button" href={followAddress(address)}>
          {words.open}
        </a>
      </p>
      <Button onPress={() => void copy()}>{words.copy}</Button>
      <p role="status">{told.value}</p>
      <Quiet>{words.byHand}</Quiet>
    </section>
  );
}

/** Neutral unless the person chooses otherwise; it holds for files of single meetings, too. */
function Detail({ chosen }: { chosen: Signal<Done | undefined> }) {
  const open = device();
  const { detail } = calendarOf(open.documents("calendar").value);
  const choose = async (next: boolean) => {
    if (next === detail) return;
    chosen.value = await act(open, ["calendar.detail", { detail: next }], ["calendar.detail", { detail }]);
  };
  return (
    <>
      <Radios
        id="entries"
        legend={words.entries}
        large
        value={detail ? "detail" : "neutral"}
        onChoose={(value) => void choose(value === "detail")}
        options={[
          { value: "neutral", words: words.neutral, hint: words.neutralHint },
          { value: "detail", words: words.detail, hint: words.detailHint },
        ]}
      />
      {chosen.value && (
        <Saved
          device={open}
          words={words.saved}
          done={chosen.value}
          onUndone={() => {
            chosen.value = undefined;
          }}
        />
      )}
      <Quiet>{words.never}</Quiet>
      <Quiet>{words.reads}</Quiet>
    </>
  );
}
