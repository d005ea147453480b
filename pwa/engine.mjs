// A piece of the phone's own code for a command to run: bundled first, so that any Node that builds the app will do.
import { join } from "node:path";
import { build } from "vite";

/** Everything that this file of `src` exports. */
export async function engine(file) {
  const [{ output }] = await build({
    configFile: false,
    logLevel: "silent",
    root: import.meta.dirname,
    publicDir: false,
    build: {
      write: false,
      minify: false,
      target: "es2022",
      lib: { entry: join(import.meta.dirname, "src", file), formats: ["es"], fileName: "engine" },
    },
  });
  return import(`data:text/javascript,${encodeURIComponent(output[0].code)}`);
}
