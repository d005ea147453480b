import { useSignal } from "@preact/signals";
import { canInstall, install, needsExplaining } from "../../domain/installing.ts";
import { environment } from "../../domain/phone.ts";
import { Button, Equal } from "../../ui/button.tsx";
import { Drawing } from "../../ui/drawings.tsx";
import { Card } from "../../ui/page.tsx";
import { install as words } from "../../words/account.ts";

const TOLD = "alongside-install-told";

/** Told once, after the app has been of use: how to keep it on the home screen. */
export function InstallHint({ always = false }: { always?: boolean }) {
  const told = useSignal(!always && environment.memory.get(TOLD) !== undefined);
  const explain = needsExplaining();
  if (told.value || !(canInstall.value || explain)) return null;
  const later = () => {
    environment.memory.set(TOLD, "yes");
    told.value = true;
  };
  return (
    <Card>
      <h2 class="nhsuk-heading-s">{words.title}</h2>
      <p>{words.why}</p>
      {explain ? (
        <>
          <ol class="nhsuk-list nhsuk-list--number">
            {words.iphone.map((step, place) => (
              <li key={step}>
                {step} {place < 2 && <Drawing of={place === 0 ? "share" : "add"} size={20} />}
              </li>
            ))}
          </ol>
          {!always && <Button onPress={later}>{words.later}</Button>}
        </>
      ) : (
        <Equal>
          <Button onPress={() => void install()}>{words.button}</Button>
          <Button onPress={later}>{words.later}</Button>
        </Equal>
      )}
    </Card>
  );
}
