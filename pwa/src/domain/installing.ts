import { signal } from "@preact/signals";
import { environment } from "./phone.ts";

/** The app on the home screen, and its next version, which waits until it is asked for. */

/** A new build is on this phone and waits. */
export const updateWaits = signal(false);
/** Another window took the new build; this one still runs the old. */
export const updatedElsewhere = signal(false);
/** The browser offers to put the app on the home screen. */
export const canInstall = signal(false);

interface InstallPrompt extends Event {
  prompt(): Promise<void>;
}

let waiting: ServiceWorker | null = null;
let asked = false;
let prompt: InstallPrompt | undefined;

export async function keepApp(): Promise<void> {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    prompt = event as InstallPrompt;
    canInstall.value = true;
  });
  addEventListener("appinstalled", () => {
    canInstall.value = false;
  });
  const workers: ServiceWorkerContainer | undefined = navigator.serviceWorker;
  if (workers === undefined) return;
  let controlled = workers.controller !== null;
  workers.addEventListener("controllerchange", () => {
    if (asked) location.reload();
    else if (controlled) updatedElsewhere.value = true;
    controlled = true;
  });
  const registration = await workers.register(scriptAddress("/worker.js"), { updateViaCache: "none" });
  const look = (worker: ServiceWorker | null) => {
    if (worker === null || workers.controller === null) return;
    const ready = () => {
      if (worker.state !== "installed") return;
      waiting = worker;
      updateWaits.value = true;
    };
    worker.addEventListener("statechange", ready);
    ready();
  };
  look(registration.waiting);
  registration.addEventListener("updatefound", () => look(registration.installing));
  environment.listen((event) => {
    if (event === "visible" || event === "online") void registration.update().catch(() => {});
  });
}

/** Called by a press on "Update now", and by nothing else. */
export function updateNow(): void {
  asked = true;
  if (updatedElsewhere.peek() || waiting === null) location.reload();
  else waiting.postMessage("update-now");
}

export async function install(): Promise<void> {
  await prompt?.prompt();
  prompt = undefined;
  canInstall.value = false;
}

/** Safari on a phone has no such offer: how it is done there is explained in words. */
export function needsExplaining(): boolean {
  const standalone = matchMedia("(display-mode: standalone)").matches;
  return /iPhone|iPad/.test(navigator.userAgent) && !standalone;
}

interface Policies {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}

/** The addresses that may become scripts of ours: the service worker, and pieces of this build. */
const OURS = /^\/(?:worker|assets\/[\w-]+)\.js$/;

let policy: ReturnType<Policies["createPolicy"]> | undefined;

/** An address that may become a script, under the page's one Trusted Types policy. */
export function scriptAddress(address: string): string {
  const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;
  policy ??= policies?.createPolicy("alongside", {
    createScriptURL(url) {
      if (OURS.test(url)) return url;
      throw new TypeError("This is no script of ours.");
    },
  });
  return policy?.createScriptURL(address) ?? address;
}
