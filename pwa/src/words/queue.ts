import type { AnswerOutside } from "../contract.ts";

/** For coordinators: who asks to be matched. Never a word of what came of a suggestion. */
export const queue = {
  title: "Asking for a mentor",
  daily: "Updated once a day. You see the name and the wishes, and nothing else.",
  empty: "Nobody asks to be matched at the moment.",
  suggested: "Suggested",
  suggestedMeans: "Suggested means that you named a mentor. What comes of it stays between the two.",
  more: (count: number) => `Show ${count} more`,
  suggestFor: (name: string) => `Suggest a mentor for ${name}`,
  wishes: "Wishes",
  choose: "Choose a mentor",
  chooseIntro: "Both are asked, and either can say no without a word.",
  trainedOnly: "Only mentors whose training is recorded are listed.",
  suggest: "Suggest",
  suggestWhom: (mentor: string) => `Suggest ${mentor}`,
  saved: (mentor: string) => `Your suggestion of ${mentor} is saved.`,
  noMentors: "No mentor can be suggested at the moment.",
  gone: "This request is no longer in the list",
  goneWords: "The list is updated once a day. Other requests are on your scheme's page.",
  anyMentor: "Any mentor",
};

/** Names in a list: finding one, and seeing more. */
export const people = {
  search: "Search by name",
  none: "No names match.",
  all: (count: number) => `Show all ${count.toLocaleString("en-GB")}`,
  unknownDoctor: "a doctor",
  unknownMentor: "a mentor",
};

export const training = {
  asks: "This scheme asks its mentors for training:",
  recorded: "Training recorded",
  record: "Record training",
  recordOf: (name: string) => `Record training of ${name}`,
  takeBack: "Take back",
  takeBackOf: (name: string) => `Take back the training of ${name}`,
  saidRecorded: (name: string) => `The training of ${name} is recorded.`,
  saidTakenBack: (name: string) => `The training of ${name} is taken back.`,
};

export const outside = {
  title: "Questions from outside the group",
  daily: "Updated once a day. These doctors ask whether there is a way for them.",
  empty: "There are no questions at the moment.",
  answered: "Answered",
  answerTo: (name: string) => `Answer ${name}`,
  intro: "This doctor is not in the group that the scheme is for, and asks for a way in.",
  forWhom: "Who it is for",
  legend: "What is your answer?",
  missing: "Choose an answer",
  contact: "Contact point",
  contactChoose: "Choose a contact point",
  contactMissing: "Choose a contact point",
  send: "Save answer",
  saved: (name: string) => `Your answer to ${name} is saved.`,
  said: (answer: string) => `You answered: ${answer}.`,
  gone: "This question is no longer in the list",
  goneWords: "The list is updated once a day. Other questions are on your scheme's page.",
};

export const answers: Record<AnswerOutside["answer"], { words: string; hint: string }> = {
  welcome: { words: "You can take part", hint: "The doctor can join as anybody else can." },
  elsewhere: { words: "A contact point can help", hint: "You choose which one the doctor is shown." },
};

export const pairs = {
  title: "Who is paired",
  intro: "The charter says that the lead knows who is paired. You see names, and nothing else.",
  empty: "Nobody is paired at the moment.",
  and: " and ",
  circle: "Circle",
  notYours: "Only the scheme's lead sees who is paired",
  notYoursWords: "The charter says who knows. Ask whoever runs this server to name the lead.",
};
