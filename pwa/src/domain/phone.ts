import { effect, signal } from "@preact/signals";
import { rememberAccount, rememberedAccount } from "../sync/account.ts";
import { type Device, openDevice } from "../sync/device.ts";
import { browserEnvironment } from "../sync/environment.ts";
import { forgetCodes } from "./attended.ts";

/** This phone, open for one account: what every screen reads and acts through. */

declare const APP_VERSION: string;

export const version = APP_VERSION;
export const environment = browserEnvironment(version);

/** Where a round of turns is remembered, after the time until which it is. */
export const TURNS = "alongside-turns";

/** Notices that were put away on this phone. */
export const PUT_AWAY = "alongside-put-away";

/** Where it is remembered that this phone is told while the app is closed. */
export const TELLING = "alongside-telling";

// Turns that nobody came back to are not left lying on the phone, even if their screen is never opened.
if (Number.parseInt(environment.memory.get(TURNS) ?? "", 10) < environment.now())
  environment.memory.set(TURNS, undefined);

/** Undefined while nobody has logged in on this phone. */
export const phone = signal<Device | undefined>(undefined);

/** The minute, so that "As at 9:12am today" does not grow old on an open screen. */
export const clock = signal(environment.now());
environment.after(30_000, function tick() {
  clock.value = environment.now();
  environment.after(30_000, tick);
});
/** Another window logged in as someone else, or out: this one must not go on as before. */
export const anotherAccount = signal(false);

/** This phone cleared what was kept: said until the person has read it, for it is here again in a moment. */
export const cleared = signal(false);
effect(() => {
  if (phone.value?.status.value.lost) cleared.value = true;
});

environment.listen((event) => {
  clock.value = environment.now();
  const open = phone.peek();
  const another = open !== undefined && rememberedAccount(environment) !== open.account;
  if (event === "visible") anotherAccount.value = another;
  if (event === "back" && another) {
    open.close();
    over.value = true;
  }
});

/** Whoever was logged in here is not any more: nothing of them stays on the screen. */
export const over = signal(false);
effect(() => {
  if (phone.value?.wiped.value) over.value = true;
});

/** Screens behind the log-in have one. */
export function device(): Device {
  const open = phone.value;
  if (open === undefined) throw new Error("No account is open on this phone.");
  return open;
}

/** Opens what this phone remembers, with or without a network. */
export async function openRemembered(): Promise<void> {
  const account = rememberedAccount(environment);
  if (account !== undefined) await openFor(account);
}

let stopFollowing = () => {};

export async function openFor(account: string): Promise<void> {
  if (phone.peek()?.account === account) {
    rememberAccount(environment, account);
    phone.peek()?.signedIn();
    return;
  }
  stopFollowing();
  phone.peek()?.close();
  const opened = await openDevice(environment, account, async () => (await import("./mutators.ts")).mutators);
  rememberAccount(environment, account);
  phone.value = opened;
  // Not needed for the first screen, and of no use once another phone is open.
  void import("./following.ts").then(({ followOwn }) => {
    if (phone.peek() === opened) stopFollowing = followOwn(opened);
  });
}

/** After logging out: what was not sent stays in its account's own database, and goes out when they return. */
export function closePhone(): void {
  stopFollowing();
  phone.peek()?.close();
  rememberAccount(environment, undefined);
  environment.memory.set(PUT_AWAY, undefined);
  forgetCodes(environment.memory);
  phone.value = undefined;
}

/** A UUIDv7: ids are made by whoever creates the thing, and sort by when. */
export function newId(): string {
  const time = environment.now().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${environment.newId().slice(15)}`;
}
