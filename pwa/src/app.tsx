import { useSignal, useSignalEffect } from "@preact/signals";
import type { FunctionComponent } from "preact";
import { useEffect, useErrorBoundary, useRef } from "preact/hooks";
import { Bars } from "./app/bars.tsx";
import { Mark } from "./app/mark.tsx";
import { Removed } from "./app/removed.tsx";
import { needsNothing, routeOf } from "./app/routes.ts";
import { Tabs } from "./app/tabs.tsx";
import { over, phone } from "./domain/phone.ts";
import type { Device } from "./sync/device.ts";
import { Button } from "./ui/button.tsx";
import { Sign } from "./ui/drawings.tsx";
import { Page } from "./ui/page.tsx";
import { arrive, Link, place, type ScreenProps } from "./ui/route.tsx";
import { app, mark, wholeSentences } from "./words/app.ts";

const MAIN = "page";

/** The frame that stays while screens come and go: name, sync mark, tabs, and what the app has to say. */
export function App() {
  const open = phone.value;
  useSignalEffect(() => {
    if (over.value) location.replace("/");
  });
  if (over.value) return null;
  const removed = open?.status.value.mark === "removed" && place.value.path !== "/log-in";
  return (
    <>
      <a class="nhsuk-skip-link" href={`#${MAIN}`} onClick={skip}>
        {app.skip}
      </a>
      <header class="bar">
        <Link class="bar__name" to="/">
          <Sign />
          {app.name}
        </Link>
        {open && !removed && <Mark device={open} />}
      </header>
      {open && !removed && <Tabs device={open} />}
      <Bars />
      <main class="page" id={MAIN} tabIndex={-1}>
        {removed && <Removed device={open} />}
        {open && !removed && <Getting device={open} />}
        {!removed && shows(open) && <Shown key={`${place.value.move} ${place.value.path}`} />}
      </main>
    </>
  );
}

/** Not by the address: what stands behind the "#" of a shared link is all there is of it. */
function skip(event: MouseEvent): void {
  event.preventDefault();
  document.getElementById(MAIN)?.focus();
}

type Holding = "all" | "not-read" | "on-its-way" | "nothing";

/** Whether what is the person's is on this phone. Their name is always part of it. */
function holding(open: Device): Holding {
  if (open.documents("account").value.size > 0) return "all";
  if (!open.loaded.value) return "not-read";
  if (open.asAt.value !== undefined) return "all";
  return ["sending", "up-to-date", "storage-lost"].includes(open.status.value.mark)
    ? "on-its-way"
    : "nothing";
}

/** A form starts from what this phone holds, and a page that knows nothing says nothing of the person. */
function shows(open: Device | undefined): boolean {
  if (open === undefined) return true;
  const held = holding(open);
  return held === "all" || (held === "nothing" && needsNothing(place.value.path));
}

/** The first download, and nothing else, shows that it is under way. */
function Getting({ device }: { device: Device }) {
  const held = holding(device);
  if (held === "on-its-way") {
    return (
      <p role="status">
        {mark.loading} <progress aria-label={mark.loading} />
      </p>
    );
  }
  if (held !== "nothing" || needsNothing(place.value.path)) return null;
  return (
    <Page title={wholeSentences.nothingHere}>
      <p>{wholeSentences.nothingHereWords}</p>
      <Button onPress={() => device.sendNow()}>{app.tryAgain}</Button>
    </Page>
  );
}

let first = true;

/** One screen, fetched from this phone's own copy of the app when it is first looked at. */
function Shown() {
  const [error, again] = useErrorBoundary();
  const { load, params } = routeOf(place.value.path, phone.value !== undefined);
  const screen = useSignal<FunctionComponent<ScreenProps> | undefined>(loaded.get(load));
  const missing = useSignal(false);
  const drawn = useRef(false);

  useEffect(() => {
    if (screen.value !== undefined) return;
    load().then(
      (module) => {
        loaded.set(load, module.Screen);
        // Drawn once: a second answer would begin the screen anew.
        screen.value ??= module.Screen;
      },
      () => {
        missing.value = true;
      },
    );
  }, [load, screen, missing]);
  useSignalEffect(() => {
    if (screen.value === undefined || drawn.current) return;
    drawn.current = true;
    queueMicrotask(() => {
      arrive(first);
      first = false;
    });
  });

  if (error !== undefined || missing.value) {
    return (
      <>
        <h1 class="nhsuk-heading-l" tabIndex={-1}>
          {app.problem}
        </h1>
        <p>{app.cannotShow}</p>
        <Button kind="first" onPress={missing.value ? () => location.reload() : again}>
          {app.tryAgain}
        </Button>
      </>
    );
  }
  const Found = screen.value;
  return Found === undefined ? null : <Found params={params} />;
}

const loaded = new Map<unknown, FunctionComponent<ScreenProps>>();
