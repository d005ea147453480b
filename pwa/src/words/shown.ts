/** What a phone shows while the app is closed: the same words for everything, unless its owner wants more. */

export const neutral = { title: "Alongside", words: "1 new notice" };

/** With detail on. Never a name of a person. After these come what an event is called, and when it is. */
export const detail = {
  notice: "A notice",
  "event-place": "You have a place",
  "event-changed": "An event you go to has changed",
  "event-cancelled": "An event does not take place",
  "meeting-suggested": "Times for a meeting are suggested",
  "meeting-agreed": "A meeting is agreed",
  "meeting-moved": "Another time is suggested for a meeting",
  "meeting-cancelled": "A meeting does not take place",
  "meeting-near": "A meeting is near",
};
