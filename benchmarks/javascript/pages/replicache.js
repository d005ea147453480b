// Replicache over IndexedDB, with the backend in ../servers/replicache.js.

import { ReplicacheImpl } from "replicache/impl";

let replicache;

function open() {
  // The class behind `Replicache`, for its public `persist()`: that is when documents are on disk.
  replicache = new ReplicacheImpl({
    name: "benchmark",
    pullURL: "/pull",
    pushURL: "/push",
    pullInterval: null,
    pushDelay: 0,
    logLevel: "error",
    mutators: { put: (transaction, { key, value }) => transaction.set(key, value) },
  });
}

const count = () => replicache.query((transaction) => transaction.scan({ prefix: "mentor/" }).keys().toArray());

window.firstSync = async () => {
  const started = performance.now();
  open();
  await replicache.pull({ now: true });
  const inHand = performance.now() - started;
  await replicache.persist();
  const stored = performance.now() - started;
  return { inHand, stored, documents: (await count()).length };
};

window.connect = async () => {
  open();
  await replicache.pull({ now: true });
  const pokes = new EventSource("/poke");
  pokes.onmessage = () => replicache.pull({ now: true });
  await new Promise((resolve) => {
    pokes.onopen = resolve;
  });
};

window.heard = (id, words) =>
  new Promise((resolve) => {
    const stop = replicache.experimentalWatch((differences) => {
      if (!differences.some((one) => one.key === `mentor/${id}` && one.newValue?.about === words)) return;
      stop();
      resolve(performance.timeOrigin + performance.now());
    });
  });

window.change = async (id, words) => {
  const started = performance.timeOrigin + performance.now();
  const key = `mentor/${id}`;
  const value = await replicache.query((transaction) => transaction.get(key));
  await replicache.mutate.put({ key, value: { ...value, about: words } });
  return started;
};
