import type { CandidateTime, DraftScheme, Mutations } from "../contract.ts";
import { change } from "./availability.ts";
import { type FieldName, fields } from "./profile.ts";
import { people } from "./queue.ts";
import { roles } from "./roles.ts";

/** Names that a change mentions only by id. */
export interface Names {
  scheme(id: string | null): string;
  device(id: string): string;
  /** A member, or whoever asks an office, by the office's own id of them. */
  person(id: string, otherwise: string): string;
  day(date: string): string;
  /** An instant. */
  time(at: string): string;
  /** The others of a pair or circle. */
  pair(id: string): string;
  /** A meeting by its time and the others. */
  meeting(id: string): string;
  /** An event by its title. */
  event(id: string): string;
}

type Describe = { readonly [Name in keyof Mutations]: (args: Mutations[Name], names: Names) => string };

const field = (name: FieldName) => fields[name].name.toLowerCase();

/** The best of the times, or how many there are. */
function suggest(candidates: readonly CandidateTime[], names: Names): string {
  const [best] = candidates;
  return candidates.length === 1 && best
    ? `Suggest ${names.time(best.at)}`
    : `Suggest ${candidates.length} times`;
}

/** Every change in plain words. A new mutation without words does not compile. */
export const describe: Describe = {
  "account.describe": () => "Change your grade and specialty",
  "account.rename": ({ name }) => `Change your name to ${name}`,
  "availability.patch": (args, names) => change(args, names.day),
  "calendar.detail": ({ detail }) =>
    detail ? "Let your calendar say that it is mentoring" : "Let your calendar only say Hold",
  "calendar.open": () => "Make an address for your calendar",
  "calendar.revoke": () => "Take back the address of your calendar",
  "circle.form": ({ scheme }, names) => `Form a circle in ${names.scheme(scheme)}`,
  "contact_point.publish": ({ organisation }) => `Publish the contact point of ${organisation}`,
  "device.name": ({ device, name }, names) => `Name ${names.device(device)} ${name}`,
  "device.revoke": ({ device }, names) => `Remove ${names.device(device)}`,
  "event.cancel": ({ event }, names) => `Cancel ${names.event(event)}`,
  "event.change": ({ title }) => `Change the event ${title}`,
  "event.publish": ({ title }) => `Publish the event ${title}`,
  "invitation.send": ({ name, scheme }, names) => `Invite ${name} to ${names.scheme(scheme)}`,
  "match.ask": ({ scheme }, names) => `Ask ${names.scheme(scheme)} to find you a mentor`,
  "match.suggest": ({ request, mentor }, names) =>
    `Suggest ${names.person(mentor, people.unknownMentor)} to ${names.person(request, people.unknownDoctor)}`,
  "match.take_back": () => "Take back your wish for a mentor",
  "meeting.accept": ({ ranking: [best = "", ...more] }, names) =>
    more.length === 0
      ? `Agree to ${names.time(best)}`
      : `Agree to ${more.length + 1} times, best ${names.time(best)}`,
  "meeting.cancel": ({ meeting }, names) => `Cancel ${names.meeting(meeting)}`,
  "meeting.confirm_held": ({ meeting }, names) => `Say that you met: ${names.meeting(meeting)}`,
  "meeting.correct": ({ meeting, state }, names) =>
    `Correct: ${names.meeting(meeting)} ${state === "held" ? "took place" : "did not go ahead"}`,
  "meeting.counter": ({ candidates }, names) => suggest(candidates, names),
  "meeting.keep": ({ meeting }, names) => `Keep the time of ${names.meeting(meeting)}`,
  "meeting.move": ({ meeting }, names) => `Suggest moving ${names.meeting(meeting)}`,
  "meeting.propose": ({ relationship, candidates }, names) =>
    `${suggest(candidates, names)} to ${names.pair(relationship)}`,
  "meeting.record_missed": ({ meeting }, names) => `Say that ${names.meeting(meeting)} did not go ahead`,
  "notice.dismiss": () => "Put a notice away",
  "notice.recall": () => "Recall a notice",
  "notice.send": ({ scheme }, names) => `Send a notice of ${names.scheme(scheme)}`,
  "outside.answer": ({ scheme, question }, names) =>
    `Answer ${names.person(question, people.unknownDoctor)} from outside ${names.scheme(scheme)}`,
  "outside.ask": ({ scheme }, names) => `Ask ${names.scheme(scheme)} for a way in`,
  "page.publish": ({ title }) => `Publish the page ${title}`,
  "participation.not_now": ({ scheme, until }, names) =>
    `Not now for ${names.scheme(scheme)}, until ${names.day(until)}`,
  "participation.opt_in": ({ scheme, role }, names) =>
    `Take part in ${names.scheme(scheme)} ${roles[role].as}`,
  "participation.opt_out": ({ scheme }, names) => `Leave ${names.scheme(scheme)}`,
  "participation.pause": ({ scheme, until }, names) =>
    `Pause ${names.scheme(scheme)} until ${names.day(until)}`,
  "participation.resume": ({ scheme }, names) => `End the pause or not now for ${names.scheme(scheme)}`,
  "participation.set_places": ({ scheme }, names) => `Change your places in ${names.scheme(scheme)}`,
  "profile.patch": ({ field: name, value }) =>
    value === null ? `Empty your ${field(name)}` : `Change your ${field(name)}`,
  "profile.publish": ({ field: name, publish }) =>
    publish ? `Show your ${field(name)} in your listing` : `Stop showing your ${field(name)}`,
  "profile.set_photo": ({ photo }) => (photo === null ? "Remove your photo" : "Change your photo"),
  "relationship.accept": () => "Say yes to mentoring",
  "relationship.agree": () => "Agree to go on together",
  "relationship.declare_conflict": () => "Add somebody to your private list",
  "relationship.decline": () => "Close a request",
  "relationship.end": () => "End a mentoring",
  "relationship.hear_of_place": () => "Hear when a mentor has a place",
  "relationship.join": () => "Join with a code",
  "relationship.offer": ({ scheme }, names) => `Offer mentoring in ${names.scheme(scheme)}`,
  "relationship.request": ({ scheme }, names) => `Ask a mentor in ${names.scheme(scheme)}`,
  "relationship.rest": ({ until }, names) => `Rest a mentoring until ${names.day(until)}`,
  "relationship.resume": () => "Go on after a rest",
  "relationship.stop_hearing": () => "Stop hearing about a mentor's places",
  "relationship.withdraw_conflict": () => "Take somebody off your private list",
  "rsvp.set": ({ event, going }, names) =>
    going ? `Keep a place at ${names.event(event)}` : `Give back your place at ${names.event(event)}`,
  "scheme.discard_draft": ({ scheme }, names) => `Throw away the draft for ${names.scheme(scheme)}`,
  "scheme.draft": ({ scheme, name }, names) => `Keep the draft for ${name ?? names.scheme(scheme)}`,
  "scheme.publish": ({ name }) => `Publish the charter of ${name}`,
  "training.record": ({ member, done }, names) => {
    const name = names.person(member, people.unknownMentor);
    return done ? `Record the training of ${name}` : `Take back the training of ${name}`;
  },
};

