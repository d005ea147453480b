import { useSignal } from "@preact/signals";
import { forgetRota, rota } from "../../domain/rota.ts";
import { Checkboxes } from "../../ui/choice.tsx";
import { clearing as words } from "../../words/own-account.ts";

/**
 * What else goes from this phone, asked and never assumed: `shown`, and how it was answered. The rota never
 * came from the server. What did, may go where nothing of it still has to be sent or read (`settled`).
 */
export function useClearing({ settled }: { settled: boolean }) {
  const chosen = useSignal<string[]>([]);
  const sources = rota.value?.sources.length;
  const options = [
    ...(settled ? [{ value: "kept", words: words.kept, hint: words.keptHint }] : []),
    ...(sources ? [{ value: "rota", words: words.rota }] : []),
  ];
  const kept = () => settled && chosen.value.includes("kept");
  return {
    shown: options.length > 0 && (
      <Checkboxes
        id="clearing"
        legend={words.legend}
        values={chosen.value}
        options={options}
        onChange={(values) => {
          chosen.value = values;
        }}
      />
    ),
    kept,
    async forgetRota(account: string) {
      if (chosen.value.includes("rota")) await forgetRota(account);
    },
  };
}
