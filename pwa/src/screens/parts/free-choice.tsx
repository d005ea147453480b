import { useSignal } from "@preact/signals";
import type { Availability, PatchAvailability } from "../../contract.ts";
import { Button } from "../../ui/button.tsx";
import { Checkboxes, type Option, Radios } from "../../ui/choice.tsx";
import { Form } from "../../ui/form.tsx";
import { app } from "../../words/app.ts";
import { type Setting, settings, setting as words } from "../../words/availability.ts";
import { modes } from "../../words/profile.ts";
import { phoneZone } from "./free-saying.ts";
import { settingWords, zoneWords } from "./free-words.ts";

const KEPT = [0, 5, 10, 15, 20, 30, 45, 60, 90, 120];
const FEW: Partial<Record<Setting, readonly number[]>> = {
  lengths: [15, 20, 30, 45, 60, 90, 120],
  grid: [5, 10, 15, 20, 30, 60],
  before: KEPT,
  after: KEPT,
  notice_hours: [0, 2, 4, 12, 24, 48, 72, 168, 336],
  horizon_weeks: [1, 2, 4, 6, 8, 12, 16, 26],
};

interface FreeChoiceProps {
  of: Setting;
  held: Availability;
  keep: (value: PatchAvailability["value"]) => void;
}

/** A setting that is chosen from a few: one of them, or any. */
export function FreeChoice({ of, held, keep }: FreeChoiceProps) {
  const several = of === "lengths" || of === "modes";
  const chosen = useSignal<readonly string[]>([held[of]].flat().map(String));
  const error = useSignal<string | undefined>(undefined);
  const save = () => {
    error.value = chosen.value.length === 0 && of !== "modes" ? words.lengthMissing : undefined;
    if (error.value !== undefined) return;
    const values = of === "modes" || of === "zone" ? chosen.value : chosen.value.map(Number);
    if (!several) keep(values[0]);
    else keep(of === "lengths" ? chosen.value.map(Number).sort((one, other) => one - other) : chosen.value);
  };
  const common = {
    id: of,
    legend: settings[of].name,
    hint: settings[of].hint,
    error: error.value,
    options: optionsOf(of, held),
  };
  return (
    <Form problem={app.problem} errors={error.value ? { [of]: error.value } : {}} onSubmit={save}>
      {several ? (
        <Checkboxes
          {...common}
          values={chosen.value}
          onChange={(values) => {
            chosen.value = values;
          }}
        />
      ) : (
        <Radios
          {...common}
          value={chosen.value[0]}
          onChoose={(value) => {
            chosen.value = [value];
          }}
        />
      )}
      <Button kind="first" submit>
        {app.save}
      </Button>
    </Form>
  );
}

/** The few, and what holds now, wherever it was chosen. */
function optionsOf(of: Setting, held: Availability): Option[] {
  if (of === "modes") return Object.entries(modes).map(([value, said]) => ({ value, words: said }));
  if (of === "zone") {
    const zones = new Set([held.zone, phoneZone(), "Europe/London"]);
    return [...zones].map((value) => ({
      value,
      words: zoneWords(value),
      hint: value === phoneZone() ? words.phoneZone : undefined,
    }));
  }
  const now = [held[of]].flat().filter((one): one is number => typeof one === "number");
  const all = [...new Set([...(FEW[of] ?? []), ...now])].sort((one, other) => one - other);
  return all.map((each) => ({
    value: String(each),
    words: settingWords({ ...held, [of]: of === "lengths" ? [each] : each }, of),
  }));
}
