import type { ComponentChildren } from "preact";
import { updatedElsewhere, updateNow, updateWaits } from "../domain/installing.ts";
import { anotherAccount, phone } from "../domain/phone.ts";
import { Button } from "../ui/button.tsx";
import { go, place } from "../ui/route.tsx";
import { bars } from "../words/app.ts";

function Notice({ words, children }: { words: string; children?: ComponentChildren }) {
  return (
    <div class="notice" role="status">
      <p>{words}</p>
      {children}
    </div>
  );
}

/** What the app has to say about itself, each with its way on. Nothing happens by itself. */
export function Bars() {
  const { path } = place.value;
  const status = phone.value?.status.value;
  return (
    <>
      {updateWaits.value && !updatedElsewhere.value && (
        <Notice words={bars.update}>
          <Button onPress={updateNow}>{bars.updateNow}</Button>
        </Notice>
      )}
      {updatedElsewhere.value && (
        <Notice words={bars.updated}>
          <Button onPress={updateNow}>{bars.openNew}</Button>
        </Notice>
      )}
      {status?.mark === "update-needed" && <Notice words={bars.updateNeeded} />}
      {status?.mark === "signed-out" && path !== "/log-in" && (
        <Notice words={bars.signedOut}>
          <Button onPress={() => go("/log-in")}>{bars.logIn}</Button>
        </Notice>
      )}
      {status?.mark === "storage-full" && (
        <Notice words={bars.storageFull}>
          <Button onPress={() => go("/room")}>{bars.storageFullHow}</Button>
        </Notice>
      )}
      {status?.mark === "storage-lost" && <Notice words={bars.storageLost} />}
      {anotherAccount.value && (
        <Notice words={bars.anotherTab}>
          <Button onPress={() => location.reload()}>{bars.reload}</Button>
        </Notice>
      )}
    </>
  );
}
