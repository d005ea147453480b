import { useSignal } from "@preact/signals";
import { meets, type Offer, suggestions } from "../../domain/free-times.ts";
import { rest } from "../../domain/rota.ts";
import { Plain } from "../../ui/button.tsx";
import { Checkboxes } from "../../ui/choice.tsx";
import { suggesting as words } from "../../words/meetings.ts";
import { restNotes } from "./rested.ts";
import { type Context, inWords } from "./time-notes.ts";

interface OfferedTimesProps {
  context: Context & { offer: Offer };
  chosen: readonly number[];
  most: number;
  onChoose: (times: readonly number[], said: string) => void;
}

/** The best of what the mentor offers and this doctor is free and rested for; ticking is choosing, best first. */
export function OfferedTimes({ context, chosen, most, onChoose }: OfferedTimesProps) {
  const shown = useSignal(most);
  const { offer, minutes, now, all, about } = context;
  const found = suggestions(offer, minutes, rest.value, now, shown.value, (start) =>
    meets(all, start, minutes, about),
  );
  const starts = found.map(({ start }) => start).sort((one, other) => one - other);
  const { mentor } = context;
  if (starts.length === 0) {
    return <p>{mentor === undefined ? words.ownNoneFree : words.noneFree(mentor)}</p>;
  }
  const turn = (ticked: string[]) => {
    const times = ticked.map(Number);
    const fresh = times.find((start) => !chosen.includes(start));
    if (fresh !== undefined) {
      if (chosen.length < most) onChoose([...chosen, fresh], words.added(inWords(fresh)));
      else onChoose(chosen, words.tooMany);
      return;
    }
    const gone = starts.find((start) => chosen.includes(start) && !times.includes(start));
    if (gone !== undefined)
      onChoose(
        chosen.filter((each) => each !== gone),
        words.removed(inWords(gone)),
      );
  };
  return (
    <>
      <Checkboxes
        id="offered"
        legend={mentor === undefined ? words.ownFree : words.free(mentor)}
        values={chosen.map(String)}
        onChange={turn}
        options={starts.map((start) => ({
          value: String(start),
          words: inWords(start),
          hint: restNotes(start, minutes, now * 1000).join(". "),
        }))}
      />
      {found.length >= shown.value && (
        <p>
          <Plain
            onPress={() => {
              shown.value += most;
            }}
          >
            {words.more}
          </Plain>
        </p>
      )}
    </>
  );
}
