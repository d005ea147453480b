import { forgetQuiet } from "../sync/quiet.ts";
import { TAG } from "../sync/tag.ts";
import { get, type Outcome, put, remove } from "./asking.ts";
import { environment, phone, TELLING } from "./phone.ts";

/** Whether this phone is told when the app is closed: asked for by its owner, on this phone alone. */

export interface Choice {
  kinds: readonly ("notice" | "event" | "meeting")[];
  /** Whose notices to all who follow. */
  schemes: readonly string[];
  /** Whether the lock screen may say what it is about. */
  detail: boolean;
  /** Minutes of the day, by the clock of `zone`. */
  quiet_from: number;
  quiet_to: number;
  zone: string;
}

export type Telling =
  | { state: "cannot" | "blocked" | "off" }
  | { state: "on"; choice: Choice }
  /** What this phone last knew. */
  | { state: "offline"; choice: Choice | undefined };

interface Answer {
  key: string;
  choice: Choice | null;
  endpoint: string | null;
}

const PATH = "/api/webpush";
/** A browser that cannot reach its push service may never say so. */
const PATIENCE = 20_000;

export const QUIET: Pick<Choice, "quiet_from" | "quiet_to"> = { quiet_from: 20 * 60, quiet_to: 8 * 60 };

export const here = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

const can = () =>
  navigator.serviceWorker !== undefined && "PushManager" in globalThis && "Notification" in globalThis;

/** How it stands. What the browser renewed by itself, the server hears now. */
export async function look(): Promise<Outcome<Telling>> {
  if (!can()) return found({ state: "cannot" });
  if (Notification.permission === "denied") return found({ state: "blocked" });
  const answer = await get<Answer>(PATH);
  if (!answer.ok) {
    if (answer.code !== "offline") return answer;
    return found({ state: "offline", choice: remembered() });
  }
  // A push service that forgot this browser made the server forget too: what was asked for here still holds.
  const asked = answer.value.choice ?? remembered();
  const choice = asked && ofFollowed(asked);
  const allowed = choice !== undefined && Notification.permission === "granted";
  const subscription = allowed ? await subscribe(answer.value.key).catch(() => undefined) : undefined;
  if (choice === undefined || subscription === undefined) return found({ state: "off" });
  if (subscription.endpoint !== answer.value.endpoint || choice.schemes.length !== asked?.schemes.length) {
    const done = await put(PATH, said(choice, subscription));
    if (!done.ok) return done;
  }
  remember(choice);
  return found({ state: "on", choice });
}

/** Where this phone is told: what changed here since, the server hears now, or when the app is next opened. */
export async function keepUp(): Promise<void> {
  if (remembered() !== undefined) await look();
}

/** Nobody is told of a scheme that this phone follows no more. */
function ofFollowed(choice: Choice): Choice {
  const followed = phone.peek()?.following.peek() ?? [];
  return { ...choice, schemes: choice.schemes.filter((scheme) => followed.includes(scheme)) };
}

/**
 * Called by a press, and by nothing else: the browser asks the person whether the app may show anything.
 * `unreached`: it could not reach its push service.
 */
export async function turnOn(choice: Choice): Promise<Outcome<Telling>> {
  if ((await Notification.requestPermission()) !== "granted") {
    return found({ state: Notification.permission === "denied" ? "blocked" : "off" });
  }
  const answer = await get<Answer>(PATH);
  if (!answer.ok) return answer;
  const subscription = await subscribe(answer.value.key).catch(() => undefined);
  if (subscription === undefined) return { ok: false, code: "unreached" };
  const done = await put(PATH, said(choice, subscription));
  if (!done.ok) return done;
  remember(choice);
  return found({ state: "on", choice });
}

export async function turnOff(): Promise<Outcome<Telling>> {
  const answer = await remove(PATH);
  if (!answer.ok) return answer;
  await unsubscribe();
  return found({ state: "off" });
}

/** Who has the app before them reads it there: a line may have been taken back since, or be over. */
export async function closeLines(): Promise<void> {
  const registration = can() ? await navigator.serviceWorker.getRegistration() : undefined;
  for (const line of (await registration?.getNotifications({ tag: TAG })) ?? []) line.close();
}

/** Nobody is logged in here any more. */
export async function forgetTelling(): Promise<void> {
  await closeLines().catch(() => {});
  await forgetQuiet(environment);
  await unsubscribe();
}

const found = (telling: Telling): Outcome<Telling> => ({ ok: true, value: telling });

async function held(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.ready;
  return registration.pushManager.getSubscription();
}

async function subscribe(key: string): Promise<PushSubscription | undefined> {
  const { pushManager } = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: key };
  const there = await pushManager.getSubscription();
  // Made for another server's key: a browser has one at a time.
  if (there !== null && keyOf(there) !== key) await there.unsubscribe();
  const late = new Promise<undefined>((resolve) => {
    environment.after(PATIENCE, () => resolve(undefined));
  });
  return Promise.race([pushManager.subscribe(options), late]);
}

async function unsubscribe(): Promise<void> {
  remember(undefined);
  if (can() && (await navigator.serviceWorker.getRegistration()) !== undefined) {
    await (await held())?.unsubscribe();
  }
}

function said(choice: Choice, subscription: PushSubscription) {
  const key = (name: PushEncryptionKeyName) => base64url(subscription.getKey(name));
  return { ...choice, endpoint: subscription.endpoint, p256dh: key("p256dh"), auth: key("auth") };
}

const keyOf = (subscription: PushSubscription) => base64url(subscription.options.applicationServerKey);

function base64url(bytes: ArrayBuffer | null): string {
  const text = String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0)));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function remember(choice: Choice | undefined): void {
  const account = phone.peek()?.account;
  environment.memory.set(TELLING, choice && JSON.stringify({ account, choice }));
}

/** What whoever is logged in asked for on this phone. */
function remembered(): Choice | undefined {
  const kept = JSON.parse(environment.memory.get(TELLING) ?? "{}") as { account?: string; choice?: Choice };
  return kept.account === phone.peek()?.account ? kept.choice : undefined;
}
