import { type FunctionComponent, h } from "preact";
import type { ScreenProps } from "../ui/route.tsx";

/** From an address to its screen. Screens are fetched when first looked at. */

export type Load = () => Promise<{ Screen: FunctionComponent<ScreenProps> }>;

const notFound: Load = () => import("../screens/not-found.tsx");
const welcome: Load = () => import("../screens/welcome.tsx");
const logIn: Load = () => import("../screens/log-in.tsx");

/** Open to everyone, and nothing else is. What two people need to meet is: it asks for no account (P7). */
const doors: Record<string, Load> = {
  "/welcome": welcome,
  "/log-in": logIn,
  "/register": () => import("../screens/register.tsx"),
  "/reset": () => import("../screens/reset.tsx"),
  "/invitation": () => import("../screens/invitation.tsx"),
  "/closed": () => import("../screens/closed.tsx"),
  "/room": () => import("../screens/room.tsx"),
  "/together": () => import("../screens/together/two-of-us.tsx"),
  "/together/turns": () => import("../screens/together/turns.tsx"),
  "/together/cards": () => import("../screens/together/cards.tsx"),
  "/together/times": () => import("../screens/together/times.tsx"),
  "/together/link": () => import("../screens/together/link.tsx"),
};

const today: Load = () => import("../screens/today.tsx");

let rooms: Readonly<Record<string, Load>> | undefined;

/** What can be shown before anything of the person's is on this phone. */
export function needsNothing(path: string): boolean {
  return Object.hasOwn(doors, path) || ["/waiting", "/attention", "/you/log-out"].includes(path);
}

interface Found {
  load: Load;
  params: Record<string, string>;
}

export function routeOf(path: string, open: boolean): Found {
  const door = doors[path];
  if (door !== undefined) return { load: door, params: {} };
  if (!open) return { load: path === "/" ? welcome : logIn, params: {} };
  if (path === "/") return { load: today, params: {} };
  return rooms === undefined ? { load: () => enter(path), params: {} } : roomOf(rooms, path);
}

/** The first step into any room brings the table of them all. */
async function enter(path: string): ReturnType<Load> {
  rooms = (await import("./rooms.ts")).rooms;
  const { load, params } = roomOf(rooms, path);
  const { Screen } = await load();
  return { Screen: () => h(Screen, { params }) };
}

function roomOf(all: Readonly<Record<string, Load>>, path: string): Found {
  for (const [pattern, load] of Object.entries(all)) {
    const params = match(pattern, path);
    if (params !== undefined) return { load, params };
  }
  return { load: notFound, params: {} };
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const found = given[at] ?? "";
    if (part.startsWith(":")) params[part.slice(1)] = decoded(found);
    else if (part !== found) return undefined;
  }
  return params;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
