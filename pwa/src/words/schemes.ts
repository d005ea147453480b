export const schemes = {
  title: "Schemes",
  intro: "Every scheme is listed, with who it is for. Doctors at any stage use mentoring.",
  empty: "No schemes are listed yet. Contact points can tell you what is near you.",
  forWhom: "Who it is for",
  outsideWelcome: "If you are not in this group, you can still ask.",
  outsideRouted: "If you are not in this group, the contact point can help you.",
  considering: "Being considered",
  consideringWords: "This organisation is thinking about a scheme. There is nothing to join yet.",
  closed: "Not open at the moment",
  eventsOnly: "Events only. There is nothing to join.",
  takingPart: "You take part",
  charter: "Charter",
  charterVersion: (version: number, date: string) => `Version ${version}, ${date}`,
  charterIntro: "This is what the scheme means by mentoring, and how it works.",
  howItWorks: "How it works",
  contact: "Contact point",
  look: "Look at mentors",
  choose: "Taking part",
  pages: "Guidance",
  other: "Other schemes",
  notHere: "This scheme is not listed here",
  unknown: "a scheme",
};

export const contacts = {
  title: "Contact points",
  intro: "A person to ask, for each organisation, with or without a scheme.",
  empty: "No contact points are listed yet.",
  signposts: "Other support",
  write: (role: string) => `Write to the ${role}`,
  noEmail: "There is no email address listed.",
  search: "Search by organisation",
  none: "No contact points match.",
};

export const guidance = {
  title: "Guidance",
  intro: "You can read all of these with no signal.",
  empty: "No guidance is here yet.",
  notHere: "This page is not here any more",
};

export const notices = {
  title: "Notices",
  empty: "There are no notices.",
  what: "Notices from schemes you look at will be here.",
  quiet: "They go away by themselves when they are over.",
};
