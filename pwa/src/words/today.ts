export const today = {
  nothing: "You have nothing arranged. You can look at mentors, or leave it for now.",
  ways: "Where to look",
  mentors: "Look at mentors",
  mentorsWhat: "Search by name, specialty, place or topic",
  people: "Your people",
  peopleWhat: "Who you meet, have asked, or may answer",
  schemes: "All schemes",
  schemesWhat: "What each one offers, and who it is for",
  contacts: "Contact points and other support",
  contactsWhat: "A person to ask, with or without a scheme",
  part: "You take part in",
  paused: "Paused",
  attention: (count: number) =>
    count === 1 ? "1 change needs your attention" : `${count} changes need your attention`,
};
