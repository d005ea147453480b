import { defineConfig } from "vitest/config";

const here = (path: string) => decodeURIComponent(new URL(path, import.meta.url).pathname);

/** The tests stand beside those of the server, in tests/pwa; their packages are this folder's. */
export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact", development: false } },
  resolve: {
    alias: ["vitest", "fast-check", "fake-indexeddb", "jsqr", "preact", "@preact/signals"].map((name) => ({
      find: new RegExp(`^${name}(?=$|/)`),
      replacement: here(`./node_modules/${name}`),
    })),
  },
  cacheDir: here("./node_modules/.vite"),
  test: {
    root: here(".."),
    dir: here("../tests/pwa"),
    include: ["**/*.test.ts", "**/*.test.tsx"],
    testTimeout: 20_000,
  },
});
