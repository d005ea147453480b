import type { Documents } from "../contract.ts";
import type { Acts } from "./view.ts";

/** The calendar app somebody uses anyway: one private address, and whether entries say more than "Hold". */

export type Calendar = Documents["calendar"];

/** Before anything was chosen. */
const UNSAID: Calendar = { token: null, detail: false };

export const calendarActs: Acts<"calendar.open" | "calendar.detail" | "calendar.revoke"> = {
  "calendar.open": {
    // Only the server makes the address, so that no phone can choose a weak one: until then there is none.
    apply(view, _, { account }) {
      view.put("calendar", account, view.get("calendar", account) ?? UNSAID);
    },
  },
  "calendar.detail": {
    apply(view, { detail }, { account }) {
      view.put("calendar", account, { ...(view.get("calendar", account) ?? UNSAID), detail });
    },
  },
  "calendar.revoke": {
    apply(view, _, { account }) {
      const held = view.get("calendar", account);
      if (held) view.put("calendar", account, { ...held, token: null });
    },
  },
};

export const calendarOf = (all: ReadonlyMap<string, Calendar>): Calendar =>
  all.values().next().value ?? UNSAID;

/** Where a calendar app reads it. */
export const feedAddress = (origin: string, token: string): string => `${origin}/calendar/${token}.ics`;

/** The same address for phones and computers that ask at once which calendar app is to follow it. */
export const followAddress = (address: string): string => address.replace(/^https?:/, "webcal:");

/** One agreed meeting as a file. It comes over the network: files made here do not open on every phone. */
export const meetingFile = (meeting: string): string => `/api/meetings/${meeting}.ics`;

/** One event that this doctor has a place at, all of its times, in the same way. */
export const eventFile = (event: string): string => `/api/events/${event}.ics`;
