import { useSignal } from "@preact/signals";
import { canStopFollowing, stopFollowing } from "../../domain/following.ts";
import { device } from "../../domain/phone.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/page.tsx";
import { following as words } from "../../words/following.ts";

/** A scheme that this phone follows because it was looked at, and the way to stop. */
export function Following({ scheme }: { scheme: string }) {
  const open = device();
  const stopped = useSignal(false);
  if (canStopFollowing(open, scheme))
    return (
      <Card>
        <p>{words.follows}</p>
        <p>{words.goes}</p>
        <Button
          onPress={() => {
            void stopFollowing(open, scheme).then(() => {
              stopped.value = true;
            });
          }}
        >
          {words.stop}
        </Button>
      </Card>
    );
  return <div role="status">{stopped.value && <p>{words.stopped}</p>}</div>;
}
