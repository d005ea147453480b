import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Button } from "../../ui/button.tsx";
import { times as words } from "../../words/times.ts";

interface LinkBoxProps {
  title: string;
  intro: string;
  /** What stands behind the "#". */
  fragment: string;
}

/** A link to send by whatever means the two choose. We do not send it, and do not keep it. */
export function LinkBox({ title, intro, fragment }: LinkBoxProps) {
  const link = `${location.origin}/together/link#${fragment}`;
  const told = useSignal("");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);

  const copy = async () => {
    told.value = "";
    try {
      await navigator.clipboard.writeText(link);
      told.value = words.copied;
    } catch {
      told.value = words.copyByHand;
    }
  };
  const share = () => {
    // Closing the phone's own sheet is no fault.
    void navigator.share({ url: link }).catch(() => {});
  };
  return (
    <section class="card">
      <h2 class="nhsuk-heading-m" tabIndex={-1} ref={heading}>
        {title}
      </h2>
      <p>{intro}</p>
      <pre class="words">{link}</pre>
      <Button onPress={() => void copy()}>{words.copy}</Button>{" "}
      {typeof navigator.share === "function" && <Button onPress={share}>{words.share}</Button>}
      <p role="status">{told.value}</p>
    </section>
  );
}
