import { bucketOf, type Documents } from "../../pwa/src/contract.ts";
import { mutators } from "../../pwa/src/domain/mutators.ts";
import { type Device, openDevice } from "../../pwa/src/sync/device.ts";
import { type Damage, damage, readAll, told, writeAll } from "./dump.ts";
import type { Fault } from "./line.ts";
import { type Owner, Phone, type World } from "./phone.ts";

/**
 * Many phones with the shipped client code in one process, driven by lines of JSON: `{"id", "do", …}` in,
 * `{"id", "is": …}` or `{"id", "wrong": "…"}` out. Nothing sleeps: time and timers move when told to.
 */

declare const process: {
  stdin: AsyncIterable<Uint8Array>;
  stdout: { write(text: string): void };
  on(event: "unhandledRejection", run: (error: unknown) => void): void;
};
declare function setImmediate(run: () => void): void;

// The packages of the app are beside the app, and these files are not.
const packages = new URL("../../pwa/node_modules/", import.meta.url);
const { IDBFactory, IDBKeyRange }: typeof import("fake-indexeddb") = await import(
  new URL("fake-indexeddb/build/esm/index.js", packages).href
);

interface Command extends Partial<Owner> {
  id: number;
  do: string;
  phone: string;
  tab?: number;
  act?: string;
  args?: unknown;
  scheme?: string;
  number?: number;
  time?: number;
  servers?: string[];
  plant?: string | null;
  via?: number;
  faults?: Fault[];
  after?: number;
  damage?: Damage;
  which?: number;
  room?: number | null;
  from?: string;
}

const world: World = {
  time: 0,
  servers: [],
  plant: undefined,
  factory: () => new IDBFactory(),
  keyRange: IDBKeyRange,
};
const phones = new Map<string, Phone>();
const unhandled: string[] = [];
process.on("unhandledRejection", (error) => unhandled.push(String((error as Error)?.stack ?? error)));

/** Lets everything that is under way and waits for no network come to its end. */
async function settle(most = 20): Promise<void> {
  for (let turns = 0; turns < most; turns++) await new Promise<void>((resolve) => setImmediate(resolve));
}

function phoneOf(name: string): Phone {
  const phone = phones.get(name);
  if (phone === undefined) throw new Error(`no phone ${name}`);
  return phone;
}

function tabOf(phone: Phone, place = 0): Device {
  const { tabs } = phone.life;
  const tab = tabs[place % Math.max(1, tabs.length)];
  if (tab === undefined) throw new Error(`${phone.owner.name} is closed`);
  return tab;
}

/** What became of it, unless the phone was killed first. */
async function unlessKilled<T>(phone: Phone, work: () => Promise<T>): Promise<T | { killed: true }> {
  const { life } = phone;
  const done = await Promise.race([work(), life.ended.then(() => ({ killed: true }) as const)]);
  if (life.dead) return { killed: true };
  return done;
}

function openTab(phone: Phone): Promise<unknown> {
  return unlessKilled(phone, async () => {
    const tab = await openDevice(phone.environment(), phone.owner.account, mutators);
    if (!phone.life.dead) phone.life.tabs.push(tab);
    return {};
  });
}

async function sync(phone: Phone, place: number | undefined): Promise<unknown> {
  const { life, line } = phone;
  const before = line.requests;
  const held = line.faults.includes("hold") ? line.holding().then(() => ({ kind: "held" })) : undefined;
  const round = await unlessKilled(phone, async () => {
    const cycle = tabOf(phone, place).syncNow();
    const ended = await (held === undefined ? cycle : Promise.race([cycle, held]));
    return { kind: ended.kind };
  });
  if (!life.dead) await settle();
  return { ...round, requests: line.requests - before, seen: phone.seen() };
}

function held(tab: Device): Record<string, Record<string, unknown>> {
  const kinds: Record<string, Record<string, unknown>> = {};
  for (const kind of Object.keys(bucketOf) as (keyof Documents)[]) {
    const all = tab.documents(kind).value;
    if (all.size > 0) kinds[kind] = Object.fromEntries(all);
  }
  return kinds;
}

