/**
 * Many phones in one process, running the app's own sync code over storage in memory, driven line by line:
 *
 *     node tests/simulation/device.ts
 *
 * Each line in is a JSON object with `id` and `do`; each line out answers one: `{"id", "ok": …}`,
 * `{"id", "killed": true}` when the phone died over it, or `{"id", "error": "…"}`. Commands of one phone are obeyed in
 * turn; different phones run at once. Nothing happens by itself: timers ring when the clock is turned, and
 * every command returns when the phone is quiet.
 *
 *     open     {phone, account, base, cookie, time?, version?, locks?, mutators?: "notes"|"app"}   a new phone, one tab
 *     tab      {phone}                            another tab; answers its number
 *     mutate   {phone, tab?, name, args}
 *     sync     {phone, tab?}                      one bounded cycle; answers how it ended: done, later, signed-out …
 *     view     {phone, tab?}                      {documents: {kind: {id: body}}, status, outbox, attention, following};
 *                                                 `kinds` says which kinds
 *     stored   {phone}                            what is on the disk: {buckets: {name: {record, documents}}, strays, …}
 *     undo, dismiss {phone, tab?, number}   follow, unfollow {phone, tab?, scheme}   sent {phone}
 *     attach   {phone, tab?, bytes: [..]}
 *     faults   {phone, faults: [drop|lose|duplicate|late|stale|truncate|portal|unavailable|none]}   for the next requests
 *     network  {phone, online?, base?, cookie?}   happened {phone}   counts of faults by kind
 *     clock    {phone, by}                        turns the phone's clock by milliseconds and rings what is due
 *     set_clock {phone, to}                       the phone believes another time; nothing rings
 *     event    {phone, event}                     online, offline, visible, hidden
 *     kill_at  {phone, steps}                     dies at the nth storage operation or request end from now
 *     kill     {phone}      restart {phone}       a restart kills what still lives and opens as many tabs
 *     damage   {phone, store, how, pick}          see storage.ts; answers the key it hit. Restart afterwards: an open
 *                                                 app does not read its disk again
 *     quota    {phone, bytes|null}                no stored value may be longer
 *     clone    {phone, as}                        a twin with the same storage; open with restart
 *     lose_storage {phone}                        the browser throws the database away; restart afterwards
 *     logged_in {phone, tab?}                     somebody logged in again
 *     forget   {phone}                            kills it and lets go of it
 */

import type { WorldEvent } from "../../pwa/src/sync/environment.ts";
import { quiet } from "./phone/life.ts";
import type { Fault } from "./phone/network.ts";
import { notes } from "./phone/notes.ts";
import { type AnyMutators, Killed, Phone, type Setup } from "./phone/phone.ts";
import { answered, type Damage } from "./phone/storage.ts";

declare const process: {
  stdin: { setEncoding(encoding: string): void; on(event: string, hear: (text: string) => void): void };
  stdout: { write(text: string): void };
  on(event: string, hear: (reason: unknown) => void): void;
  exit(code: number): never;
};

interface Command {
  id: number;
  do: string;
  phone: string;
  tab?: number;
  [name: string]: unknown;
}

const phones = new Map<string, Phone>();
const NOON = Date.UTC(2026, 10, 22, 12);

async function mutatorsNamed(name: unknown): Promise<AnyMutators> {
  if (name !== "app") return notes;
  const place = new URL("../../pwa/src/domain/mutators.ts", import.meta.url).href;
  const { mutators } = (await import(place)) as { mutators: unknown };
  return mutators as AnyMutators;
}

async function open(command: Command): Promise<number> {
  const { account, base, cookie, time, version, locks, mutators } = command as Command & Partial<Setup>;
  const setup: Setup = {
    account: String(account),
    base: String(base),
    cookie: String(cookie),
    version: version ?? "0.1.0",
    time: time ?? NOON,
    locks: locks ?? true,
  };
  const phone = new Phone(setup, await mutatorsNamed(mutators));
  phones.set(command.phone, phone);
  return phone.openTab();
}

