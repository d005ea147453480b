import type { Wishes } from "../contract.ts";

/** Being matched by the scheme, and the way in from outside its group. */

export const matching = {
  title: "Ask to be matched",
  coordinator: "The coordinator can suggest a mentor. You both may still say no.",
  list: "You are given the next mentor on the list. You both may still say no.",
  start: "Ask to be matched",
  how: "How would you like to be matched?",
  howOf: {
    coordinator_suggests: "The coordinator suggests somebody",
    next_on_list: "The next mentor on the list",
  },
  sees: "Coordinators see your name and these choices, and nothing else.",
  seesNext: "Nobody looks at these choices. The list follows them by itself.",
  specialty: "Should your mentor have the same specialty as you?",
  site: "Should your mentor work at the same site as you?",
  mode: "How would you like to meet?",
  compared: "This goes by what you say about yourself in the app.",
  ask: "Ask",
  chooseOne: "Choose one of these",
  asked: (scheme: string) => `You have asked ${scheme} to find you a mentor.`,
  waiting: "A suggestion shows up under your people. It can take a while.",
  wishes: { specialty: "Specialty", site: "Site", mode: "Way to meet" },
  takeBack: "Take it back",
  takenBack: "You have taken it back.",
  back: "Back to the scheme",
};

export const specialtyWishes: Record<Wishes["specialty"], string> = {
  same: "The same specialty",
  different: "Another specialty",
  either: "Either is fine",
};
export const siteWishes: Record<Wishes["site"], string> = {
  same: "The same site",
  different: "Another site",
  either: "Either is fine",
};
export const modeWishes: Record<Wishes["mode"], string> = {
  in_person: "In person",
  phone: "By phone",
  video: "By video",
  any: "Any way is fine",
};

export const outside = {
  question: "Are you in this group?",
  yes: "Yes",
  no: "No",
  chooseOne: "Choose one of these",
  way: "You can still ask. This is who can help you find a way.",
  point: "The scheme has no contact point listed. Others are listed for each organisation.",
  allPoints: "All contact points",
  ask: "Ask whether there is a way",
  askWords: "The scheme's coordinators see your name and that you ask. Nothing else is sent.",
  asked: "You have asked whether there is a way for you.",
  waiting: "The answer shows up here. Coordinators see questions once a day.",
  welcome: "The scheme says that you are welcome to take part.",
  elsewhere: "The scheme points you to somebody who can help.",
  other: "Change my answer",
};
