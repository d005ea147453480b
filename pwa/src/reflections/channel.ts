/**
 * All that passes between the room and the shell, over one port. The room is the whole interface and can
 * keep and reach nothing; the shell owns storage, keys and the lock, and renders no text of the person's.
 * Each question gets one answer. Source: docs/privacy.md, "Reflections".
 */

/** One reflection as a person wrote it. Dates are days on the person's own calendar, `YYYY-MM-DD`. */
export interface Writing {
  readonly title: string;
  readonly text: string;
  readonly date: string;
  /** The day of the meeting that it is about. */
  readonly meeting: string | null;
  readonly tags: readonly string[];
  readonly actions: readonly Action[];
  /** After this day the room asks whether to let it go. */
  readonly letGo: string | null;
  /** Which prompts it was begun with. */
  readonly prompt: string | null;
}

export interface Action {
  readonly text: string;
  readonly done: boolean;
}

/** Lengths in UTF-16 code units, and how many at most. */
export const LIMITS = { title: 200, text: 100_000, tags: 20, tag: 40, actions: 50, action: 300, prompt: 20 };

/** One that is kept. `version` goes up with each time it is kept; two windows cannot keep the same one. */
export interface Kept {
  readonly id: string;
  readonly version: number;
  readonly writing: Writing;
}

export type Key =
  | { readonly by: "passphrase"; readonly passphrase: string }
  | { readonly by: "recovery"; readonly recovery: string }
  | { readonly by: "passkey" };

export interface State {
  readonly vault: "none" | "locked" | "open";
  /** A newer Alongside wrote this: nothing is touched until this one is updated. */
  readonly newer: boolean;
  readonly passphrase: boolean;
  readonly passkeys: number;
  /** Whether this browser says that a passkey can unlock here. */
  readonly passkeysHere: boolean;
  /** What the browser answers when asked to keep this for good. */
  readonly storage: "promised" | "not-promised" | "unknown";
  /** A tab of Safari that is not installed: what lies here may be deleted after seven days without a visit. */
  readonly sevenDays: boolean;
  /** The day in the link that led here. */
  readonly date: string | null;
  /** Open only: when a backup was last made (epoch milliseconds), and what was newly written since. */
  readonly backup: {
    readonly made: number | null;
    readonly since: number;
    readonly first: number | null;
  } | null;
  /** Open only: how many lie here damaged. They are left as they are, and a backup may still have them. */
  readonly unreadable: number;
}

/** How a file left: handed to another app, downloaded, or to be copied from the screen. */
export type Left = { readonly by: "share" | "download" } | { readonly by: "copy"; readonly text: string };

/** What a restore did, or would do. `both`: changed here and in the file, so both are kept. */
export interface Merged {
  readonly added: number;
  readonly newer: number;
  readonly both: number;
  readonly same: number;
}

/** Every question of the room, with what it brings and what it is answered. */
export interface Questions {
  state: { brings: null; answer: State };
  /** Make a vault, open it, and tell its recovery key, once. */
  begin: { brings: { readonly passphrase: string }; answer: { readonly recovery: string } };
  unlock: { brings: Key; answer: State };
  /** Reloads the document, so no answer comes. */
  lock: { brings: null; answer: null };
  /** The person is here: pressed, typed or scrolled. Answered only while it is still unlocked. */
  here: { brings: null; answer: null };
  /** All of them, newest day first. */
  list: { brings: null; answer: readonly Kept[] };
  read: { brings: { readonly id: string }; answer: Kept | null };
  /**
   * Keep one; `id` null and `version` 0 for a new one. Answered when it is on the disk. One that another
   * window has changed meanwhile is kept beside it under a new id, and `beside` says so.
   */
  save: {
    brings: { readonly id: string | null; readonly version: number; readonly writing: Writing };
    answer: { readonly kept: Kept; readonly beside: boolean };
  };
  delete: { brings: { readonly id: string }; answer: null };
  /** One sealed file of everything, out of the browser by the person's own hand. */
  backup: { brings: null; answer: Left };
  /** Check a whole file, then merge it. With a locked or absent vault it becomes the vault's content too. */
  restore: {
    brings: { readonly file: string; readonly key: Key; readonly only: "look" | "merge" };
    answer: Merged;
  };
  /** Plain Markdown of these, for a portfolio. */
  export: { brings: { readonly ids: readonly string[] }; answer: Left };
  /** Ask the browser to keep this for good. */
  persist: { brings: null; answer: State["storage"] };
  passphrase: { brings: { readonly passphrase: string }; answer: null };
  "passkey-add": { brings: null; answer: State };
  "passkey-remove": { brings: null; answer: State };
  /** A new recovery key; the one before opens nothing any more. */
  recovery: { brings: null; answer: { readonly recovery: string } };
  /** Delete every reflection and every key from this device. */
  erase: { brings: null; answer: null };
}

export type Question = keyof Questions;

/** Every expected "no", for which the room has words. */
export const REFUSALS = [
  "bad-message",
  "locked",
  "wrong-key",
  "weak-passphrase",
  "no-vault",
  "vault-there",
  "not-found",
  "disk-full",
  "not-kept",
  "newer",
  "damaged",
  "not-a-backup",
  "too-big",
  "no-passkey",
  "not-left",
] as const;
export type Refusal = (typeof REFUSALS)[number];

export interface Asked<Q extends Question = Question> {
  readonly number: number;
  readonly ask: Q;
  readonly brings: Questions[Q]["brings"];
}

export type Answered =
  | { readonly number: number; readonly answer: Questions[Question]["answer"] }
  | { readonly number: number; readonly refused: Refusal };

/** Not asked for: another window changed something, or the lock comes within a moment. */
export interface Told {
  readonly tell: "changed" | "locking";
}
