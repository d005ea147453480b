/** Every sentence of the room. Days come as "2027-01-06" and are read as "Wednesday 6 January 2027". */
import type { Refusal, State } from "../channel.ts";

const DAY = new Intl.DateTimeFormat("en-GB", {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});
/** `at`: epoch milliseconds. */
export const dayAt = (at: number): string => DAY.format(at).replace(",", "");
export const day = (date: string): string => {
  const at = Date.parse(`${date}T12:00:00Z`);
  return Number.isNaN(at) ? date : dayAt(at);
};

export const name = "Reflections";
export const lockNow = "Lock now";
export const back = "Back";
export const goOn = "Continue";
export const away = "Your text is hidden while you are away.";
export const updateFirst = "Update Alongside first";
export const updateWhy =
  "A newer Alongside wrote your reflections. Nothing was changed. Close this page, update the app, and come back.";

// Before the first one.
export const before = "Before you write";
export const safari = "Add Alongside to your Home Screen first";
export const safariWhy = "Safari may delete what you write here after 7 days without a visit.";
export const safariHow =
  "Open the Share menu, choose Add to Home Screen, and open Alongside from there. What you wrote in this tab does not move with it.";
export const facts = [
  "Only you can read these. They stay on this device and are never sent.",
  "Nobody can recover them without your key. We cannot either.",
  "Written reflections are not legally privileged. A court or your regulator could ask for them.",
  "Leave out anything that identifies a patient.",
];
export const cannot = "What a web page cannot promise";
export const cannots = [
  "Screenshots can show what is on the screen.",
  "Some keyboards learn what you type.",
  "Browser extensions can read pages.",
  "A backup of the whole phone may hold the sealed file. It cannot be read without your key.",
];
export const haveBackup = "Restore a backup instead";
export const choose = "Choose a passphrase";
export const chooseHint =
  "Use at least 12 characters. Four words that do not belong together work well, such as one from each of four pages of a book.";
export const passphrase = "Passphrase";
export const show = "Show";
export const hide = "Hide";
export const showPassphrase = "Show or hide the passphrase";
export const making = "Making your keys. This takes a few seconds.";
export const recoveryOnce = "Your recovery key";
export const recoveryWhy =
  "This opens your reflections if you lose the passphrase. It is shown this once. Print it, or write it down and keep it apart from this device.";
export const print = "Print";
export const lastGroup = "Type the last group of the key";
export const lastGroupHint = "This shows that you have it. Capital letters do not matter.";
export const lastGroupWrong = "This is not the last group. Look at the key on this page.";

// Opening.
export const openThem = "Open";
export const openTitle = "Open your reflections";
export const opening = "Opening. This takes a few seconds.";
export const enterPassphrase = "Enter your passphrase.";
export const byPasskey = "Open with a passkey";
export const byRecovery = "Use the recovery key";
export const byPassphrase = "Use the passphrase";
export const recovery = "Recovery key";
export const recoveryHint = "Spaces and capital letters do not matter.";
export const enterRecovery = "Enter your recovery key.";
export const neither = "You have no key";
export const neitherWhy =
  "Nobody can open these without a key. A backup can be restored with the key that it was made with.";
export const startAgain = "Delete everything and start again";

// The list.
export const write = "New reflection";
export const writeMeeting = (date: string) => `Write about your meeting on ${day(date)}`;
export const search = "Search";
export const tag = "Tag";
export const anyTag = "All tags";
export const empty = "Nothing is written yet. You can begin whenever it suits you.";
export const noneMatch = "None match.";
export const showAll = "Show all";
export const found = (count: number) => (count === 1 ? "1 reflection" : `${count} reflections`);
export const more = "Show more";
export const unreadable = (count: number) =>
  `${count === 1 ? "1 reflection is" : `${count} reflections are`} damaged and left as they are. A backup may still have them.`;
export const openActions = "Actions";
export const noActions = "No actions are open.";
export const keysAndBackup = "Backup and keys";
export const untitled = "No title";

