/**
 * Prompts for whoever listens, in our own words. Each is something to notice or to ask: none says what the
 * other person should do, for they are the expert on themselves.
 */
export interface CardSet {
  name: string;
  what: string;
  intro: string;
  cards: readonly { part: string; prompt: string; more: string }[];
}

export const cards = {
  title: "Listening cards",
  intro: "Whoever speaks decides what it is about. A card is only for whoever listens.",
  choose: "Choose a set",
  another: "Another card",
  before: "Card before",
  place: (at: number, all: number) => `Card ${at} of ${all}`,
  kept: "Which cards you look at is kept nowhere.",
};

const begin = "To begin";
const along = "As you listen";
const close = "Towards the end";
const now = "Stage 1: how things are";
const instead = "Stage 2: what they would like";
const ways = "Stage 3: ways of getting there";

export const sets: Record<"listening" | "egan", CardSet> = {
  listening: {
    name: "Listening",
    what: "For any conversation",
    intro: "Take one when you would like one. You can leave them all.",
    cards: [
      {
        part: begin,
        prompt: "What would you like to use this time for?",
        more: "They choose what it is about, and may change it on the way.",
      },
      {
        part: begin,
        prompt: "Where would you like to start?",
        more: "Then leave room. The first silence is often theirs to use.",
      },
      {
        part: along,
        prompt: "Can you say a little more about that?",
        more: "Their own last words, said back as a question, do as well.",
      },
      {
        part: along,
        prompt: "Have I understood this as you mean it?",
        more: "Say in a few words what you heard, and let them put it right.",
      },
      {
        part: along,
        prompt: "What was that like for you?",
        more: "There may be a feeling under the facts. They know its name, and need not say it.",
      },
      {
        part: along,
        prompt: "What matters most to you in this?",
        more: "It may not be what would matter most to you.",
      },
      {
        part: along,
        prompt: "Is an answer taking shape in you?",
        more: "This one is for you alone. Let it go by, and you hear more.",
      },
      {
        part: along,
        prompt: "Does this remind you of a story of your own?",
        more: "It keeps until your own turn. This time is theirs.",
      },
      {
        part: along,
        prompt: "Are they thinking, or have they finished?",
        more: "Count slowly to ten before you find out.",
      },
      {
        part: close,
        prompt: "Is there something you have not said yet?",
        more: "No is a good answer.",
      },
      {
        part: close,
        prompt: "What would you like to take with you from this?",
        more: "It is theirs to say, and theirs to keep.",
      },
    ],
  },
  egan: {
    name: "Three stages",
    what: "After Gerard Egan’s skilled helper",
    intro: "Three stages, in any order and with any left out. Whoever speaks decides where you are.",
    cards: [
      {
        part: now,
        prompt: "What is going on at the moment?",
        more: "Their story, told in their way and at their pace.",
      },
      {
        part: now,
        prompt: "How would somebody else in the story tell it?",
        more: "Ask only if they would like to look from there.",
      },
      {
        part: now,
        prompt: "Which part of this would you like to work on?",
        more: "There may be several. Which one comes first is their choice.",
      },
      {
        part: instead,
        prompt: "If this were better, what would be different?",
        more: "Nothing has to be likely yet. Let the picture grow.",
      },
      {
        part: instead,
        prompt: "Which of these do you want enough to try for?",
        more: "They may want less than you would, or something else.",
      },
      {
        part: instead,
        prompt: "What would it cost you, and is it worth that?",
        more: "Both answers are fine.",
      },
      {
        part: ways,
        prompt: "How many ways of getting there can you think of?",
        more: "Theirs come first, the odd ones too. Count them together.",
      },
      {
        part: ways,
        prompt: "Which of these suits you, and the life you have?",
        more: "What suits you is another matter.",
      },
      {
        part: ways,
        prompt: "What could help you, and what might stand in the way?",
        more: "People, time, and what they have done before all count.",
      },
      {
        part: ways,
        prompt: "Is there a first step you would like to say aloud?",
        more: "There need not be one today. Nobody checks it later.",
      },
    ],
  },
};
