import { useSignal } from "@preact/signals";
import { forgetRota, rota } from "../../domain/rota.ts";
import { Checkboxes } from "../../ui/choice.tsx";
import { rota as words } from "../../words/rota.ts";

/** The rota never came from the server, so whether it goes too is asked: `shown`, and `forget` when it is time. */
export function useRotaToo() {
  const removing = useSignal<string[]>([]);
  const shown = (rota.value?.sources.length ?? 0) > 0 && (
    <Checkboxes
      id="removing"
      legend={words.title}
      values={removing.value}
      options={[{ value: "rota", words: words.logOut }]}
      onChange={(values) => {
        removing.value = values;
      }}
    />
  );
  const forget = async (account: string) => {
    if (removing.value.length > 0) await forgetRota(account);
  };
  return { shown, forget };
}
