import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Done } from "../../domain/acting.ts";
import type { Device } from "../../sync/device.ts";
import { Plain } from "../../ui/button.tsx";
import { State } from "../../ui/page.tsx";
import { Link } from "../../ui/route.tsx";
import { app, states } from "../../words/app.ts";
import { attention } from "../../words/sending.ts";

/** Where a change stands: never more than this phone knows. */
export function Standing({ device, done }: { device: Device; done: Done }) {
  if (cameBack(device, done)) return <Link to="/attention">{attention.title}</Link>;
  const waits = device.outbox.value.some((entry) => entry.id === done.id && entry.outcome === undefined);
  return <State words={waits ? states.onThisPhone : states.sent} />;
}

const cameBack = (device: Device, done: Done) => device.attention.value.some((entry) => entry.id === done.id);

interface SavedProps {
  device: Device;
  words: string;
  done: Done;
  /** The card goes back to what it was. */
  onUndone: () => void;
}

/** What was done, where it stands, and the way back. It stays until the screen is left. */
export function Saved({ device, words, done, onUndone }: SavedProps) {
  const box = useRef<HTMLDivElement>(null);
  const busy = useSignal(false);
  useEffect(() => box.current?.focus(), []);
  const undo = async () => {
    if (busy.value) return;
    busy.value = true;
    if (await done.undo()) onUndone();
    busy.value = false;
  };
  // What has gone and has no opposite is not offered to be taken back.
  const entry = device.outbox.value.find((one) => one.id === done.id);
  const can = (done.opposite && !cameBack(device, done)) || entry?.sent === false;
  return (
    <div class="saved" role="status" tabIndex={-1} ref={box}>
      <p>{words}</p>
      <Standing device={device} done={done} />
      {can && <Plain onPress={() => void undo()}>{app.undo}</Plain>}
    </div>
  );
}
