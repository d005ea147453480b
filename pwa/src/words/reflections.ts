/** What the app says about reflections. It knows nothing of them but the day in a link that leads there. */
export const reflections = {
  title: "Reflections",
  what: "Only you can read these. They stay on this device.",
  about: "How reflections are sealed",
  onMeeting: "Reflect on this meeting",
  onMeetingWhat: "For yourself alone. Nobody sees whether you do.",
  open: "Open reflections",
  intro: "Reflections are notes for yourself. Nobody else can read them, and we cannot either.",
  points: [
    "The page that holds them has no network. Your browser itself keeps it shut.",
    "They are locked with your own key, and written to this device only when sealed.",
    "Our server has no place for them. It does not know whether you write any.",
    "Nobody can open them without your key. Keep the recovery key and a backup safe.",
  ],
  stay: "Logging out, removing this phone or closing your account leaves them as they are.",
  rules: "Notes in your pairs and circles",
  rulesIntro: "Each scheme has a rule about notes. The reflections page itself is yours alone.",
  check: "Check the seal",
  checkWhat: "Tries every way out of that page, in this browser",
  page: "For those who want to compare",
  pageWords: "The whole page is one file. This is its SHA-256, which stands in our release notes too:",
};
