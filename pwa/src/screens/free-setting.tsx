import { useSignal } from "@preact/signals";
import type { Availability, PatchAvailability } from "../contract.ts";
import { availabilityOf } from "../domain/availability.ts";
import { device } from "../domain/phone.ts";
import { Button } from "../ui/button.tsx";
import { DateBoxes, type DateTyped } from "../ui/date-boxes.tsx";
import { type Errors, Form, Textarea } from "../ui/form.tsx";
import { Page } from "../ui/page.tsx";
import type { ScreenProps } from "../ui/route.tsx";
import { dateFrom } from "../when.ts";
import { app } from "../words/app.ts";
import { free, type Setting, settings, setting as words } from "../words/availability.ts";
import { participation } from "../words/participation.ts";
import { FreeChoice } from "./parts/free-choice.tsx";
import { say } from "./parts/free-saying.ts";
import { settingWords } from "./parts/free-words.ts";
import { useSaid } from "./parts/said-times.tsx";
import { UntilChoice } from "./parts/until-choice.tsx";

const back = { to: "/you/free", words: app.backTo(free.title) };
const MOST_PLACES = 10;
const LINE = 80;

type Value = PatchAvailability["value"];

/** One thing of how meetings fit. */
export function Screen({ params }: ScreenProps) {
  const of = params.setting as Setting;
  const said = useSaid();
  if (!Object.hasOwn(settings, of)) {
    return (
      <Page title={app.noPage} back={back}>
        <p>{app.noPageWords}</p>
      </Page>
    );
  }
  const held = availabilityOf(device().documents("availability").value);
  const keep = (value: Value) => void said.tell(app.saved, say([{ setting: of, value: value ?? null }]));
  return (
    <Page title={settings[of].name} back={back}>
      {said.shown}
      <p>{settingWords(held, of)}</p>
      <Control key={of} of={of} held={held} keep={keep} />
    </Page>
  );
}

interface ControlProps {
  of: Setting;
  held: Availability;
  keep: (value: Value) => void;
}

function Control({ of, held, keep }: ControlProps) {
  if (of === "paused_until") {
    return (
      <>
        {held.paused_until !== null && <Button onPress={() => keep(null)}>{free.endPause}</Button>}
        <UntilChoice legend={free.pause} onUntil={keep} />
      </>
    );
  }
  if (of === "valid_from" || of === "valid_to") return <ADate of={of} held={held} keep={keep} />;
  if (of === "places") return <Places held={held} keep={keep} />;
  return <FreeChoice of={of} held={held} keep={keep} />;
}

function ADate({ of, held, keep }: ControlProps & { of: "valid_from" | "valid_to" }) {
  const typed = useSignal<DateTyped>({ day: "", month: "", year: "" });
  const error = useSignal<string | undefined>(undefined);
  const save = () => {
    const date = dateFrom(typed.value.day, typed.value.month, typed.value.year);
    error.value = date === undefined ? participation.dateWrong : undefined;
    if (date !== undefined) keep(date);
  };
  return (
    <>
      {held[of] !== null && <Button onPress={() => keep(null)}>{words.noDate}</Button>}
      <Form problem={app.problem} errors={error.value ? { day: error.value } : {}} onSubmit={save}>
        <DateBoxes words={participation} typed={typed} error={error.value} />
        <Button kind="first" submit>
          {app.save}
        </Button>
      </Form>
    </>
  );
}

function Places({ held, keep }: Omit<ControlProps, "of">) {
  const typed = useSignal(held.places.join("\n"));
  const errors = useSignal<Errors>({});
  const save = () => {
    const places = [...new Set(typed.value.split("\n").map((line) => line.trim()))].filter(Boolean);
    const many = places.length > MOST_PLACES && words.placesMany(MOST_PLACES);
    const long = places.some((line) => line.length > LINE) && words.placesLong(LINE);
    errors.value = many || long ? { places: many || long || "" } : {};
    if (!many && !long) keep(places);
  };
  return (
    <Form problem={app.problem} errors={errors.value} onSubmit={save}>
      <Textarea
        id="places"
        label={settings.places.name}
        hint={settings.places.hint}
        error={errors.value.places}
        value={typed.value}
        onInput={(value) => {
          typed.value = value;
        }}
      />
      <Button kind="first" submit>
        {app.save}
      </Button>
    </Form>
  );
}
