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

async function open({ account, cookie }) {
  document.cookie = `${cookie}; path=/; SameSite=Lax`;
  device = await openDevice(browserEnvironment("0.1.0"), account, mutators);
}

window.firstSync = async (person, scheme) => {
  document.cookie = `${person.cookie}; path=/; SameSite=Lax`;
  const started = performance.now();
  await open(person);
  const mentors = device.documents("mentor");
  await device.follow(scheme);
  const stored = new Promise((resolve) => {
    const look = () => {
      if (mentors.value.size === 0) setTimeout(look, 1);
      else resolve(performance.now() - started);
    };
    look();
  });
  const took = await stored;
  return { inHand: took, stored: took, documents: mentors.value.size };
};

window.connect = async (person, scheme) => {
  await open(person);
  if (scheme) await device.follow(scheme);
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
