// Run by tests/seal/pages.py inside pwa/: what the page "Check the seal" is made of, and its list of routes.
import { rolldown } from "rolldown";

const CHECK = "src/reflections/check";
const unsealed = {
  name: "unsealed",
  load: (id) => (/\/reflections\/(room\/seal|alone)\.ts$/.test(id) ? "export {};" : null),
};
async function bundled(input, format, plugins = []) {
  const made = await rolldown({ input: `${CHECK}/${input}`, plugins, logLevel: "warn" });
  const { output } = await made.generate({ format, minify: true });
  return output[0].code;
}
const routes = await bundled("routes.ts", "esm");
const { ROUTES } = await import(`data:text/javascript,${encodeURIComponent(routes)}`);
const round = {
  name: "round",
  resolveId: (id) => (id.endsWith("/round") ? `${process.cwd()}/${CHECK}/round.ts` : null),
  load: (id) =>
    id.endsWith("/round.ts")
      ? `import { ROUTES } from "./routes.ts";
        const { own, foreign, bare, word, only } = document.body.dataset;
        const sockets = JSON.parse(bare);
        for (const { id, to, go } of ROUTES) for (const each of to) {
          if (!only.split(",").includes(id + "/" + each)) continue;
          const mine = word + "-" + id + "-" + each;
          const aim = { to: each === "own" ? own : foreign, bare: sockets[id], word: mine, name: mine + ".seal-check.invalid" };
          new Promise((done) => done(go(aim))).catch(() => {});
        }`
      : null,
};
const told = {
  round: await bundled("round", "iife", [round]),
  shell: await bundled("shell.ts", "iife", [unsealed]),
  room: await bundled("main.ts", "iife", [unsealed]),
  routes: ROUTES.map(({ id, words, to }) => ({ id, words, to })),
};
process.stdout.write(JSON.stringify(told));