/** What somebody wrote into a charter. What they chose is chosen again in a moment. */
function charterTexts(
  name: string | null,
  summary: string | null,
  { definition, expectations, eligibility, training_gate }: DraftScheme["charter"],
): string {
  const texts = [name, summary, definition, ...(expectations ?? []), eligibility, ...(training_gate ?? [])];
  return texts.filter(Boolean).join("\n\n");
}

/** Which of a change's words are the person's own, to be shown and copied when it comes back. */
export const ownWords: { readonly [Name in keyof Mutations]: (args: Mutations[Name]) => string | undefined } =
  {
    "account.describe": ({ grade, specialty }) => [grade, specialty].filter(Boolean).join(", ") || undefined,
    "account.rename": ({ name }) => name,
    "availability.patch": ({ setting, value }) =>
      setting === "places" && Array.isArray(value) ? value.join(", ") : undefined,
    "calendar.detail": () => undefined,
    "calendar.open": () => undefined,
    "calendar.revoke": () => undefined,
    "circle.form": () => undefined,
    "contact_point.publish": ({ words }) => words,
    "device.name": ({ name }) => name,
    "device.revoke": () => undefined,
    "event.cancel": () => undefined,
    "event.change": ({ title, words, place }) => [title, words, place].join("\n\n"),
    "event.publish": ({ title, words, place }) => [title, words, place].join("\n\n"),
    "invitation.send": ({ name, email }) => `${name}, ${email}`,
    "match.ask": () => undefined,
    "match.suggest": () => undefined,
    "match.take_back": () => undefined,
    "meeting.accept": () => undefined,
    "meeting.cancel": () => undefined,
    "meeting.confirm_held": () => undefined,
    "meeting.correct": () => undefined,
    "meeting.counter": ({ place }) => place ?? undefined,
    "meeting.keep": () => undefined,
    "meeting.move": () => undefined,
    "meeting.propose": ({ place }) => place ?? undefined,
    "meeting.record_missed": () => undefined,
    "notice.dismiss": () => undefined,
    "notice.recall": () => undefined,
    "notice.send": ({ text }) => text,
    "outside.answer": () => undefined,
    "outside.ask": () => undefined,
    "page.publish": ({ title, text }) => `${title}\n\n${text}`,
    "participation.not_now": () => undefined,
    "participation.opt_in": () => undefined,
    "participation.opt_out": () => undefined,
    "participation.pause": () => undefined,
    "participation.resume": () => undefined,
    "participation.set_places": ({ places }) => (places === null ? undefined : String(places)),
    "profile.patch": ({ value }) =>
      value === null ? undefined : typeof value === "string" ? value : value.join(", "),
    "profile.publish": () => undefined,
    "profile.set_photo": () => undefined,
    "relationship.accept": () => undefined,
    "relationship.agree": () => undefined,
    "relationship.declare_conflict": ({ email }) => email ?? undefined,
    "relationship.decline": () => undefined,
    "relationship.end": () => undefined,
    "relationship.hear_of_place": () => undefined,
    "relationship.join": ({ code }) => code,
    "relationship.offer": () => undefined,
    "relationship.request": () => undefined,
    "relationship.rest": () => undefined,
    "relationship.resume": () => undefined,
    "relationship.stop_hearing": () => undefined,
    "relationship.withdraw_conflict": () => undefined,
    "rsvp.set": () => undefined,
    "scheme.discard_draft": () => undefined,
    "scheme.draft": ({ name, summary, charter }) => charterTexts(name, summary, charter) || undefined,
    "scheme.publish": ({ name, summary, charter }) => charterTexts(name, summary, charter),
    "training.record": () => undefined,
  };
