/** Ways out that are things in a page: whatever is loaded from an address tells that address. */

import { answered, at, type Outcome, outermost, put, type Route, whether } from "./route.ts";

const BOTH = ["foreign", "own"] as const;
const SVG = "http://www.w3.org/2000/svg";

/** `<link rel=…>` in the head: whether it went out cannot be seen from inside unless it says "load". */
function link(rel: string, more: Readonly<Record<string, string>>): Promise<Outcome> {
  return whether(put("link", { rel, ...more }, outermost()), "load");
}

function drawn(tag: string, address: string): Outcome {
  const svg = document.createElementNS(SVG, "svg");
  const made = document.createElementNS(SVG, tag);
  made.setAttribute("href", address);
  made.setAttribute("width", "9");
  made.setAttribute("height", "9");
  svg.appendChild(made);
  document.body.appendChild(svg);
  return undefined;
}

export const LOADING: readonly Route[] = [
  {
    id: "image",
    words: "A picture",
    to: BOTH,
    go: (aim) => whether(put("img", { src: at(aim) }), "load"),
  },
  {
    id: "image-set",
    words: "A picture in several sizes",
    to: BOTH,
    go: (aim) => whether(put("img", { srcset: `${at(aim)} 1x, ${at(aim)} 2x` }), "load"),
  },
  {
    id: "image-button",
    words: "A button that is a picture",
    to: BOTH,
    go: (aim) => whether(put("input", { type: "image", src: at(aim) }), "load"),
  },
  {
    id: "css-background",
    words: "A background picture",
    to: BOTH,
    go: (aim) => {
      document.body.style.setProperty("background-image", `url("${at(aim)}")`);
      return undefined;
    },
  },
  {
    id: "css-sheet",
    words: "A style sheet made by a script",
    to: BOTH,
    go: (aim) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`body { list-style-image: url("${at(aim)}"); background: url("${at(aim)}") }`);
      document.adoptedStyleSheets = [sheet];
      return undefined;
    },
  },
  {
    id: "css-import",
    words: "A style sheet that asks for another",
    to: BOTH,
    go: (aim) => {
      put("style", {}, document.head).textContent = `@import url("${at(aim)}");`;
      return undefined;
    },
  },
  {
    id: "stylesheet",
    words: "A style sheet from a server",
    to: BOTH,
    go: (aim) => link("stylesheet", { href: at(aim) }),
  },
  {
    id: "font",
    words: "A typeface",
    to: BOTH,
    go: (aim) => answered(new FontFace("away", `url("${at(aim)}")`).load()),
  },
  { id: "svg-use", words: "A part of a drawing", to: ["own"], go: (aim) => drawn("use", `${at(aim)}#x`) },
  { id: "svg-image", words: "A picture in a drawing", to: BOTH, go: (aim) => drawn("image", at(aim)) },
  {
    id: "audio",
    words: "A sound",
    to: BOTH,
    go: (aim) => whether(put("audio", { src: at(aim), preload: "auto" }), "loadedmetadata"),
  },
  {
    id: "video",
    words: "A film",
    to: BOTH,
    go: (aim) => whether(put("video", { src: at(aim), preload: "auto" }), "loadedmetadata"),
  },
  {
    id: "poster",
    words: "The picture before a film",
    to: BOTH,
    go: (aim) => {
      put("video", { poster: at(aim) });
      return undefined;
    },
  },
  {
    id: "track",
    words: "The subtitles of a film",
    to: ["own"],
    go: (aim) => {
      const film = put("video") as HTMLVideoElement;
      const track = put("track", { src: at(aim), kind: "subtitles", default: "" }, film) as HTMLTrackElement;
      track.track.mode = "showing";
      return whether(track, "load");
    },
  },
  {
    id: "prefetch",
    words: "Fetching a page ahead (prefetch)",
    to: BOTH,
    go: (aim) => link("prefetch", { href: at(aim) }),
  },
  {
    id: "preload",
    words: "Fetching a part ahead (preload)",
    to: BOTH,
    go: (aim) => link("preload", { href: at(aim), as: "image" }),
  },
  {
    id: "module-preload",
    words: "Fetching a script ahead (modulepreload)",
    to: BOTH,
    go: (aim) => link("modulepreload", { href: at(aim) }),
  },
  {
    id: "preconnect",
    words: "Connecting to a server ahead of time (preconnect)",
    to: ["foreign"],
    go: (aim) => {
      put("link", { rel: "preconnect", href: `http://${aim.bare}/` }, outermost());
      return undefined;
    },
  },
  {
    id: "dns-prefetch",
    words: "Looking up a made-up name ahead (DNS prefetch)",
    to: ["foreign"],
    go: (aim) => {
      put("link", { rel: "dns-prefetch", href: `//${aim.name}/` }, outermost());
      return undefined;
    },
  },
  {
    id: "speculation",
    words: "Rules for fetching pages ahead (speculation rules)",
    to: BOTH,
    go: (aim) => {
      const head = outermost();
      const rules = head.ownerDocument.createElement("script");
      rules.type = "speculationrules";
      rules.textContent = JSON.stringify({ prefetch: [{ source: "list", urls: [at(aim)] }] });
      head.appendChild(rules);
      return undefined;
    },
  },
  {
    id: "frame",
    words: "A page inside the page",
    to: BOTH,
    go: (aim) => {
      put("iframe", { src: at(aim) });
      return undefined;
    },
  },
  {
    id: "frame-written",
    words: "A page written by a script inside the page",
    to: BOTH,
    go: (aim) => {
      put("iframe", { srcdoc: `<img src="${at(aim)}">` });
      return undefined;
    },
  },
  {
    id: "object",
    words: "A thing for a plug-in (object)",
    to: BOTH,
    go: (aim) => {
      put("object", { data: at(aim), type: "text/html" });
      return undefined;
    },
  },
  {
    id: "embed",
    words: "A thing for a plug-in (embed)",
    to: BOTH,
    go: (aim) => {
      put("embed", { src: at(aim), type: "text/html" });
      return undefined;
    },
  },
  {
    id: "script",
    words: "A script from a server",
    to: BOTH,
    go: (aim) => whether(put("script", { src: at(aim) }), "load"),
  },
  { id: "icon", words: "The small picture of a tab", to: BOTH, go: (aim) => link("icon", { href: at(aim) }) },
];
