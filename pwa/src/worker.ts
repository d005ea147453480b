import { PrecacheController, PrecacheRoute } from "workbox-precaching";
import { NavigationRoute, Route, registerRoute, setCatchHandler } from "workbox-routing";
import { open, renew, type SubscriptionChange, show } from "./worker/pushed.ts";

/**
 * The service worker: it keeps the app itself on the phone, and shows a line when a closed app is told. A new build is fetched into
 * a cache of its own and waits until the person asks for it; the build before stays for windows that are
 * still open with it, so that a half-written form never loses a piece of its app.
 *
 * Of the pages under /reflections/ it answers the navigation, with the headers they came with, and nothing
 * that they ask for afterwards; it hears nothing from them either.
 */

declare const self: ServiceWorkerGlobalScope;

const BUILD = "alongside-build-";
const files = self.__WB_MANIFEST as { url: string; revision: string | null }[];
const name = BUILD + fingerprint(files.map((file) => `${file.url} ${file.revision ?? ""}`).join("\n"));

const build = new PrecacheController({ cacheName: name });
build.addToCacheList(files);

self.addEventListener("install", (event) => {
  build.install(event);
  // What the server alone answers goes past the worker, where the browser lets it: else every sync wakes it.
  const { addRoutes } = event as Routing;
  if (addRoutes) event.waitUntil(addRoutes.call(event, ["/api/*", "/calendar/*"].map(pastTheWorker)));
});

/** Static routes (Service Workers, 4.2.1), which the types do not know yet. */
interface Routing extends ExtendableEvent {
  addRoutes?(rules: readonly ReturnType<typeof pastTheWorker>[]): Promise<void>;
}

function pastTheWorker(urlPattern: string) {
  return { condition: { urlPattern }, source: "network" } as const;
}

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOldBuilds());
});

/** The only message there is, a word that carries nothing: the person pressed "Update now". */
self.addEventListener("message", (event) => {
  if (event.data === "update-now" && !isSealed(event.source)) void self.skipWaiting();
});

self.addEventListener("push", (event) => {
  event.waitUntil(show(event.data?.text() ?? "", Date.now()));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data, isSealed));
});

self.addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(renew(event as SubscriptionChange));
});

const kept = new PrecacheRoute(build, { ignoreURLParametersMatching: [/.*/] });
registerRoute(
  new Route(kept.match, async (asked) => {
    const { clientId } = asked.event as FetchEvent;
    const asker = asked.request.mode === "navigate" ? undefined : await self.clients.get(clientId);
    return isSealed(asker) ? Response.error() : kept.handler.handle(asked);
  }),
);
registerRoute(
  new NavigationRoute(build.createHandlerBoundToURL("/index.html"), {
    denylist: [/^\/api\//, /^\/calendar\//, /^\/reflections\//],
  }),
);
registerRoute(
  ({ url }) => url.origin === self.location.origin && url.pathname.startsWith("/assets/"),
  earlier,
);
setCatchHandler(async () => Response.error());

function isSealed(asker: Client | ServiceWorker | MessagePort | null | undefined): boolean {
  return asker instanceof Client && new URL(asker.url).pathname.startsWith("/reflections");
}

/** A piece of the build before, for a window that still runs it. */
async function earlier({ request }: { request: Request }): Promise<Response> {
  return (await caches.match(request)) ?? Response.error();
}

/** Two builds stay: this one and the newest before it. */
async function forgetOldBuilds(): Promise<void> {
  const builds = (await caches.keys()).filter((key) => key.startsWith(BUILD) && key !== name);
  await Promise.all(builds.slice(0, -1).map((key) => caches.delete(key)));
}

/** FNV-1a: enough to tell one list of files from another. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16);
}
