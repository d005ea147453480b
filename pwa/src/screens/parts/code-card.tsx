import { useSignal } from "@preact/signals";
import { inHalves, linkTo } from "../../domain/codes.ts";
import { device } from "../../domain/phone.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/page.tsx";
import { Qr } from "../../ui/qr.tsx";
import { codes as words } from "../../words/relationships.ts";

/** A code to be read out, sent or scanned. It stands behind the "#" of its link: no log ever sees it. */
export function CodeCard({ code, pair }: { code: string; pair: string }) {
  const copied = useSignal(false);
  const link = linkTo(location.origin, code);
  const waits = device().pendingFor("relationship", pair) === "on-this-phone";
  const share = async () => {
    const text = words.shareWords(inHalves(code));
    if (typeof navigator.share === "function") {
      // Closing the sheet is not a fault.
      await navigator.share({ text, url: link }).catch(() => {});
      return;
    }
    await navigator.clipboard.writeText(`${text} ${link}`);
    copied.value = true;
  };
  return (
    <Card>
      <h2 class="nhsuk-heading-s">{words.code}</h2>
      <p class="code">{inHalves(code)}</p>
      <p class="quiet" role="status">
        {copied.value ? words.copied : waits ? words.whenSent : words.once}
      </p>
      <Qr text={link} label={words.qr} />
      <Button onPress={() => void share()}>{words.share}</Button>
    </Card>
  );
}
