/** Ways out that go somewhere: whoever is gone to learns the address, and what stands in it. */

import { type Aim, at, type Outcome, put, type Route } from "./route.ts";

const BOTH = ["foreign", "own"] as const;

function form(aim: Aim, method: string): Outcome {
  const made = put("form", { method, action: aim.to }) as HTMLFormElement;
  put("input", { name: "word", value: aim.word }, made);
  made.submit();
  return undefined;
}

function press(attributes: Readonly<Record<string, string>>): Outcome {
  put("a", attributes).click();
  return undefined;
}

export const LEAVING: readonly Route[] = [
  { id: "form-get", words: "A form, in the address", to: BOTH, go: (aim) => form(aim, "get") },
  { id: "form-post", words: "A form, sent", to: BOTH, go: (aim) => form(aim, "post") },
  {
    id: "link",
    words: "A link that is pressed by a script",
    to: BOTH,
    go: (aim) => press({ href: at(aim) }),
  },
  {
    id: "link-top",
    words: "A link that takes the whole page away",
    to: BOTH,
    go: (aim) => press({ href: at(aim), target: "_top" }),
  },
  {
    id: "link-new",
    words: "A link into a new tab",
    to: BOTH,
    go: (aim) => press({ href: at(aim), target: "_blank" }),
  },
  {
    id: "link-ping",
    words: "A link that tells somebody else when it is pressed",
    to: BOTH,
    go: (aim) => press({ href: "#here", ping: at(aim) }),
  },
  {
    id: "download",
    words: "A download from a server",
    to: BOTH,
    go: (aim) => press({ href: at(aim), download: "file" }),
  },
  {
    id: "pop-up",
    words: "A window that pops up",
    to: BOTH,
    go: (aim) => (globalThis.open(at(aim)) ? "open" : undefined),
  },
  {
    id: "location",
    words: "The room goes to another address",
    to: BOTH,
    go: (aim) => {
      location.href = at(aim);
      return undefined;
    },
  },
  {
    id: "top-location",
    words: "The room takes the whole page to another address",
    to: BOTH,
    go: (aim) => {
      (globalThis.top as Window).location.href = at(aim);
      return undefined;
    },
  },
  {
    id: "meta-refresh",
    words: "The page moves on by itself (refresh)",
    to: BOTH,
    go: (aim) => {
      put("meta", { "http-equiv": "refresh", content: `0; url=${at(aim)}` }, document.head);
      return undefined;
    },
  },
  {
    id: "address-bar",
    words: "Words in the address bar",
    to: ["own"],
    go: (aim) => {
      const top = globalThis.top as Window;
      top.history.replaceState(null, "", `/${aim.word}`);
      top.location.reload();
      return undefined;
    },
  },
  {
    id: "window-name",
    words: "Words in the window's own name, read by the next page",
    to: BOTH,
    go: (aim) => {
      const top = globalThis.top as Window;
      top.name = aim.word;
      top.location.href = `${aim.to}reads-name`;
      return undefined;
    },
  },
  {
    id: "top-document",
    words: "A picture put into the page round the room",
    to: BOTH,
    go: (aim) => {
      const round = (globalThis.top as Window).document;
      const made = round.createElement("img");
      made.src = at(aim);
      round.body.appendChild(made);
      return undefined;
    },
  },
];