// Writing.
export const edit = "Edit";
export const title = "Title";
export const text = "What you want to write";
export const textHint = "You can use # for a heading, - for a list and ** for bold.";
export const date = "Date";
export const meeting = "Date of the meeting";
export const ifAny = "You can leave this empty.";
export const tags = "Tags";
export const tagsHint = "With commas between them.";
export const actions = "Actions";
export const action = (number: number) => `Action ${number}`;
export const doneMark = (number: number) => `Action ${number} is done`;
export const addAction = "Add an action";
export const removeAction = (number: number) => `Remove action ${number}`;
export const remove = "Remove";
export const letGo = "Let go after";
export const letGoHint = "After this day you are asked once. Nothing is deleted without you.";
export const details = "Date, tags and actions";
export const prompts = "Prompts";
export const promptsHint = "You can skip these.";
export const noPrompts = "No prompts";
export const asHeadings = "Put these in the text";
export const saving = "Saving";
export const saved = "Saved on this phone";
export const notSaved = "Not saved. The top of this page says what you can do.";
export const notSavedLong = "This is not saved";
export const beside = "This was changed in another window. Both are kept, and this is now one of its own.";
export const tooLong = "This text is too long for one reflection. Move a part of it to another one.";
export const copyText = "Copy the text";
export const copied = "Copied.";
export const copyYourself = "The text is marked. Copy it with your keyboard or menu.";
export const tryAgain = "Try again";
export const leaveUnsaved = "Leave without saving";

// Reading.
export const meetingOn = (on: string) => `About the meeting on ${day(on)}`;
export const letGoOn = (on: string) => `You are asked about letting this go after ${day(on)}`;
export const deleteOne = "Delete";
export const deleteAsk = "Delete this reflection?";
export const deleteWhy = "It cannot be brought back, unless a backup has it.";
export const keep = "Keep it";
export const deleted = "Deleted.";

// Letting go.
export const letGoAsk = "Let this one go?";
export const letGoChosen = (on: string) =>
  `You chose to be asked after ${day(on)}. If you keep it, you are not asked again.`;
export const letItGo = "Let it go";
export const notNow = "Not now";

export const refusals: Record<Refusal, string> = {
  "bad-message": "Sorry, something went wrong at our end. Nothing that was saved is lost.",
  locked: "Your reflections are locked. Open them again.",
  "wrong-key": "This key does not open them. Check it and try again.",
  "weak-passphrase": `This is too short or soon guessed. ${chooseHint}`,
  "no-vault": "There are no reflections on this device.",
  "vault-there": "There are reflections here already. Load this page again.",
  "not-found": "This is not here any more. It may have been deleted in another window.",
  "disk-full": "This device has no space left. Make some space, then try again.",
  "not-kept": "This browser could not save it. Try again.",
  newer: updateWhy,
  damaged: "This file is damaged or not complete. Nothing was changed.",
  "not-a-backup": "This file is not a backup of reflections. Nothing was changed.",
  "too-big": "This file is too big to be read here. Nothing was changed.",
  "no-passkey": "The passkey could not be used. You can use the passphrase.",
  "not-left": "The file was not handed over. Try again.",
};

export const storage: Record<State["storage"], string> = {
  promised: "This browser keeps your reflections until you delete them.",
  "not-promised": "This browser may delete your reflections when space is short. Make backups.",
  unknown: "This browser does not say whether it keeps your reflections. Make backups.",
};

interface Prompt {
  readonly id: string;
  readonly name: string;
  readonly asks: readonly string[];
}
/** The first follows the three stages of Egan's skilled helper, in our own words. */
export const promptSets: readonly Prompt[] = [
  {
    id: "stages",
    name: "Three stages",
    asks: ["What is going on?", "What do I want instead?", "How might I get there?"],
  },
  {
    id: "after-meeting",
    name: "After a meeting",
    asks: ["What stays with me?", "What do I see in another way now?", "What would I like to try next?"],
  },
  {
    id: "appraisal",
    name: "Before an appraisal",
    asks: [
      "What went well this year?",
      "What have I learned?",
      "What has changed in how I work?",
      "What next?",
    ],
  },
  {
    id: "incident",
    name: "A critical incident",
    asks: [
      "What happened, without names?",
      "How was it for me, then and now?",
      "What helped?",
      "What would I keep, and what would I change?",
      "Who could I talk to?",
    ],
  },
];
