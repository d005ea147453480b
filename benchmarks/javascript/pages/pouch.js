// PouchDB over IndexedDB, replicating with pouchdb-server as its documentation says.

import PouchDB from "pouchdb/dist/pouchdb.min.js";

const remote = () => new PouchDB(`${location.origin}/mentors`);

window.firstSync = async () => {
  const started = performance.now();
  const local = new PouchDB("mentors");
  await local.replicate.from(remote(), { batch_size: 1000 });
  const stored = performance.now() - started;
  return { inHand: stored, stored, documents: (await local.info()).doc_count };
};

let live;

window.connect = async () => {
  live = new PouchDB("mentors");
  await new Promise((resolve, reject) => {
    live.sync(remote(), { live: true, retry: true }).once("paused", resolve).once("error", reject);
  });
};

window.heard = (id, words) =>
  new Promise((resolve) => {
    const changes = live.changes({ live: true, since: "now", include_docs: true });
    changes.on("change", ({ doc }) => {
      if (doc._id !== id || doc.about !== words) return;
      changes.cancel();
      resolve(performance.timeOrigin + performance.now());
    });
  });

window.change = async (id, words) => {
  const started = performance.timeOrigin + performance.now();
  const document = await live.get(id);
  await live.put({ ...document, about: words });
  return started;
};

window.syncAgain = () => new PouchDB("mentors").replicate.from(remote(), { batch_size: 1000 });
