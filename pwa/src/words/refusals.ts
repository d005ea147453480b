import type { RefusalCode } from "../contract.ts";

/** What a person reads for every expected "no": what is so, and what to do next. */
export interface RefusalWords {
  title: string;
  next: string;
}

export const refusals: Record<RefusalCode, RefusalWords> = {
  "signed-out": {
    title: "You are logged out",
    next: "Log in to go on. What you saved is still on this phone.",
  },
  "wrong-log-in": {
    title: "The email address and password do not match",
    next: "Check both and try again. You can also reset your password.",
  },
  "wrong-code": {
    title: "Enter the code from your email",
    next: "Use the newest email, or ask for a new code.",
  },
  "wait-to-log-in": { title: "Too many tries for now", next: "Wait a while, or reset your password." },
  "weak-password": {
    title: "Choose a longer password",
    next: "Use at least 10 characters. Three words work well.",
  },
  "mail-domain": {
    title: "This email address cannot be used here",
    next: "This service accepts other email addresses. Your scheme office can tell you which.",
  },
  "cross-site": { title: "This came from another site", next: "Open the app itself and try again." },
  "device-revoked": { title: "This phone was removed", next: "Log in again to use the app on this phone." },
  "passkey-needed": { title: "Confirm it is you", next: "Use your passkey, then send this again." },
  "wrong-passkey": { title: "That passkey did not work", next: "Try again, or log in with your password." },
  "addresses-full": {
    title: "An account has five addresses at most",
    next: "You can take one away first.",
  },
  "address-too-new": {
    title: "Your other address is new",
    next: "Once it has been yours for a week, you can take this one away.",
  },
  "hand-over-first": {
    title: "You are the only coordinator of a scheme",
    next: "Once another one is named, you can close your account.",
  },
  "invitation-over": {
    title: "This invitation cannot be used",
    next: "You can ask the scheme for a new one.",
  },
  "bad-request": { title: "We could not read that", next: "Check what you entered and try again." },
  "not-json": { title: "We could not read that", next: "Update the app, then try again." },
  "too-large": { title: "This is too large to send", next: "Make it shorter, then send it again." },
  "too-often": { title: "That is a lot at once", next: "Wait a moment. The app tries again by itself." },
  "not-found": { title: "There is nothing here", next: "It may have moved. Go back to where you were." },
  "not-allowed": { title: "This cannot be done here", next: "Go back to where you were." },
  "not-yours": {
    title: "You cannot see or change this",
    next: "It may have closed, or never been open to you.",
  },
  "bad-photo": { title: "This photo cannot be used", next: "Choose another photo." },
  "push-unknown": {
    title: "This browser cannot be told",
    next: "Its push service is not one that this server knows. Another browser may work.",
  },
  "phone-unknown": {
    title: "This phone has not synced yet",
    next: "Wait until it is up to date, then try again.",
  },
  "bad-file": { title: "We could not read this file", next: "Save it as a CSV file and try again." },
  busy: { title: "This phone is already sending", next: "The app tries again by itself." },
  gap: { title: "A change before this one is on its way", next: "The app sends it again by itself." },
  fork: { title: "This phone has a twin", next: "The app takes a new number and sends again." },
  "unknown-act": { title: "The server does not know this yet", next: "Update the app, then send it again." },
  malformed: {
    title: "The server could not read this change",
    next: "Your words are kept. You can send it again.",
  },
  "scheme-closed": {
    title: "This scheme is not open at the moment",
    next: "Other schemes you can use are listed.",
  },
  "role-not-offered": {
    title: "This scheme does not have that role",
    next: "Look at what the scheme offers.",
  },
  "not-taking-part": { title: "You are not taking part in this", next: "You can take part if it suits you." },
  "date-passed": { title: "That date has passed", next: "Choose a later date." },
  "date-too-far": { title: "That date is too far away", next: "Choose a date in the next two years." },
  "field-not-offered": { title: "That field is not used here", next: "Update the app, then try again." },
  "value-not-allowed": { title: "That cannot be used here", next: "Check what you entered and try again." },
  "photo-missing": { title: "The photo has not arrived", next: "Choose the photo again." },
  "invitations-used-up": { title: "No more invitations today", next: "You can send more tomorrow." },
  "not-matched-this-way": {
    title: "This scheme brings people together another way",
    next: "Its page says how.",
  },
  "mentor-not-free": {
    title: "This mentor takes no requests at the moment",
    next: "Other mentors you can ask are below.",
  },
  "no-place": {
    title: "This place was taken while you were offline",
    next: "You can look at other mentors, or ask to hear when there is a place.",
  },
  "already-asked": { title: "You have asked this already", next: "It waits for an answer." },
  "rule-specialty": {
    title: "This scheme's rule on specialty does not fit here",
    next: "Other mentors you can ask are below.",
  },
  "rule-site": {
    title: "This scheme's rule on sites does not fit here",
    next: "Other mentors you can ask are below.",
  },
  "relationship-closed": {
    title: "This has closed already",
    next: "You can both look at other choices.",
  },
  "not-all-there": { title: "Not everybody has joined yet", next: "You can say yes when all are there." },
  "code-unknown": { title: "We do not know this code", next: "Check it, or ask for a new one." },
  "training-needed": {
    title: "This scheme asks for training first",
    next: "Its contact point can tell you more.",
  },
  "charter-moved-on": { title: "The charter has a newer version", next: "Read it, then agree again." },
  "outside-group": {
    title: "This scheme is for another group",
    next: "Its contact point can help you find a way.",
  },
  "no-need-to-ask": { title: "You can take part as you are", next: "This scheme welcomes you." },
  "charter-incomplete": { title: "The charter is not complete", next: "Check each setting and try again." },
  "no-candidate-free": {
    title: "That time went to someone else while you were offline",
    next: "You have not been booked. You can suggest another time.",
  },
  "meeting-over": { title: "This meeting is no longer open", next: "You can suggest another time." },
  "meeting-changed": {
    title: "This meeting changed while you were offline",
    next: "Your suggestion was not sent. You can keep the time, or suggest another.",
  },
  "notices-used-up": {
    title: "This scheme has three notices in these seven days already",
    next: "You can choose a later day to send it.",
  },
  "notice-too-long": { title: "A notice stays 60 days at most", next: "Choose an earlier end." },
  "group-too-small": {
    title: "This group is too small for a notice",
    next: "A notice goes to a group of eight or more. You can tell everyone who follows the scheme.",
  },
  "meeting-to-come": { title: "This meeting has not begun yet", next: "You can say so once it has begun." },
  "no-longer-correctable": {
    title: "This stands as it is now",
    next: "You could both correct it for 14 days.",
  },
  "cap-reached": {
    title: "All sessions of this scheme are arranged",
    next: "The charter says how many there are.",
  },
  "first-meeting-theirs": {
    title: "In this scheme the other side suggests the first meeting",
    next: "You can answer with other times.",
  },
  "agree-first": {
    title: "Your first meeting is arranged already",
    next: "You can arrange more once you both agree to go on.",
  },
  "event-over": {
    title: "This event is over or was cancelled",
    next: "Other events of the scheme are listed.",
  },
  "places-taken": {
    title: "More places than that are taken",
    next: "Choose as many as are taken, or more. Nobody is put out.",
  },
  "names-not-offered": {
    title: "This scheme's charter shows its office no names",
    next: "You can publish the event without names.",
  },
};

const ours: RefusalWords = {
  title: "Sorry, something went wrong at our end",
  next: "What you wrote is saved. You can send it again.",
};

/** A code that a newer server knows and this version does not is our fault, not the person's. */
export function refusalWords(code: string | undefined): RefusalWords {
  return code !== undefined && Object.hasOwn(refusals, code) ? refusals[code as RefusalCode] : ours;
}
