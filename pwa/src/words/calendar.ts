/** The calendar outside, files of single meetings, and the letter that asks for protected time. */
export const calendar = {
  title: "Calendar",
  intro: "Your agreed meetings can show in the calendar app you use anyway.",
  hours: "Calendar apps look for changes every few hours. This app always has the newest.",
  none: "You have no calendar address.",
  make: "Make a calendar address",
  making: "Your address is made when this phone next sends.",
  address: "Your calendar address",
  addressWords:
    "Whoever has this address can read what it shows, without logging in. Give it to nobody else.",
  open: "Open in your calendar app",
  copy: "Copy the address",
  copied: "Copied.",
  copyByHand: "Copying is not possible here. Press and hold the address to copy it.",
  byHand: "In other calendar apps, choose to add or subscribe to a calendar by its address.",
  entries: "What entries say",
  neutral: "Hold: 45 minutes",
  neutralHint: "Only that the time is taken, and when.",
  detail: "Mentoring: 45 minutes",
  detailHint: "Also how you meet, and the place you wrote down.",
  never: "The other person is not named either way.",
  reads: "The company that runs your calendar can read what entries say.",
  saved: "Saved.",
  revoke: "Take the address back",
  revokeWords: "The address then works for nobody. Entries may stay in a calendar that has read it.",
  revoked: "The address is taken back.",
};

export const meetingCalendar = {
  file: "Add to a calendar",
  fileWords: "A file with this one meeting. It does not change when the meeting does.",
  letter: "Letter to ask for protected time",
};

export const letter = {
  title: "Protected time for professional development",
  back: "the meeting",
  intro: "A letter to print for whoever plans your work. It is made on this phone and sent nowhere.",
  names: "It names nobody but you.",
  to: "To",
  toHint: "You can leave this empty.",
  ask: (minutes: number) =>
    `I ask for protected time for professional development, ${minutes} minutes, as below.`,
  date: "Date",
  time: "Time",
  length: "Length",
  what: "For",
  development: "Professional development",
  minutes: (count: number) => `${count} minutes`,
  from: "From",
  agreed: "Agreed by",
  signed: "Signature and date",
  print: "Print this letter",
  notHere: "There is no agreed time to write about.",
};
