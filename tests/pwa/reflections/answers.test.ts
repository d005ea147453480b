import { expect, test } from "vitest";
import type { Kept, Question } from "../../../pwa/src/reflections/channel.ts";
import { dayOf } from "../../../pwa/src/reflections/days.ts";
import { linkedDay } from "../../../pwa/src/reflections/shell/linked-day.ts";
import { markdown } from "../../../pwa/src/reflections/shell/markdown.ts";
import { asking, ID, type Shell } from "./asking.ts";
import { PASSPHRASE, writing } from "./vaults.ts";

async function ask(shell: Shell, question: Question, brings: unknown): Promise<unknown> {
  const answered = await shell.answer({ number: 1, ask: question, brings });
  return "answer" in answered ? answered.answer : answered.refused;
}

test("the state says how the vault stands, and what of the browser the room must know", async () => {
  const shell = await asking();
  expect(await ask(shell, "state", null)).toEqual({
    vault: "open",
    newer: false,
    passphrase: true,
    passkeys: 0,
    passkeysHere: false,
    storage: "not-promised",
    sevenDays: false,
    date: null,
    backup: { made: null, since: 1, first: shell.phone.now },
    unreadable: 0,
  });
  shell.vault.forget();
  expect(await ask(shell, "state", null)).toMatchObject({ vault: "locked", backup: null, passphrase: true });
  expect(await ask(shell, "unlock", { by: "passphrase", passphrase: PASSPHRASE })).toMatchObject({
    vault: "open",
  });
  expect(await ask(shell, "erase", null)).toBe(null);
  expect(await ask(shell, "state", null)).toMatchObject({ vault: "none", passphrase: false });
});

test("a question that comes when the lock was due is answered `locked`, and the page is loaded anew", async () => {
  const shell = await asking();
  shell.time = { wall: shell.time.wall + 15 * 60_000, since: 10 };
  expect(await ask(shell, "list", null)).toBe("locked");
  expect(shell.happened).toEqual(["reload"]);
});

test("being here is answered only while it is open, and puts the lock off", async () => {
  const shell = await asking();
  const { wall } = shell.time;
  shell.time = { wall: wall + 14 * 60_000, since: 14 * 60_000 };
  expect(await ask(shell, "here", null)).toBe(null);
  shell.time = { wall: wall + 28 * 60_000, since: 28 * 60_000 };
  expect(await ask(shell, "list", null)).toHaveLength(1);
  await ask(shell, "lock", null);
  expect(shell.happened).toEqual(["reload"]);
  expect(await ask(shell, "here", null)).toBe("locked");
});

test("a backup is handed to another app, else downloaded, else shown to copy; turning back leaves nothing", async () => {
  const files: File[] = [];
  const put = (file: File) => void files.push(file);
  const share = async (file: File) => put(file);
  const madeOf = async (shell: Shell) => (await shell.vault.standing()).backup?.made ?? null;
  const failing = (name: string) => async () => {
    throw new DOMException("no", name);
  };
  for (const [ways, left] of [
    [{ share, download: put }, { by: "share" }],
    [{ share: undefined, download: put }, { by: "download" }],
    [{ share: failing("NotAllowedError"), download: put }, { by: "download" }],
  ] as const) {
    const shell = await asking(ways);
    expect(await ask(shell, "backup", null)).toEqual(left);
    expect(files.at(-1)?.name).toBe("reflections-backup-2026-11-27.txt");
    expect(files.at(-1)?.type).toMatch(/^text\/plain/);
    const text = (await files.at(-1)?.text()) ?? "";
    const brings = { file: text, key: { by: "passphrase", passphrase: PASSPHRASE }, only: "look" };
    expect(await ask(shell, "restore", brings)).toMatchObject({ same: 1 });
    expect(await madeOf(shell)).toBe(shell.phone.now);
  }
  const copying = await asking();
  expect(await ask(copying, "backup", null)).toMatchObject({
    by: "copy",
    text: expect.stringContaining("backup"),
  });
  const turning = await asking({ share: failing("AbortError"), download: put });
  expect(await ask(turning, "backup", null)).toBe("not-left");
  expect(await madeOf(turning)).toBe(null);
  expect(files).toHaveLength(3);
});

test("an export is Markdown of just those that were chosen", async () => {
  const files: File[] = [];
  const shell = await asking({ share: undefined, download: (file) => void files.push(file) });
  const { kept } = await shell.vault.save(null, 0, writing({ title: "Chosen" }));
  expect(await ask(shell, "export", { ids: [kept.id] })).toEqual({ by: "download" });
  expect(files[0]?.name).toBe("reflections-2026-11-27.md");
  expect(await files[0]?.text()).toBe("# Chosen\n\nDate: 2026-11-27\n\nWhat I would do another time.\n");
  expect(await ask(shell, "export", { ids: [ID] })).toBe("not-found");
  expect(await ask(shell, "export", { ids: [] })).toBe("not-found");
  expect((await ask(shell, "list", null)) as Kept[]).toHaveLength(2);
});

test("Markdown has all parts of a reflection, and none that is empty", () => {
  const full = writing({
    title: " Two\nlines ",
    meeting: "2026-11-26",
    tags: ["ward", "night"],
    actions: [
      { text: "Ask", done: true },
      { text: "Read", done: false },
    ],
  });
  expect(markdown([full, writing({ title: "", text: " " })])).toBe(
    [
      "# Two lines\n\nDate: 2026-11-27\n\nMeeting: 2026-11-26\n\nTags: ward, night",
      "What I would do another time.\n\n## Actions\n\n- [x] Ask\n- [ ] Read",
      "---\n\n# Reflection\n\nDate: 2026-11-27\n",
    ].join("\n\n"),
  );
});

test("the link's day is read, and nothing else from it", () => {
  expect(linkedDay("#2026-11-27")).toBe("2026-11-27");
  for (const other of ["", "#", "#2026-02-30", "#date=2026-11-27", "#2026-11-27&name=x", "2026-11-27"]) {
    expect(linkedDay(other)).toBe(null);
  }
  expect(dayOf(new Date(2026, 0, 2, 23, 59))).toBe("2026-01-02");
});