async function dump(phone: Phone): Promise<unknown> {
  const memory = phone.life.tabs.map((tab) => ({
    kinds: held(tab),
    status: tab.status.value,
    waiting: tab.outbox.value.length,
  }));
  return {
    ...told(await readAll(phone.database, phone.owner.account)),
    memory: phone.life.dead ? [] : memory,
    happened: phone.line.happened,
    now: phone.now(),
  };
}

async function perform(command: Command): Promise<unknown> {
  const { tab } = command;
  switch (command.do) {
    case "world":
      if (command.time !== undefined) world.time = command.time;
      if (command.plant !== undefined) world.plant = command.plant ?? undefined;
      if (command.servers !== undefined) world.servers = command.servers;
      return {};
    case "reset":
      for (const each of phones.values()) each.restart();
      phones.clear();
      return { unhandled: unhandled.splice(0) };
    case "open": {
      const { account = "", cookie = "", offset = 0, version = "0.1.0", locks = true } = command;
      const owner = { name: command.phone, account, cookie, offset, version, locks };
      const made = new Phone(world, owner);
      phones.set(command.phone, made);
      if (command.from !== undefined) {
        await writeAll(made.database, account, await readAll(phoneOf(command.from).database, account));
      }
      return openTab(made);
    }
  }
  const phone = phoneOf(command.phone);
  switch (command.do) {
    case "tab":
      return openTab(phone);
    case "restart":
      phone.restart();
      if (command.version !== undefined) phone.owner.version = command.version;
      if (command.cookie !== undefined) phone.owner.cookie = command.cookie;
      return openTab(phone);
    case "kill":
      phone.life.die();
      return {};
    case "doom":
      phone.life.killAt = phone.life.operations + (command.after ?? 1);
      return {};
    case "mutate": {
      const mutation = phone.nextId();
      const done = await unlessKilled(phone, async () => {
        try {
          await tabOf(phone, tab).mutate(command.act as never, command.args as never);
          return {};
        } catch (error) {
          return { failed: (error as Error).name };
        }
      });
      return { ...done, mutation };
    }
    case "undo":
      return unlessKilled(phone, async () => ({
        undone: await tabOf(phone, tab).undo(command.number ?? 0),
      }));
    case "follow":
    case "unfollow":
      return unlessKilled(phone, async () => {
        await tabOf(phone, tab)[command.do as "follow"](command.scheme ?? "");
        return {};
      });
    case "ring":
      phone.ring();
      await phone.turn();
      return sync(phone, tab);
    case "sync":
      return sync(phone, tab);
    case "release":
      phone.line.release();
      return sync(phone, tab);
    case "deliver":
      return { delivered: await phone.line.deliver() };
    case "faults":
      phone.line.faults = command.faults ?? [];
      return {};
    case "via":
      phone.line.via = command.via ?? 0;
      return {};
    case "disk":
      phone.room = command.room ?? undefined;
      return {};
    case "damage":
      return {
        damaged: await damage(
          phone.database,
          phone.owner.account,
          command.damage ?? "flip",
          command.which ?? 0,
        ),
      };
    case "held":
      return { kinds: phone.life.dead ? {} : held(tabOf(phone, tab)) };
    case "dump":
      // Another tab hears of what was stored, and reads it page by page.
      await settle(phone.life.tabs.length > 1 ? 600 : 20);
      return dump(phone);
    default:
      throw new Error(`no such command: ${command.do}`);
  }
}

async function answer(line: string): Promise<void> {
  const command: Command = JSON.parse(line);
  let said: object;
  try {
    const is = (await perform(command)) as object;
    // A phone may have died of something that went on after the answer.
    const killed = phones.get(command.phone)?.life.dead ? { killed: true } : {};
    said = { id: command.id, is: { ...is, ...killed } };
  } catch (error) {
    said = { id: command.id, wrong: (error as Error).stack ?? String(error) };
  }
  process.stdout.write(`${JSON.stringify(said)}\n`);
}

const decoder = new TextDecoder();
let rest = "";
for await (const bytes of process.stdin) {
  rest += decoder.decode(bytes, { stream: true });
  const lines = rest.split("\n");
  rest = lines.pop() ?? "";
  for (const line of lines) void answer(line);
}
