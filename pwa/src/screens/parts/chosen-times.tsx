import { Plain } from "../../ui/button.tsx";
import { Wrong } from "../../ui/form.tsx";
import { suggesting as words } from "../../words/meetings.ts";
import { type Context, inWords, notesOn } from "./time-notes.ts";

interface ChosenProps {
  context: Context;
  chosen: readonly number[];
  error: string | undefined;
  onChoose: (times: readonly number[], said: string) => void;
}

/** What will be suggested, best first. A time that looks busy has a note beside it, and stays. */
export function Chosen({ context, chosen, error, onChoose }: ChosenProps) {
  const without = (start: number) => chosen.filter((each) => each !== start);
  return (
    <section class={error ? "nhsuk-form-group nhsuk-form-group--error" : "nhsuk-form-group"}>
      <h2 class="nhsuk-heading-s" id="times" tabIndex={-1}>
        {words.your}
      </h2>
      <Wrong id="times" words={error} />
      {chosen.length === 0 && <p class="quiet">{words.nothingYet}</p>}
      <ol class="rows">
        {chosen.map((start, place) => {
          const time = inWords(start);
          return (
            <li key={start}>
              <div class="row">
                <strong>{time}</strong>
                {notesOn(start, context).map((note) => (
                  <span class="quiet" key={note}>
                    {note}
                  </span>
                ))}
                <span class="row__acts">
                  <Plain
                    label={words.removeWhat(time)}
                    onPress={() => onChoose(without(start), words.removed(time))}
                  >
                    {words.remove}
                  </Plain>
                  {place > 0 && (
                    <Plain
                      label={words.firstWhat(time)}
                      onPress={() => onChoose([start, ...without(start)], words.putFirst(time))}
                    >
                      {words.first}
                    </Plain>
                  )}
                </span>
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