const acts: Record<string, (phone: Phone, command: Command) => unknown> = {
  tab: (phone) => phone.openTab(),
  mutate: (phone, { tab, name, args }) => phone.alive(phone.tab(tab).mutate(String(name), args)),
  sync: async (phone, { tab }) => (await phone.alive(phone.tab(tab).syncNow())).kind,
  view: (phone, { tab, kinds }) => {
    const device = phone.tab(tab);
    const documents: Record<string, unknown> = {};
    for (const kind of kinds as string[]) documents[kind] = Object.fromEntries(device.documents(kind).value);
    return {
      documents,
      status: device.status.value,
      outbox: device.outbox.value,
      attention: device.attention.value,
      following: device.following.value,
    };
  },
  stored: (phone) => phone.stored(),
  undo: (phone, { tab, number }) => phone.alive(phone.tab(tab).undo(Number(number))),
  dismiss: (phone, { tab, number }) => phone.alive(phone.tab(tab).dismiss(Number(number))),
  follow: (phone, { tab, scheme }) => phone.alive(phone.tab(tab).follow(String(scheme))),
  unfollow: (phone, { tab, scheme }) => phone.alive(phone.tab(tab).unfollow(String(scheme))),
  sent: (phone, { tab }) => phone.alive(phone.tab(tab).sent()),
  attach: (phone, { tab, bytes }) => phone.alive(phone.tab(tab).attach(new Uint8Array(bytes as number[]))),
  faults: (phone, { faults }) => {
    phone.network.faults = faults as Fault[];
  },
  happened: (phone) => phone.network.happened,
  network: (phone, { online, base, cookie }) => {
    if (typeof online === "boolean") phone.network.online = online;
    if (typeof base === "string") phone.network.base = base;
    if (typeof cookie === "string") phone.network.cookie = cookie;
  },
  clock: (phone, { by }) => phone.alive(phone.turn(Number(by))),
  set_clock: (phone, { to }) => {
    phone.setup.time = Number(to);
  },
  event: async (phone, { event }) => {
    phone.life.happens(event as WorldEvent);
    await quiet(phone.life);
  },
  kill_at: (phone, { steps }) => {
    phone.life.lastStep = phone.life.steps + Number(steps);
  },
  kill: (phone) => phone.life.kill(),
  restart: (phone) => phone.restart(),
  damage: (phone, command) => phone.damage(command as unknown as Damage),
  quota: (phone, { bytes }) => {
    phone.life.quota = typeof bytes === "number" ? bytes : undefined;
  },
  clone: async (phone, { as }) => {
    phones.set(String(as), await phone.clone());
  },
  lose_storage: async (phone) => {
    phone.life.kill();
    await answered(phone.storage.deleteDatabase(phone.database));
  },
  logged_in: async (phone, { tab }) => {
    phone.tab(tab).signedIn();
    await quiet(phone.life);
  },
  forget: (phone, command) => {
    phone.life.kill();
    phones.delete(command.phone);
  },
};

async function obey(line: string): Promise<void> {
  const command = JSON.parse(line) as Command;
  const say = (answer: object) => process.stdout.write(`${JSON.stringify({ id: command.id, ...answer })}\n`);
  try {
    if (command.do === "open") return say({ ok: await open(command) });
    const phone = phones.get(command.phone);
    const act = acts[command.do];
    if (phone === undefined || act === undefined) throw new Error(`cannot ${command.do} ${command.phone}`);
    say({ ok: (await act(phone, command)) ?? null });
  } catch (error) {
    if (error instanceof Killed) say({ killed: true });
    else
      say({
        error: error instanceof Error ? `${error.name}: ${error.message}\n${error.stack}` : String(error),
      });
  }
}

const turns = new Map<string, Promise<void>>();

/** One command at a time for each phone. */
function inTurn(line: string): void {
  const { phone } = JSON.parse(line) as Command;
  const before = turns.get(phone) ?? Promise.resolve();
  turns.set(
    phone,
    before.then(() => obey(line)),
  );
}

// What a killed life still tried to do is nobody's fault.
process.on("unhandledRejection", (reason) => {
  const name = reason instanceof Error ? reason.name : "";
  if (name === "AbortError" || name === "InvalidStateError") return;
  process.stdout.write(
    `${JSON.stringify({ id: 0, error: `unhandled: ${reason instanceof Error ? reason.stack : reason}` })}\n`,
  );
});

let rest = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (text) => {
  const lines = (rest + text).split("\n");
  rest = lines.pop() as string;
  for (const line of lines) if (line.trim() !== "") inTurn(line);
});
process.stdin.on("end", () => process.exit(0));
