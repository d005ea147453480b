import { readFileSync } from "node:fs";
import { join } from "node:path";
import preact from "@preact/preset-vite";
import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { usedStyles } from "./used-styles.ts";

const here = import.meta.dirname;
const version = (JSON.parse(readFileSync(join(here, "package.json"), "utf8")) as { version: string }).version;

export default defineConfig({
  root: here,
  publicDir: "static",
  define: { APP_VERSION: JSON.stringify(version) },
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
  },
  plugins: [
    usedStyles(join(here, "src")),
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
      },
    }),
  ],
});
