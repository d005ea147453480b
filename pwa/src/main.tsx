import { render } from "preact";
import { App } from "./app.tsx";
import { keepApp } from "./domain/installing.ts";
import { environment, openRemembered, TELLING } from "./domain/phone.ts";
import { isFull } from "./sync/store/open.ts";
import { follow, go } from "./ui/route.tsx";
import { wholeSentences } from "./words/app.ts";

/** Opens what this phone remembers, shows it, and only then thinks of anything else. */
async function start(root: HTMLElement): Promise<void> {
  follow();
  try {
    await openRemembered();
  } catch {
    render(<p class="page">{wholeSentences.storageClosed}</p>, root);
    return;
  }
  render(<App />, root);
  await keepApp().catch(() => {});
  if (environment.memory.get(TELLING))
    await import("./screens/parts/telling-kept.ts").then(({ keepTelling }) => keepTelling()).catch(() => {});
}

// Somebody tapped on the line that the phone showed: the window that is there goes there.
navigator.serviceWorker?.addEventListener("message", ({ data }) => {
  if (/^\/[\w/-]+$/.test(data?.open)) go(data.open);
});

// What could not be kept because the phone is full was said by the bar, and is still in its form.
addEventListener("unhandledrejection", (event) => {
  if (isFull(event.reason)) event.preventDefault();
});

const root = document.getElementById("app");
if (root !== null) void start(root);
