import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";

/** What stands in the place of ":name" in a screen's address. */
export interface ScreenProps {
  params: Readonly<Record<string, string>>;
}

/** Where the person is: the address bar, the way back, and links that do not load a page anew. */
export interface Place {
  path: string;
  query: URLSearchParams;
  /** What stands behind the "#": no server ever sees it. */
  fragment: string;
  /** Counts every move, so that the same address asked for twice still counts as one. */
  move: number;
}

const read = (move: number): Place => ({
  path: location.pathname.replace(/\/+$/, "") || "/",
  query: new URLSearchParams(location.search),
  fragment: location.hash.slice(1),
  move,
});

export const place = signal<Place>(read(0));
const scrolls = new Map<number, number>();

export function go(to: string, options: { replace?: boolean } = {}): void {
  scrolls.set(place.value.move, scrollY);
  const move = place.value.move + 1;
  if (options.replace) history.replaceState({ move }, "", to);
  else history.pushState({ move }, "", to);
  place.value = read(move);
}

/** Keeps what a list is filtered by in its address, without a step in the history. */
export function note(query: Record<string, string>): void {
  const kept = Object.entries(query).filter(([, value]) => value !== "");
  const search = new URLSearchParams(kept).toString();
  history.replaceState(history.state, "", search ? `?${search}` : location.pathname);
}

/** Follows the browser's own back and forward. */
export function follow(): void {
  history.scrollRestoration = "manual";
  addEventListener("popstate", (event) => {
    scrolls.set(place.value.move, scrollY);
    const state = event.state as { move?: number } | null;
    place.value = read(state?.move ?? 0);
  });
}

/** After a screen is drawn: its heading takes focus, and the page stands where it stood before. */
export function arrive(first: boolean): void {
  const top = scrolls.get(place.value.move);
  if (!first) document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
  scrollTo(0, top ?? 0);
}

interface LinkProps {
  to: string;
  children: ComponentChildren;
  class?: string;
  label?: string | undefined;
  current?: boolean;
  id?: string;
  /** A page of its own, which the browser loads. */
  apart?: boolean | undefined;
}

export function Link({ to, children, class: look, label, current, id, apart }: LinkProps) {
  const open = (event: MouseEvent) => {
    if (apart || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a
      id={id}
      href={to}
      onClick={open}
      class={look}
      aria-label={label}
      aria-current={current ? "page" : undefined}
    >
      {children}
    </a>
  );
}
