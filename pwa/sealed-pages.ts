import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build, type Plugin } from "vite";

/**
 * The pages under /reflections/: each one self-contained file, with headers of its own that name, by hash,
 * the only scripts and styles that may run there. Two parts stand in each: a shell, and a room in a frame
 * whose document is written out in the shell's HTML. The same source gives the same bytes.
 */

interface Part {
  readonly html: string;
  readonly script: string;
  readonly style: string;
}

interface Sealed {
  /** Below the build's folder. */
  readonly file: string;
  readonly shell: Part;
  readonly room: Part;
}

export interface SealedPage {
  readonly file: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
  /** SHA-256 of the bytes, in hexadecimal: what a person can compare. */
  readonly sha256: string;
}

const PAGES: readonly Sealed[] = [
  {
    file: "reflections/index.html",
    shell: { html: "shell/shell.html", script: "shell/main.ts", style: "shell/shell.css" },
    room: { html: "room/room.html", script: "room/main.ts", style: "room/room.css" },
  },
  {
    file: "reflections/check.html",
    shell: { html: "check/check.html", script: "check/shell.ts", style: "check/check.css" },
    room: { html: "check/try.html", script: "check/main.ts", style: "check/try.css" },
  },
];

/** Where the server and the service worker's list learn which headers belong to which file. */
const HEADERS = "reflections/headers.json";

/** Every feature that a page may be refused. What the shell needs is given back to it alone. */
const REFUSED =
  "accelerometer autoplay bluetooth browsing-topics camera captured-surface-control clipboard-read clipboard-write compute-pressure cross-origin-isolated deferred-fetch deferred-fetch-minimal display-capture encrypted-media fullscreen gamepad geolocation gyroscope hid identity-credentials-get idle-detection keyboard-map language-detector local-fonts local-network-access magnetometer microphone midi on-device-speech-recognition otp-credentials payment picture-in-picture private-state-token-issuance private-state-token-redemption publickey-credentials-create publickey-credentials-get screen-wake-lock serial speaker-selection storage-access summarizer sync-xhr translator usb web-share window-management xr-spatial-tracking".split(
    " ",
  );
const GIVEN = new Set(["publickey-credentials-create", "publickey-credentials-get", "web-share"]);

export async function sealedPages(sources: string): Promise<readonly SealedPage[]> {
  return Promise.all(PAGES.map((page) => sealed(sources, page)));
}

/** Puts the pages and their headers into the build. */
export function sealedPagesIn(pages: readonly SealedPage[]): Plugin {
  return {
    name: "alongside-sealed-pages",
    apply: "build",
    generateBundle() {
      for (const { file, html } of pages) this.emitFile({ type: "asset", fileName: file, source: html });
      const headers = Object.fromEntries(pages.map((page) => [page.file, page.headers]));
      this.emitFile({ type: "asset", fileName: HEADERS, source: `${JSON.stringify(headers, null, 1)}\n` });
    },
  };
}

/** A page that is kept on a phone keeps its headers too, so a change of them is a change of the file. */
export function revisionOf({ html, headers }: SealedPage): string {
  return hash(`${html}\n${JSON.stringify(headers)}`, "hex").slice(0, 32);
}

async function sealed(sources: string, { file, shell, room }: Sealed): Promise<SealedPage> {
  const [outer, inner] = await Promise.all([shell, room].map((part) => parts(sources, part)));
  if (outer === undefined || inner === undefined) throw new Error(`${file} has no parts`);
  const frame = fill(inner.html, { style: inner.style, script: inner.script });
  const html = fill(outer.html, {
    style: outer.style,
    script: outer.script,
    room: frame.replaceAll("&", "&amp;").replaceAll('"', "&quot;"),
  });
  return { file, html, headers: headers([outer, inner]), sha256: hash(html, "hex") };
}

async function parts(sources: string, part: Part): Promise<Part> {
  const [script, style] = await Promise.all([bundled(sources, part.script), bundled(sources, part.style)]);
  return { html: readFileSync(join(sources, part.html), "utf8"), script, style };
}

/** One script or one style, by the same tools as the app's own, with nothing of the app in it. */
async function bundled(sources: string, entry: string): Promise<string> {
  const isStyle = entry.endsWith(".css");
  const built = await build({
    root: sources,
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    build: {
      write: false,
      sourcemap: false,
      target: "baseline-widely-available",
      modulePreload: false,
      minify: true,
      rolldownOptions: { input: join(sources, entry), output: { format: isStyle ? "es" : "iife" } },
    },
  });
  if (!("output" in built)) throw new Error(`${entry} did not build`);
  const made = built.output.filter((each) => each.fileName.endsWith(isStyle ? ".css" : ".js"));
  const [only] = made;
  if (only === undefined || made.length > 1) throw new Error(`${entry} is not one file`);
  const text = only.type === "chunk" ? only.code : String(only.source);
  if (/<\/(script|style)|<!--/i.test(text)) throw new Error(`${entry} would end its own element`);
  return text.trim();
}

function fill(template: string, given: Readonly<Record<string, string>>): string {
  return template
    .replaceAll(/\n\s*/g, "\n")
    .replaceAll(/\/\*(\w+)\*\//g, (_, name: string) => {
      const text = given[name];
      if (text === undefined) throw new Error(`${name} is not known`);
      return text;
    })
    .trim()
    .concat("\n");
}

function headers(each: readonly Part[]): Record<string, string> {
  const hashes = (texts: readonly string[]) =>
    texts.map((text) => `'sha256-${hash(text, "base64")}'`).join(" ");
  return {
    "content-security-policy": [
      "default-src 'none'",
      `script-src ${hashes(each.map((part) => part.script))}`,
      `style-src ${hashes(each.map((part) => part.style))}`,
      "img-src blob: data:",
      "connect-src 'none'",
      "worker-src 'none'",
      "frame-src 'none'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ].join("; "),
    // Without the page's own origin Chromium can neither load it anew to lock it, nor go back to the app.
    "connection-allowlist": "(response-origin)",
    "cross-origin-opener-policy": "noopener-allow-popups",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": REFUSED.map((name) => `${name}=(${GIVEN.has(name) ? "self" : ""})`).join(", "),
    "referrer-policy": "no-referrer",
    // For the page round the room; the room's own document says it in a meta element, which Firefox needs.
    "x-dns-prefetch-control": "off",
  };
}

function hash(text: string, form: "hex" | "base64"): string {
  return createHash("sha256").update(text).digest(form);
}
