/** The sentences of backup, export, keys and deleting everything. */
import type { Merged } from "../channel.ts";
import { dayAt } from "./words.ts";

export const makeBackup = "Make a backup";
export const backupOffer = "A backup keeps these safe";
export const backupOfferWhy = "They lie on this device only. A lost phone would take them with it.";
export const backupWhat =
  "A backup is one sealed file. It opens with your passphrase or recovery key of today. Keep it where you like.";
export const backupNever = "No backup has been made on this device.";
export const backupLast = (at: number) => `The last one was made on ${dayAt(at)}.`;
export const makeFile = "Make the file";
export const leftShared = "The file was handed to the app that you chose.";
export const leftDownload =
  "The file is with your downloads. Look there, and move it to where you keep such things.";
export const leftCopy =
  "This browser cannot hand over files here. Copy the text, and keep it as a file or a note.";
export const theFile = "The file as text";

export const restore = "Restore a backup";
export const restoreWhat = "The file is looked at first. Nothing is changed before you say so.";
export const backupFile = "Backup file";
export const backupFileHint = "The file that you kept.";
export const backupKeyHint = "The one that you had when the backup was made.";
export const chooseFile = "Choose the file first.";
export const lookAtFile = "Look at the file";
export const looking = "Looking at the file. This takes a few seconds.";
export const fileWhole = "The file is whole";
export const fileEmpty = "There are no reflections in it.";
/** What merging did, or would do. */
export const inWords = (merged: Merged): readonly string[] =>
  [
    merged.added > 0 && `New here: ${merged.added}.`,
    merged.newer > 0 && `Newer in the file: ${merged.newer}.`,
    merged.both > 0 && `Changed here and in the file, and both kept: ${merged.both}.`,
    merged.same > 0 && `Here already: ${merged.same}.`,
  ].filter((said) => said !== false);
export const mergeNow = "Restore";
export const leaveIt = "Leave it";
export const restoring = "Restoring. This takes a few seconds.";
export const restored = "Restored.";
export const byPasskeyHere = "Use a passkey";

export const portfolio = "Export for a portfolio";
export const portfolioWhy =
  "This makes a copy that anybody can read. It leaves the seal, and nobody can take it back from where it goes.";
export const portfolioPatients = "Look once more that nothing in it identifies a patient.";
export const asMarkdown = "As a text file";
export const onPaper = "On paper";
export const chooseSome = "Choose at least one.";

export const keys = "Keys";
export const newPassphrase = "New passphrase";
export const changePassphrase = "Change the passphrase";
export const passphraseBackups = "Backups that you made before still open with the old one.";
export const passphraseChanged = "The passphrase is changed.";
export const passkey = "Passkey";
export const passkeyWhat =
  "You can open your reflections with your fingerprint, face or screen lock. The passphrase still works.";
export const passkeyHas = "A passkey can open your reflections on this device.";
export const passkeyAdd = "Add a passkey";
export const passkeyRemove = "Remove the passkey";
export const changeRecovery = "Make a new recovery key";
export const recoveryOld = "The recovery key that you have now opens nothing on this device after that.";
export const recoveryMake = "Make the new key";
export const kept = "Kept on this device";
export const askToKeep = "Ask the browser to keep them";
export const end = "Leaving";
export const eraseAll = "Delete everything";
export const eraseWhy =
  "This deletes every reflection and every key from this device. Nobody can bring them back.";
export const eraseBackups = "Backups that you keep elsewhere stay where they are.";
export const keepThem = "Keep them";
export const eraseSure = "Delete every reflection";
export const eraseLast = "Nothing is left here after this step.";
export const eraseWord = "delete";
export const eraseType = "Type the word delete to go on.";
