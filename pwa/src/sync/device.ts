import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type * as contract from "../contract.ts";
import { setKeeping, wasKeeping } from "./account.ts";
import { makeCycle } from "./cycle.ts";
import type { Environment } from "./environment.ts";
import { holdDocuments } from "./held.ts";
import { addToOutbox, undo } from "./outbox.ts";
import { layOver, type Mutators, merged, type Pending } from "./overlay.ts";
import { keepPhoto, readPhoto } from "./photos.ts";
import { requester, sentLogOf } from "./request.ts";
import type { Round } from "./round.ts";
import { storedSentLog } from "./sent.ts";
import { follow, persistOnce, unfollow } from "./settings.ts";
import { openState } from "./state.ts";
import type { SyncStatus } from "./status.ts";
import { isFull, openStore } from "./store/open.ts";
import type { AttentionEntry, OutboxEntry, SentEntry } from "./store/records.ts";
import { openTabs } from "./tabs.ts";

/** This phone, for one account: what it holds, what it does, and what it can say about itself. */
export interface Device<Documents = contract.Documents, Mutations = contract.Mutations> {
  readonly account: string;
  /** This installation's id, once it has one: to say "This phone" in a list of them. */
  readonly id: ReadonlySignal<string | undefined>;
  /** Done by the person, now. Returns once it is safely on this phone; throws when the disk is full. */
  mutate<Name extends keyof Mutations & string>(name: Name, args: Mutations[Name]): Promise<void>;
  /** What the phone holds with what it waits to send laid over. Fills a page at a time after opening. */
  documents<Kind extends keyof Documents & string>(
    kind: Kind,
  ): ReadonlySignal<ReadonlyMap<string, Documents[Kind]>>;
  /** Everything stored has been read into `documents`. */
  readonly loaded: ReadonlySignal<boolean>;
  pendingFor(kind: keyof Documents & string, id: string): Pending | undefined;
  /** When everything was last up to date. */
  readonly asAt: ReadonlySignal<number | undefined>;
  readonly status: ReadonlySignal<SyncStatus>;
  readonly outbox: ReadonlySignal<readonly OutboxEntry[]>;
  readonly attention: ReadonlySignal<readonly AttentionEntry[]>;
  /** Takes back a change that has not gone; false: it may have gone already. */
  undo(number: number): Promise<boolean>;
  dismiss(number: number): Promise<void>;
  sendNow(): void;
  /** One bounded cycle; answers how it ended. */
  syncNow(): Promise<Round>;
  sent(): Promise<SentEntry[]>;
  readonly following: ReadonlySignal<readonly string[]>;
  follow(scheme: string): Promise<void>;
  unfollow(scheme: string): Promise<void>;
  /** Keeps a photo to be sent before the change that names it; answers its name. */
  attach(bytes: Uint8Array<ArrayBuffer>): Promise<string>;
  photo(bucket: string, hash: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  readonly update: ReadonlySignal<"available" | "required" | null>;
  readonly storage: ReadonlySignal<{ persisted: boolean | undefined; full: boolean }>;
  /** Another window took everything of this account off the phone. */
  readonly wiped: ReadonlySignal<boolean>;
  /** Somebody logged in again: go on. */
  signedIn(): void;
  close(): void;
  /** Takes everything of this account off the phone, what was not sent too. */
  wipe(): Promise<void>;
}

/** Milliseconds after opening: the first screen is drawn, and what the first act needs is fetched before it. */
const SOON = 300;

export async function openDevice<Documents = contract.Documents, Mutations = contract.Mutations>(
  environment: Environment,
  account: string,
  mutators: Mutators<Documents, Mutations> | (() => Promise<Mutators<Documents, Mutations>>),
): Promise<Device<Documents, Mutations>> {
  let emptied = () => {};
  const store = openStore(environment, account, () => emptied());
  const tabs = openTabs(environment, account);
  const request = requester(environment);
  const state = await openState(store, environment, wasKeeping(environment, account));
  const sentLog = storedSentLog(store);
  await sentLogOf(environment).settle(sentLog);
  const held = holdDocuments(store, environment);
  const wiped = signal(false);
  const cycle = makeCycle({ account, store, environment, request, tabs, held, state, wiped });
  setKeeping(environment, account, true);
  emptied = () => {
    state.emptied();
    cycle.want(true);
  };

  // What waits has effects to be laid over; a phone with nothing waiting can show its first screen without.
  type Acts = Parameters<typeof layOver>[2];
  const acts = signal(typeof mutators === "function" ? undefined : (mutators as Acts));
  let coming: Promise<void> | undefined;
  function haveActs(): Promise<void> {
    if (acts.peek() !== undefined || typeof mutators !== "function") return Promise.resolve();
    coming ??= mutators().then(
      (all) => {
        acts.value = all as Acts;
      },
      () => {
        coming = undefined;
      },
    );
    return coming;
  }
  if (state.outbox.peek().length > 0) await haveActs();
  const stopActs = effect(() => {
    if (state.outbox.value.length > 0) void haveActs();
  });
  const stopWaiting = environment.after(SOON, () => void haveActs());

  const layer = computed(() =>
    layOver((kind) => held.documents(kind).value, state.outbox.value, acts.value ?? {}, account),
  );
  const views = new Map<string, ReadonlySignal<unknown>>();

  function close(): void {
    stopActs();
    stopWaiting();
    cycle.stop();
    state.stop();
    tabs.close();
    sentLogOf(environment).leave(sentLog);
    store.close();
  }

  return {
    account,
    id: computed(() => state.settings.value.device),
    async mutate(name, args) {
      const act = { id: environment.newId(), name, args };
      const entry = await addToOutbox(store, environment, act).catch((error: unknown) => {
        if (isFull(error)) state.ended({ kind: "full" });
        throw error;
      });
      state.added(entry);
      tabs.tell({ kind: "outbox" });
      cycle.want();
      void persistOnce(store, environment).catch(() => {});
    },
    documents<Kind extends keyof Documents & string>(kind: Kind) {
      let view = views.get(kind);
      if (view === undefined) {
        const base = held.documents(kind);
        view = computed(() => merged(base.value, layer.value.changes.get(kind)));
        views.set(kind, view);
      }
      return view as ReadonlySignal<ReadonlyMap<string, Documents[Kind]>>;
    },
    loaded: held.loaded,
    pendingFor: (kind, id) => layer.value.touched.get(`${kind}/${id}`),
    asAt: computed(() => state.settings.value.asAt),
    status: state.status,
    outbox: state.outbox,
    attention: state.attention,
    async undo(number) {
      const entry = state.outbox.peek().find((one) => one.number === number);
      const undone = entry !== undefined && (await undo(store, environment, entry.id));
      await state.refresh();
      tabs.tell({ kind: "outbox" });
      return undone;
    },
    async dismiss(number) {
      await store.write(["attention"], async (tx) => {
        for (const key of await tx.keys("attention")) {
          if ((await tx.get("attention", key))?.number === number) tx.delete("attention", key);
        }
      });
      await state.refresh();
      tabs.tell({ kind: "outbox" });
    },
    sendNow: () => cycle.want(true),
    syncNow: () => cycle.now(),
    sent: () => sentLogOf(environment).read(),
    following: computed(() => state.settings.value.follow),
    async follow(scheme) {
      await follow(store, scheme);
      await state.refresh();
      cycle.followed();
      void persistOnce(store, environment).catch(() => {});
    },
    async unfollow(scheme) {
      const { changes, stamp } = await unfollow(store, environment, scheme);
      await state.refresh(() => held.apply(changes, stamp));
      cycle.unfollowed(changes, stamp);
    },
    attach: (bytes) => keepPhoto(store, environment, bytes),
    photo: (bucket, hash) => readPhoto(store, request, bucket, hash),
    update: computed(() => state.settings.value.upgrade),
    storage: computed(() => ({
      persisted: state.settings.value.persisted,
      full: state.situation.value.trouble === "full",
    })),
    wiped,
    signedIn: () => cycle.signedIn(),
    close,
    async wipe() {
      tabs.tell({ kind: "wiped" });
      close();
      await store.erase();
      setKeeping(environment, account, false);
    },
  };
}
