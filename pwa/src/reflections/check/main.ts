/** Runs in a frame like the room's: tries one way out and says over its port what came of it. */

import "../room/seal.ts";
import { Missing } from "./route.ts";
import { ROUTES } from "./routes.ts";
import type { Said, Try } from "./saying.ts";

function failed(error: unknown): Said {
  if (error instanceof Missing) return { said: "missing", by: error.message };
  return { said: "refused", by: error instanceof Error || error instanceof DOMException ? error.name : "" };
}

addEventListener("message", async ({ ports, data, source }: MessageEvent<Try>) => {
  const [port] = ports;
  const route = ROUTES.find(({ id }) => id === data.id);
  if (!port || !route || source !== parent) return;
  const say = (said: Said) => port.postMessage(said);
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) =>
    say({ said: "refused", by: effectiveDirective }),
  );
  try {
    const going = route.go(data.aim);
    say({ said: "tried", by: "" });
    if ((await going) === "open") say({ said: "open", by: "" });
  } catch (error) {
    say(failed(error));
  }
});
