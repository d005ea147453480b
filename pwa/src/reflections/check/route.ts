/** What a way out is, and the few things that all of them need. */

/** To somebody else's server, or to our own. */
export type Whither = "foreign" | "own";

export interface Aim {
  /** An address that ends with "/": everything below it is at that server. */
  readonly to: string;
  /** `host:port` where not even HTTP need be spoken: that somebody came is enough. */
  readonly bare: string;
  /** A name that is nobody's: asking for it already tells the word. */
  readonly name: string;
  readonly word: string;
}

/** "open": it is known to have gone out. Nothing: this page cannot know. What throws was shut. */
export type Outcome = "open" | undefined;

export interface Route {
  readonly id: string;
  /** For the screen: what it is, in plain words. */
  readonly words: string;
  readonly to: readonly Whither[];
  readonly go: (aim: Aim) => Outcome | Promise<Outcome>;
}

/** This browser has no such thing, or the room took it away. */
export class Missing extends Error {
  override readonly name = "Missing";
}

export const at = (aim: Aim): string => aim.to + aim.word;

/** Something of the browser's by its name: `need("navigator.sendBeacon")`, with its own `this`. */
export function need<Thing>(path: string): Thing {
  let owner: unknown = globalThis;
  let found: unknown = globalThis;
  for (const step of path.split(".")) {
    owner = found;
    found = Reflect.get(Object(found), step);
    if (found === undefined || found === null) throw new Missing(path);
  }
  const plain = typeof found === "function" && !("prototype" in found);
  return (plain ? (found as (...given: unknown[]) => unknown).bind(owner) : found) as Thing;
}

/** An element with these attributes, in the page. */
export function put(
  tag: string,
  attributes: Readonly<Record<string, string>> = {},
  into: Node = document.body,
): HTMLElement {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  into.appendChild(made);
  return made;
}

/** The head of the page round everything, which browsers heed most; the room can reach only its own. */
export function outermost(): HTMLElement {
  try {
    return (globalThis.top as Window).document.head;
  } catch {
    return document.head;
  }
}

/** Once one of these happens it is out; a failure says nothing, because servers fail too. */
export function whether(thing: EventTarget, opened: string, failed = "error"): Promise<Outcome> {
  return new Promise((resolve) => {
    thing.addEventListener(opened, () => resolve("open"), { once: true });
    thing.addEventListener(failed, () => resolve(undefined), { once: true });
  });
}

/** An answer, whatever it says, means that it is out; no answer says nothing. */
export async function answered(asking: Promise<unknown>): Promise<Outcome> {
  try {
    await asking;
    return "open";
  } catch (error) {
    if (error instanceof DOMException && error.name === "SecurityError") throw error;
    return undefined;
  }
}
