import type { FunctionComponent } from "preact";
import type { ScreenProps } from "../ui/route.tsx";

/** Every address of the app, and the screen that stands there. Screens are fetched when first looked at. */

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
  "/room": () => import("../screens/room.tsx"),
  "/together": () => import("../screens/together/two-of-us.tsx"),
  "/together/turns": () => import("../screens/together/turns.tsx"),
  "/together/cards": () => import("../screens/together/cards.tsx"),
  "/together/times": () => import("../screens/together/times.tsx"),
  "/together/link": () => import("../screens/together/link.tsx"),
};

const schemeOf = "/scheme/:scheme";
const rooms: Record<string, Load> = {
  "/": () => import("../screens/today.tsx"),
  "/mentors": () => import("../screens/mentors.tsx"),
  "/mentors/:scheme/:mentor": () => import("../screens/mentor.tsx"),
  "/schemes": () => import("../screens/schemes.tsx"),
  "/schemes/:scheme": () => import("../screens/scheme.tsx"),
  "/schemes/:scheme/taking-part": () => import("../screens/taking-part.tsx"),
  "/schemes/:scheme/leave/:role": () => import("../screens/leave.tsx"),
  "/schemes/:scheme/until/:what": () => import("../screens/until.tsx"),
  "/not-now": () => import("../screens/until.tsx"),
  "/contacts": () => import("../screens/contacts.tsx"),
  "/guidance": () => import("../screens/guidance.tsx"),
  "/guidance/:page": () => import("../screens/guidance-page.tsx"),
  "/notices": () => import("../screens/notices.tsx"),
  "/you": () => import("../screens/you.tsx"),
  "/you/name": () => import("../screens/name.tsx"),
  "/you/about": () => import("../screens/about-you.tsx"),
  "/you/taking-part": () => import("../screens/all-taking-part.tsx"),
  "/you/listing": () => import("../screens/listing.tsx"),
  "/you/listing/:field": () => import("../screens/listing-field.tsx"),
  "/you/left": () => import("../screens/left.tsx"),
  "/you/devices": () => import("../screens/devices.tsx"),
  "/you/passkeys": () => import("../screens/passkeys.tsx"),
  "/you/log-out": () => import("../screens/log-out.tsx"),
  "/waiting": () => import("../screens/waiting.tsx"),
  "/attention": () => import("../screens/attention.tsx"),
  "/scheme": () => import("../screens/coordinator/offices.tsx"),
  [schemeOf]: () => import("../screens/coordinator/office.tsx"),
  [`${schemeOf}/members`]: () => import("../screens/coordinator/members.tsx"),
  [`${schemeOf}/import`]: () => import("../screens/coordinator/import.tsx"),
  [`${schemeOf}/invite`]: () => import("../screens/coordinator/invite.tsx"),
  [`${schemeOf}/charter`]: () => import("../screens/coordinator/charter/draft.tsx"),
  [`${schemeOf}/charter/whole`]: () => import("../screens/coordinator/charter/whole.tsx"),
  [`${schemeOf}/charter/publish`]: () => import("../screens/coordinator/charter/publish.tsx"),
  [`${schemeOf}/charter/:setting`]: () => import("../screens/coordinator/charter/setting.tsx"),
};

/** What can be shown before anything of the person's is on this phone. */
export function needsNothing(path: string): boolean {
  return Object.hasOwn(doors, path) || ["/waiting", "/attention", "/you/log-out"].includes(path);
}

export function routeOf(path: string, open: boolean): { load: Load; params: Record<string, string> } {
  const door = doors[path];
  if (door !== undefined) return { load: door, params: {} };
  if (!open) return { load: path === "/" ? welcome : logIn, params: {} };
  for (const [pattern, load] of Object.entries(rooms)) {
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
