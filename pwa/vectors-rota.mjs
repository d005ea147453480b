// npm --prefix pwa run --silent vectors:rota < cases.json > answers.json
// Answers cases of a doctor's rota with the engine that the phone runs, bundled first: any Node that builds the
// app will do.
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { build } from "vite";

const { output } = await build({
  configFile: false,
  logLevel: "silent",
  root: import.meta.dirname,
  publicDir: false,
  build: {
    write: false,
    minify: false,
    target: "es2022",
    lib: {
      entry: join(import.meta.dirname, "src/times/rota/vectors.ts"),
      formats: ["es"],
      fileName: "vectors",
    },
  },
}).then(([built]) => built);
const engine = await import(`data:text/javascript,${encodeURIComponent(output[0].code)}`);
const cases = JSON.parse(await text(process.stdin));
process.stdout.write(`${JSON.stringify(cases.map(engine.answerTo))}\n`);
