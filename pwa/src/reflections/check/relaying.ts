/** Ways out through something else of ours in the same browser, which could then speak to the network. */

import { at, need, type Outcome, put, type Route } from "./route.ts";

const OWN = ["own"] as const;
/** The name under which whatever is left lies, so that an accomplice finds it. */
const NAME = "seal-check";

export const RELAYING: readonly Route[] = [
  {
    id: "broadcast",
    words: "A call to our other tabs (BroadcastChannel)",
    to: OWN,
    go: (aim) => {
      new BroadcastChannel(NAME).postMessage(aim.word);
      return undefined;
    },
  },
  {
    id: "local-storage",
    words: "A note where our other tabs look (localStorage)",
    to: OWN,
    go: (aim) => {
      localStorage.setItem(`${NAME}-${aim.word}`, aim.word);
      return "open";
    },
  },
  {
    id: "database",
    words: "A note in a database that our other tabs read",
    to: OWN,
    go: (aim) =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open(NAME, 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore("words", { autoIncrement: true });
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          opening.result.transaction("words", "readwrite").objectStore("words").put(aim.word);
          opening.result.close();
          resolve("open");
        };
      }),
  },
  {
    id: "cache",
    words: "A note in the store of pages (Cache Storage)",
    to: OWN,
    go: async (aim): Promise<Outcome> => {
      const store = await need<CacheStorage>("caches").open(NAME);
      await store.put(`/${aim.word}`, new Response(aim.word));
      return "open";
    },
  },
  {
    id: "cookie",
    words: "A cookie",
    to: OWN,
    go: (aim) => {
      document.cookie = `${NAME}=${aim.word}; path=/`;
      return document.cookie.includes(aim.word) ? "open" : undefined;
    },
  },
  {
    id: "service-worker",
    words: "A new worker between the page and the network",
    to: OWN,
    go: async (aim): Promise<Outcome> => {
      const workers = need<ServiceWorkerContainer>("navigator.serviceWorker");
      await workers.register(at(aim), { scope: `/${NAME}/` });
      return "open";
    },
  },
  {
    id: "service-worker-message",
    words: "A message to our worker between the app and the network",
    to: OWN,
    go: async (aim): Promise<Outcome> => {
      const workers = need<ServiceWorkerContainer>("navigator.serviceWorker");
      const there = await workers.getRegistration("/");
      there?.active?.postMessage(aim.word);
      return there?.active ? "open" : undefined;
    },
  },
  {
    id: "opener",
    words: "A message to the page that opened this one",
    to: OWN,
    go: (aim) => {
      (Reflect.get(globalThis.top as Window, "opener") as Window | null)?.postMessage(aim.word, "*");
      return undefined;
    },
  },
  {
    id: "embedder",
    words: "A message to a page that holds this one in a frame",
    to: OWN,
    go: (aim) => {
      if (globalThis.top !== globalThis.parent) globalThis.top?.postMessage(aim.word, "*");
      return undefined;
    },
  },
  {
    id: "clipboard",
    words: "The clipboard, without being asked to copy",
    to: OWN,
    go: async (aim): Promise<Outcome> => {
      globalThis.focus();
      await need<Clipboard>("navigator.clipboard").writeText(aim.word);
      return "open";
    },
  },
  {
    id: "policy-report",
    words: "A report to a server about what was refused (report-uri)",
    to: OWN,
    go: (aim) => {
      put("img", { src: `${aim.to}refused/${aim.word}` });
      return undefined;
    },
  },
];
