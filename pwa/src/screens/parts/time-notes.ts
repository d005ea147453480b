import { isOffered, meets, type Offer } from "../../domain/free-times.ts";
import type { Meeting } from "../../domain/meetings.ts";
import { meetings, suggesting as words } from "../../words/meetings.ts";
import { timeOf } from "./meeting-words.ts";
import { restNotes } from "./rested.ts";

/** What a time is judged by on this phone. Instants are whole seconds. */
export interface Context {
  /** The mentor whose times they are; undefined on their own phone. */
  readonly mentor: string | undefined;
  readonly offer: Offer | undefined;
  readonly minutes: number;
  readonly now: number;
  readonly all: readonly Meeting[];
  /** The meeting that is moved or answered. */
  readonly about: string | undefined;
}

/** In this phone's own zone. */
export const inWords = (start: number): string => timeOf(new Date(start * 1000).toISOString(), null);

/** What stands against a time: it can be suggested all the same. */
export function notesOn(start: number, { mentor, offer, minutes, now, all, about }: Context): string[] {
  const notes: string[] = [];
  if (start <= now) notes.push(words.passed);
  if (meets(all, start, minutes, about)) notes.push(meetings.otherMeeting);
  if (offer?.availability.lengths.includes(minutes)) {
    if (!isOffered(offer, start, minutes, now)) {
      notes.push(mentor === undefined ? words.notYours : words.notTheirs(mentor));
    }
  }
  return [...notes, ...restNotes(start, minutes, now * 1000)];
}
