import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { updatedElsewhere, updateNow, updateWaits } from "../domain/installing.ts";
import { anotherAccount, cleared, phone } from "../domain/phone.ts";
import { Button } from "../ui/button.tsx";
import { go, place } from "../ui/route.tsx";
import { bars } from "../words/app.ts";

interface NoticeProps {
  words: string;
  /** It is about what the person did just now: it comes into view, wherever they are on the page. */
  now?: boolean;
  children?: ComponentChildren;
}

function Notice({ words, now = false, children }: NoticeProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (now) box.current?.scrollIntoView();
  }, [now]);
  return (
    <div class="notice" role={now ? "alert" : "status"} ref={box}>
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
        <Notice words={bars.storageFull} now>
          <Button onPress={() => go("/room")}>{bars.storageFullHow}</Button>
        </Notice>
      )}
      {status?.lost && <Notice words={bars.storageLost} />}
      {cleared.value && status?.lost === false && (
        <Notice words={bars.storageBack}>
          <Button
            onPress={() => {
              cleared.value = false;
            }}
          >
            {bars.understood}
          </Button>
        </Notice>
      )}
      {anotherAccount.value && (
        <Notice words={bars.anotherTab}>
          <Button onPress={() => location.reload()}>{bars.reload}</Button>
        </Notice>
      )}
    </>
  );
}
