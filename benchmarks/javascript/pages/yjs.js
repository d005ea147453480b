// Yjs with y-websocket and y-indexeddb: every change of everybody merges, nobody can refuse one.

import { IndexeddbPersistence } from "y-indexeddb";
import { WebsocketProvider } from "y-websocket";
import { Doc } from "yjs";

const document_ = new Doc();
const mentors = document_.getMap("mentors");
let disk;

async function open() {
  disk = new IndexeddbPersistence("benchmark", document_);
  await disk.whenSynced;
  const provider = new WebsocketProvider(`ws://${location.host}`, "mentors", document_);
  await new Promise((resolve) => {
    provider.once("sync", resolve);
  });
}

/** A transaction that begins after the provider's own: when it ends, what came before it is on disk. */
const flushed = () =>
  new Promise((resolve, reject) => {
    const transaction = disk.db.transaction(["updates"], "readwrite");
    transaction.oncomplete = resolve;
    transaction.onabort = reject;
    transaction.objectStore("updates").count();
  });

window.firstSync = async () => {
  const started = performance.now();
  await open();
  const inHand = performance.now() - started;
  await flushed();
  const stored = performance.now() - started;
  return { inHand, stored, documents: mentors.size };
};

window.connect = open;

window.heard = (id, words) =>
  new Promise((resolve) => {
    const look = (event) => {
      if (!event.keysChanged.has(id) || mentors.get(id).about !== words) return;
      mentors.unobserve(look);
      resolve(performance.timeOrigin + performance.now());
    };
    mentors.observe(look);
  });

window.change = async (id, words) => {
  const started = performance.timeOrigin + performance.now();
  mentors.set(id, { ...mentors.get(id), about: words });
  return started;
};
