/**
 * "Check the seal": tries each way out in a frame of its own and lists what came of it. It runs round the
 * frames as the shell runs round the room. `data-` attributes of the body, which only our tests set, say
 * which servers are aimed at; without them it is a name that can never exist, and our own.
 */

import "../alone.ts";
import { type Found, found } from "./finding.ts";
import type { Aim, Route, Whither } from "./route.ts";
import { ROUTES } from "./routes.ts";
import type { Said } from "./saying.ts";
import { ABOUT_FOUND, AGAIN, done, HEADINGS, NONE, trying, WHERE } from "./words.ts";

const given = document.body.dataset;
const own = given.own ?? new URL("nothing/", location.href).href;
const foreign = given.foreign ?? "https://seal-check.invalid/";
const bare = new Map<string, string>(
  Object.entries(JSON.parse(given.bare ?? "{}") as Record<string, string>),
);
const wait = Number(given.wait ?? 1_200);
const AT_A_TIME = Number(given.frames ?? 6);

interface Attempt {
  readonly route: Route;
  readonly to: Whither;
}
const attempts: readonly Attempt[] = ROUTES.flatMap((route) => route.to.map((to) => ({ route, to }))).filter(
  ({ route, to }) => given.only === undefined || given.only.split(",").includes(`${route.id}/${to}`),
);

const room = document.getElementById("room") as HTMLIFrameElement;
const results = document.getElementById("results") as HTMLElement;
const status = document.getElementById("status") as HTMLElement;
const button = document.getElementById("start") as HTMLButtonElement;

/** A word that no other try of this page carries: what is refused round a frame is known by it. */
function aimOf({ route, to }: Attempt): Aim {
  const word = `${given.word ?? "made-up-word"}-${route.id}-${to}`;
  return {
    to: to === "own" ? own : foreign,
    bare: bare.get(route.id) ?? "seal-check.invalid:443",
    name: `${word}.seal-check.invalid`,
    word,
  };
}

function attempt(which: Attempt): Promise<readonly Said[]> {
  const heard: Said[] = [];
  const aim = aimOf(which);
  const frame = room.cloneNode(true) as HTMLIFrameElement;
  frame.hidden = false;
  frame.removeAttribute("id");
  const refused = (event: SecurityPolicyViolationEvent) => {
    if (event.blockedURI.includes(aim.word)) heard.push({ said: "refused", by: event.effectiveDirective });
  };
  document.addEventListener("securitypolicyviolation", refused);
  return new Promise((resolve) => {
    frame.addEventListener(
      "load",
      () => {
        const { port1, port2 } = new MessageChannel();
        let begun = false;
        const end = () => {
          document.removeEventListener("securitypolicyviolation", refused);
          if (given.keep === undefined) frame.remove();
          resolve(heard);
        };
        // Nobody answers for a frame that never came to life.
        const silent = setTimeout(end, 10 * wait);
        port1.onmessage = ({ data }: MessageEvent<Said>) => {
          heard.push(data);
          if (begun) return;
          begun = true;
          clearTimeout(silent);
          setTimeout(end, wait);
        };
        frame.contentWindow?.postMessage({ id: which.route.id, aim }, "*", [port2]);
      },
      { once: true },
    );
    (room.parentElement as HTMLElement).append(frame);
  });
}

function show(shown: readonly { attempt: Attempt; found: Found; why: string }[]): void {
  results.replaceChildren();
  for (const kind of ["open", "unseen", "shut"] as const) {
    const these = shown.filter((one) => one.found === kind);
    const section = document.createElement("section");
    const heading = document.createElement("h2");
    heading.textContent = `${HEADINGS[kind]}: ${these.length}`;
    const about = document.createElement("p");
    about.textContent = these.length > 0 ? ABOUT_FOUND[kind] : NONE;
    const list = document.createElement("dl");
    for (const one of these) {
      const name = document.createElement("dt");
      name.textContent = `${one.attempt.route.words}, ${WHERE[one.attempt.to]}`;
      const reason = document.createElement("dd");
      reason.textContent = one.why;
      list.append(name, reason);
    }
    section.append(heading, about, ...(these.length > 0 ? [list] : []));
    section.dataset.found = kind;
    results.append(section);
  }
}

async function run(): Promise<void> {
  button.disabled = true;
  const todo = [...attempts];
  const shown: { attempt: Attempt; found: Found; why: string }[] = [];
  const lane = async (): Promise<void> => {
    for (let next = todo.shift(); next; next = todo.shift()) {
      shown.push({ attempt: next, ...found(next.route.id, next.to, await attempt(next)) });
      status.textContent = trying(shown.length, attempts.length);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, lane));
  shown.sort((one, other) => attempts.indexOf(one.attempt) - attempts.indexOf(other.attempt));
  show(shown);
  status.textContent = done(attempts.length);
  button.disabled = false;
  button.textContent = AGAIN;
}

button.addEventListener("click", () => void run());
if (given.own !== undefined) void run();
