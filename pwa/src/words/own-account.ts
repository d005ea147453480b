/** Of one's own account: its addresses, phones and passkeys, and closing it. */

export const devices = {
  title: "Your phones",
  intro: "Phones and computers where you have logged in.",
  this: "This phone",
  lastSeen: (date: string) => `Last used ${date}`,
  neverSeen: "Not used yet",
  unnamed: "Unnamed phone",
  name: "Name of this phone",
  nameHint: "So that you know which is which",
  nameMissing: "Enter a name",
  rename: "Change name",
  renameWhat: (name: string) => `Change name of ${name}`,
  remove: "Remove",
  removeWhat: (name: string) => `Remove ${name}`,
  removeWords: "If you remove it, it is logged out, and what it got from the server is cleared.",
  removed: "Removed",
  empty: "Your phones are listed here after the first sync.",
};

export const passkeys = {
  title: "Passkeys",
  intro: "A passkey lets you log in with your face, finger or phone lock.",
  empty: "You have no passkeys.",
  add: "Add a passkey",
  added: (date: string) => `Added ${date}`,
  remove: "Remove",
  removeWhat: (name: string) => `Remove ${name}`,
  unnamed: "Passkey",
  notHere: "This browser cannot use passkeys.",
  stopped: "No passkey was added.",
  offline: "You need a connection to see your passkeys.",
};

export const passwordAgain = {
  label: "Your password",
  why: "You logged in a while ago. Your password shows that it is you.",
};

/** For a browser that cannot use the passkey there is. */
export const passkeyElsewhere =
  "This wants your passkey, which this browser cannot use. Resetting your password by email does as well.";

export const addresses = {
  title: "Email addresses",
  intro: "You can log in with any of them. One of your own stays with you when you change jobs.",
  add: "Add an address",
  email: "Another email address",
  hint: "It does not have to be a work address",
  sendCode: "Send me a code",
  codeIntro: (email: string) => `If ${email} can be used, a code is on its way to it.`,
  submit: "Add this address",
  other: "Use another one",
  added: (email: string) => `${email} is added.`,
  remove: "Take away",
  removeWhat: (email: string) => `Take away ${email}`,
  removed: (email: string) => `${email} is taken away.`,
  full: "An account has five addresses at most.",
  offline: "You need a connection to change your addresses.",
  stopped: "Nothing was changed.",
};

export const closing = {
  title: "Close your account",
  words: [
    "Your account, your listings and your pairs go at once, and for good.",
    "Those you are paired with read that the pair has closed, and nothing more.",
    "Your reflections stay on this device. Only you can open them.",
  ],
  noReason: "You do not need a reason.",
  unsent: (count: number) =>
    count === 1
      ? "1 change on this phone is not sent yet. It goes too."
      : `${count} changes on this phone are not sent yet. They go too.`,
  close: "Close my account",
  stay: "Keep my account",
  offline:
    "You need a connection to close your account. If it has closed, this phone says so once it is back.",
  doneTitle: "Your account is closed",
  done: [
    "What came from our server is cleared from this phone.",
    "Your reflections are still here, and only you can open them.",
    "If you like, you can create an account again.",
  ],
};

/** What else goes from this phone, when somebody logs out or closes their account. */
export const clearing = {
  legend: "On this phone",
  kept: "Also clear what the app keeps here",
  keptHint: "For a computer that others use. A rota and reflections are apart from it.",
  rota: "Also remove my rota from this phone",
};
