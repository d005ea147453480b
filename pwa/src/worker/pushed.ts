import { quietUntil } from "../sync/quiet.ts";
import { TAG } from "../sync/tag.ts";
import { neutral } from "../words/shown.ts";
import { heldAt, lineOf, placeOf, saidIn } from "./message.ts";

/** A message came while the app was closed: one quiet line, and a tap opens the app. */

declare const self: ServiceWorkerGlobalScope;

interface Shown extends NotificationOptions {
  /** Chromium's: shown by the browser itself, later. */
  showTrigger?: unknown;
}

export async function show(body: string, now: number): Promise<void> {
  const until = await quietUntil(self, now).catch(() => undefined);
  const trigger = triggerAt(until);
  const said = heldAt(saidIn(body), trigger === undefined ? now : (until ?? now));
  const options: Shown = {
    body: lineOf(said),
    tag: TAG,
    data: placeOf(said),
    icon: "/icons/mark-192.png",
    lang: "en-GB",
    silent: until !== undefined,
  };
  if (trigger !== undefined) Object.assign(options, { showTrigger: trigger, silent: false });
  await self.registration.showNotification(neutral.title, options);
}

/** Where the browser can hold a line back until then. */
function triggerAt(until: number | undefined): unknown {
  const Trigger = (self as { TimestampTrigger?: new (at: number) => unknown }).TimestampTrigger;
  const can = Trigger !== undefined && "showTrigger" in Notification.prototype;
  return can && until !== undefined ? new Trigger(until) : undefined;
}

export interface SubscriptionChange extends ExtendableEvent {
  readonly oldSubscription?: PushSubscription | null;
}

/** The browser's place for messages is another one. Only the app sends: it says so when it is next opened. */
export async function renew({ oldSubscription }: SubscriptionChange): Promise<void> {
  const key = oldSubscription?.options.applicationServerKey;
  if (!key) return;
  await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

/** In a window that is there, or in a new one. */
export async function open(place: unknown, isSealed: (one: Client) => boolean): Promise<void> {
  const to = typeof place === "string" && place.startsWith("/") ? place : "/notices";
  const windows = await self.clients.matchAll({ type: "window" });
  const ours = windows.find((one) => !isSealed(one));
  if (ours === undefined) {
    await self.clients.openWindow(to);
    return;
  }
  await ours.focus().catch(() => {});
  ours.postMessage({ open: to });
}
