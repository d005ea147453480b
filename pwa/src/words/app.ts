/** The frame: name, tabs, the sync mark, and what the app says about itself. */
export const app = {
  name: "Alongside",
  purpose: "Mentoring for doctors, at your own pace",
  skip: "Skip to main content",
  tabs: { today: "Today", mentors: "Mentors", notices: "Notices", you: "You", scheme: "Scheme" },
  tabsLabel: "Main pages",
  back: "Back",
  backTo: (page: string) => `Back to ${page}`,
  problem: "There is a problem",
  save: "Save",
  continue: "Continue",
  cancel: "Cancel",
  change: "Change",
  changeWhat: (what: string) => `Change ${what}`,
  undo: "Undo",
  saved: "Saved.",
  undone: "Taken back.",
  showPassword: "Show password",
  hidePassword: "Hide password",
  loading: "Opening",
  cannotShow: "We cannot show this at the moment. What you saved is still on this phone.",
  ourFault: "Sorry, something went wrong at our end. What you wrote is saved.",
  offline: "You need a connection for this. Try again when you are back online.",
  tryAgain: "Try again",
  noPage: "There is nothing at this address",
  noPageWords: "The page may have moved, or the link may be cut short.",
  toToday: "Go to Today",
  print: "Print this page",
};

/** The quiet mark at the top. Never a word that claims more than the phone knows. */
export const mark = {
  upToDate: "Up to date",
  loading: "Getting your data",
  sending: "Sending…",
  onThisPhone: (count: number) => (count === 1 ? "1 change on this phone" : `${count} changes on this phone`),
  unreachable: (since: string) => `Cannot reach the server since ${since}`,
  unreachableNow: "Cannot reach the server",
  stuck: (count: number) =>
    count === 1 ? "1 change has not gone yet" : `${count} changes have not gone yet`,
  full: "This phone is full",
  updateNeeded: "Update to get news",
  signedOut: "Log in to sync",
  logInToSend: (count: number) =>
    count === 1 ? "Log in to send 1 change" : `Log in to send ${count} changes`,
  attention: (count: number) => (count === 1 ? "1 needs your attention" : `${count} need your attention`),
  opens: "Opens Waiting to send",
};

/** Where a change stands. */
export const states = {
  onThisPhone: "On this phone",
  sent: "Sent",
};

/** Bars above the page: each names one fact and the way on. */
export const bars = {
  update: "An update is ready.",
  updateNow: "Update now",
  updated: "This app was updated in another window.",
  openNew: "Open the new version",
  updateNeeded: "This version is too old to get news. Your changes still go out.",
  signedOut: "You are logged out. What you saved is still on this phone.",
  logIn: "Log in",
  storageFull: "This phone is full. What you do now may not be kept.",
  storageFullHow: "How to make room",
  storageLost: "This phone cleared what the app had kept. We get it again from the server.",
  storageBack: "This phone had cleared what the app kept. Changes that were not sent may be missing.",
  understood: "Close",
  attention: (count: number) =>
    count === 1 ? "1 change needs your attention." : `${count} changes need your attention.`,
  look: "Look at it",
  anotherTab: "You logged in or out in another window.",
  reload: "Show that here",
};

export const revoked = {
  title: "This phone was removed from your account",
  words: "What the app had kept here from the server has been cleared.",
  unsent: (count: number) =>
    count === 1
      ? "1 change had not been sent. It was cleared too."
      : `${count} changes had not been sent. They were cleared too.`,
  next: "You can log in again to use the app on this phone, as long as you keep your account.",
};

export const wholeSentences = {
  notSupported: "This browser is too old for the app. Update it, or use another one.",
  nothingHere: "Your data is not on this phone yet",
  nothingHereWords: "This phone needs a connection to get it. After that it works with no signal.",
  storageClosed: "This browser does not let the app keep anything. Private windows often do this.",
};
