/** For two or three people who meet without a scheme: the page that leads to it all, and the turns. */
export const together = {
  title: "Two of us, no scheme",
  intro: "Two or three people can use these by themselves. You need no scheme and no account.",
  private: "Nothing of it reaches our server, and nobody counts it. It works with no signal.",
  tools: "What you can use",
  turns: "Equal turns",
  turnsWhat: "A timer that gives each person the same time",
  cards: "Listening cards",
  cardsWhat: "One prompt at a time, for whoever listens",
  times: "Suggest times by link",
  timesWhat: "The link itself holds the times",
};

/** "10 minutes 12 seconds". */
export function lasting(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  const parts = [
    minutes === 1 ? "1 minute" : `${minutes} minutes`,
    rest === 1 ? "1 second" : `${rest} seconds`,
  ];
  if (rest === 0 && minutes > 0) parts.pop();
  return (minutes === 0 ? parts.slice(1) : parts).join(" ");
}

export const turns = {
  title: "Equal turns",
  intro: "One speaks and one listens. Then you change over. Each of you has the same time.",
  howMany: "How many of you are there?",
  two: "Two",
  twoHint: "One speaks, one listens",
  three: "Three",
  threeHint: "One speaks, one listens, one observes",
  howManyMissing: "Choose two or three",
  howLong: "How long is each turn?",
  other: "Another length",
  howLongMissing: "Choose how long each turn is",
  otherLabel: "Minutes in each turn",
  otherHint: (most: number) => `A whole number, from 1 to ${most}`,
  otherWrong: (most: number) => `Enter a whole number of minutes, from 1 to ${most}`,
  setUp: "Continue",
  bleepHint: "If a bleep goes off, one tap stops the clock. A locked phone does not.",

  person: (place: number) => `Person ${place + 1}`,
  speaks: (person: string) => `${person} speaks`,
  listens: (person: string) => `${person} listens`,
  observes: (person: string) => `${person} observes`,
  ready: (person: string) => `${person} speaks next.`,
  readyFirst: "Decide between you who is person 1.",
  givenBack: (person: string, time: string) => `${person} has ${time} more, so that you are even.`,
  longer: (time: string) => `This turn is ${time}, as long as the longest so far.`,
  running: (person: string) => `${person} speaks.`,
  lastMinute: "1 minute left.",
  paused: "Paused. The clock stands still.",
  over: "Time to change over.",
  overNobody: "Time is up.",
  overBy: (time: string) => `${time} over. The others get the same.`,
  overByOfTwo: (time: string) => `${time} over. The other person gets the same.`,
  even: "You are even.",
  evenWords: (time: string) => `Each of you has spoken for ${time}.`,
  evenKept: "Nothing of it is kept on this phone.",

  left: "left",
  ended: "over",
  start: (person: string) => `Start: ${person} speaks`,
  bleep: "Bleep: pause",
  goOn: "Carry on",
  changeOver: "Change over",
  finish: "Finish this turn",
  early: "Change over early",
  earlyHint: "What is left of this turn comes round again.",
  onTime: "We stopped on time",
  onTimeHint: "If you stopped when the turn ended, and only the phone went on.",
  stop: "Stop and clear",
  stopped: "Stopped. Nothing of it is kept on this phone.",
  again: "Another round",
  finished: "Close",
  soundOn: "Sound when a turn ends",
  noSound: "This browser makes no sound. Keep the phone in sight.",
  back: "Back to the turns",
  spoken: (person: string, time: string) => `${person}: ${time}`,
  soFar: "Spoken so far",
};
