/** The few words that the shell writes into files and browser dialogs. All others stand in the room. */
export const WORDS = {
  untitled: "Reflection",
  date: "Date",
  meeting: "Meeting",
  tags: "Tags",
  actions: "Actions",
  backupFile: "reflections-backup",
  exportFile: "reflections",
  app: "Alongside",
  passkey: "Reflections on Alongside",
};
