export const welcome = {
  title: "Mentoring, alongside your work",
  intro: "Find a mentor, or be one. It works with no signal, and taking part is up to you.",
  points: [
    "Doctors at any stage use mentoring.",
    "You choose what others see, field by field.",
    "You can leave as easily as you joined. No reason is asked.",
  ],
  logIn: "Log in",
  register: "Create an account",
  invited: "If you have an invitation, open the link in the email.",
  together: "Two of us, no scheme",
  togetherWhat: "A timer with equal turns, listening cards and times by link. You need no account.",
};

export const logIn = {
  title: "Log in",
  email: "Email address",
  password: "Password",
  submit: "Log in",
  passkey: "Log in with a passkey",
  forgotten: "I have forgotten my password",
  noAccount: "Create an account",
  offline: "You need a connection to log in.",
  offlineOpen: "If you have logged in before on this phone, you can open the app.",
  open: "Open the app",
  emailWrong: "Enter an email address in the correct format, like name@example.com",
  passwordMissing: "Enter your password",
  passkeyStopped: "The passkey was not used. You can log in with your password.",
  someoneElse: "This phone holds changes of another account. They stay here until that person logs in.",
};

export const register = {
  title: "Create an account",
  intro: "We send a code to your email address. It does not have to be a work address.",
  email: "Email address",
  sendCode: "Send me a code",
  codeTitle: "Check your email",
  codeIntro: (email: string) => `If ${email} can be used, a code is on its way.`,
  code: "Code from the email",
  codeHint: "It can take a few minutes to arrive",
  codeMissing: "Enter the code from your email",
  name: "Your name",
  nameHint: "As you would like other doctors to see it",
  nameMissing: "Enter your name",
  password: "Choose a password",
  passwordHint: "At least 10 characters. Three words work well",
  passwordMissing: "Enter a password",
  submit: "Create account",
  again: "Use another email address",
};

export const reset = {
  title: "Reset your password",
  intro: "We send a code to your email address.",
  sendCode: "Send me a code",
  password: "Choose a new password",
  submit: "Save new password",
  elsewhere: "Your other phones are logged out. What they saved stays on them.",
};

export const invitation = {
  title: "You are invited",
  words: (scheme: string, as: string) => `You can take part in ${scheme} ${as}, if it suits you.`,
  noReason: "You do not need a reason either way. If you do nothing, nothing happens.",
  account: "Create an account to look around. It does not mean that you take part.",
  emailHint: "The one that the invitation came to",
  have: "I have an account already",
  gone: "This link is incomplete. Open it again from the email.",
  reading: "Reading your invitation",
  notNow: "To leave it for now, close this page.",
};

export const you = {
  title: "You",
  account: "Account",
  name: "Your name",
  nameHint: "As other doctors see it",
  changeName: "Change name",
  emails: "Email",
  close: "Close your account",
  about: "Grade and specialty",
  aboutHint: "Only you see these. Schemes use them to say who they are for.",
  grade: "Grade",
  specialty: "Specialty",
  notSaid: "Not said",
  listing: "My listing",
  takingPart: "Taking part",
  left: "What left this phone",
  rota: "Your rota",
  devices: "Your phones",
  passkeys: "Passkeys",
  contacts: "Contact points",
  guidance: "Guidance",
  schemes: "All schemes",
  together: "Two of us, no scheme",
  logOut: "Log out",
  logOutTitle: "Log out",
  unsent: (count: number) =>
    count === 1 ? "1 change is not sent yet." : `${count} changes are not sent yet.`,
  unsentWords: "They stay on this phone, and go out when you log in again here.",
  sendFirst: "Send them first",
  logOutNow: "Log out",
  stay: "Stay logged in",
  loggedOutOffline: "You need a connection to log out.",
  kept: "What the app keeps on this phone can be used with no signal.",
  demo: "This is a demonstration. All people in it are made up.",
  version: (number: string) => `Version ${number}`,
  storageKept: "This phone has agreed to keep your data.",
  storageMaybe: "This phone may clear your data when it runs short of room.",
};

export const room = {
  title: "Make room on this phone",
  words: [
    "The phone has no room left for this app.",
    "Delete some photos, videos or apps that you do not need.",
    "Then come back here. Changes that were saved are still saved.",
  ],
};

export const install = {
  title: "Keep it on your home screen",
  iphone: ["Tap the share button at the foot of the screen.", "Choose Add to Home Screen.", "Tap Add."],
  why: "It then opens like an app, and the phone keeps your data for longer.",
  button: "Add to home screen",
  later: "Not now",
};
