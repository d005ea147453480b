import { readFileSync } from "node:fs";
import { join } from "node:path";
import preact from "@preact/preset-vite";
import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { revisionOf, sealedPages, sealedPagesIn } from "./sealed-pages.ts";
import { usedStyles } from "./used-styles.ts";

const here = import.meta.dirname;
const version = (JSON.parse(readFileSync(join(here, "package.json"), "utf8")) as { version: string }).version;

const FIRST = new RegExp(
  [
    "/node_modules/(?!uqr|marked)",
    "/src/(?:main|app|when)\\.tsx?$",
    "/src/(?:app|sync|ui)/(?!date-boxes|bell|awake|qr|rooms)",
    "/src/words/(?:app|participation|roles|today)\\.ts$",
    "/src/domain/(?:acting|installing|invitations|participation|phone|view)\\.ts$",
    "/src/screens/(?:today\\.tsx|parts/(?:saved|standing|as-at|question|mark-words))",
  ].join("|"),
);

const pages = await sealedPages(join(here, "src/reflections"));
const [reflections] = pages;

export default defineConfig({
  root: here,
  publicDir: "static",
  define: {
    APP_VERSION: JSON.stringify(version),
    REFLECTIONS_SHA256: JSON.stringify(reflections?.sha256),
  },
  css: {
    preprocessorOptions: { scss: { loadPaths: [join(here, "node_modules")], quietDeps: true } },
  },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    sourcemap: false,
    target: "baseline-widely-available",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What the first screen needs in one file: many small ones compress worse and ask more often.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "first", test: FIRST }] } } },
  },
  plugins: [
    usedStyles(join(here, "src")),
    sealedPagesIn(pages),
    preact({ devToolsEnabled: false, prefreshEnabled: false }),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src",
      filename: "worker.ts",
      injectRegister: false,
      manifest: false,
      injectManifest: {
        globPatterns: ["**/*.{html,js,css,svg,webmanifest}", "icons/*.png"],
        globIgnores: ["worker.js", "screenshots/**"],
        rollupFormat: "iife",
        manifestTransforms: [
          (files) => ({
            manifest: files.map((file) => {
              const page = pages.find((each) => each.file === file.url);
              return page === undefined ? file : { ...file, revision: revisionOf(page) };
            }),
          }),
        ],
      },
    }),
  ],
});
