// The app's own sync, as it is shipped: pwa/src/sync with the browser's own environment.

import { openDevice } from "../../../pwa/src/sync/device.ts";
import { browserEnvironment } from "../../../pwa/src/sync/environment.ts";

const mutators = {
  "account.rename": {
    apply(view, { name }, { account }) {
      const held = view.get("account", account);
      if (held !== undefined) view.put("account", account, { ...held, name });
    },
  },
};

let device;
/** When the first request may leave: the empty database is open, and a scheme is followed. */
let ready;

// There is no network until the phone knows which scheme to follow: its first sync then asks for both.
async function open({ account, cookie }, scheme) {
  document.cookie = `${cookie}; path=/; SameSite=Lax`;
  let online = scheme === undefined;
  const environment = { ...browserEnvironment("0.1.0"), online: () => online };
  device = await openDevice(environment, account, mutators);
  if (scheme === undefined) return;
  await device.follow(scheme);
  ready = performance.now();
  online = true;
  device.syncNow();
}

window.firstSync = async (person, scheme) => {
  const started = performance.now();
  await open(person, scheme);
  const mentors = device.documents("mentor");
  const stored = new Promise((resolve) => {
    const look = () => {
      if (mentors.value.size === 0) setTimeout(look, 1);
      else resolve(performance.now());
    };
    look();
  });
  const done = await stored;
  const took = done - started;
  return { inHand: took, stored: took, sync: done - ready, documents: mentors.value.size };
};

window.connect = async (person, scheme) => {
  await open(person, scheme || undefined);
  await device.syncNow();
};

window.heard = (_id, words) =>
  new Promise((resolve) => {
    const accounts = device.documents("account");
    const stop = accounts.subscribe((all) => {
      if (![...all.values()].some(({ name }) => name === words)) return;
      resolve(performance.timeOrigin + performance.now());
      queueMicrotask(() => stop());
    });
  });

window.change = async (_id, words) => {
  const started = performance.timeOrigin + performance.now();
  await device.mutate("account.rename", { name: words });
  return started;
};

window.syncAgain = () => device.syncNow();
