import type { Signal } from "@preact/signals";
import type { BucketChange } from "./buckets.ts";
import type { Environment } from "./environment.ts";
import type { Held } from "./held.ts";
import { hearPokes } from "./pokes.ts";
import type { Applied } from "./pull.ts";
import type { Requester } from "./request.ts";
import { newCourse, type Round, round } from "./round.ts";
import { makeSchedule } from "./schedule.ts";
import { expiredLeases } from "./settings.ts";
import type { State } from "./state.ts";
import type { Store } from "./store/open.ts";
import { asTold, type Tabs, type Told } from "./tabs.ts";
import { verify } from "./verify.ts";

/** Round trips until nothing is left to exchange, by one tab at a time, at the moments that call for it. */
export interface Cycle {
  want(eager?: boolean): void;
  now(): Promise<Round>;
  followed(): void;
  unfollowed(changes: readonly BucketChange[], stamp: number): void;
  signedIn(): void;
  stop(): void;
}

interface Around {
  account: string;
  store: Store;
  environment: Environment;
  request: Requester;
  tabs: Tabs;
  held: Held;
  state: State;
  wiped: Signal<boolean>;
}

/** Far more round trips than any honest catching-up takes. */
const LONGEST = 500;

export function makeCycle({ account, store, environment, request, tabs, held, state, wiped }: Around): Cycle {
  const course = newCourse();
  const schedule = makeSchedule(environment, cycle);
  const pokes = hearPokes(
    store,
    environment,
    tabs,
    () => schedule.quiet(),
    () => schedule.want(true),
  );
  let stopped = false;
  const ready = open();
  ready.catch(() => {});

  async function open(): Promise<void> {
    await held.hide(await expiredLeases(store, environment.now()));
    await held.load();
    if (stopped) return;
    const damaged = await verify(store, environment);
    if (damaged.length === 0) return;
    held.apply(damaged, 0);
    schedule.want(true);
  }

  async function cycle(): Promise<Round> {
    const ended =
      state.settings.peek().removed === undefined ? await alone() : ({ kind: "removed" } as const);
    state.ended(ended);
    tellTrouble();
    listenToPokes();
    return ended;
  }

  async function alone(): Promise<Round> {
    const ended = await tabs.alone("sync", async () => {
      state.situation.value = { ...state.situation.peek(), sending: true };
      tellTrouble();
      for (let trips = 0; trips < LONGEST; trips++) {
        const result = await round({ account, store, environment, request, changed }, course);
        if (result.kind !== "more") return result;
      }
      return { kind: "later", reached: true } as const;
    });
    if (ended !== undefined) return ended;
    tabs.tell({ kind: "wanted" });
    return { kind: "elsewhere" };
  }

  async function changed(buckets: readonly BucketChange[], applied: Applied | undefined): Promise<void> {
    if (buckets.length === 0 && applied === undefined) {
      await state.refresh(() => {
        if (state.settings.peek().removed !== undefined) held.forget();
      });
      tabs.tell({ kind: "outbox" });
      return;
    }
    await state.refresh(() => held.apply(buckets, applied?.stamp ?? 0));
    tabs.tell(asTold(buckets, applied?.stamp ?? 0));
    if (applied?.complete) await held.hide(await expiredLeases(store, environment.now()));
  }

  function tellTrouble(): void {
    const { sending, trouble, since } = state.situation.peek();
    tabs.tell({ kind: "trouble", sending, trouble, since });
  }

  function hear(told: Told): void {
    if (told.kind === "wanted") schedule.want(true);
    else if (told.kind === "wiped") {
      stop();
      store.close();
      held.forget();
      state.ended({ kind: "signed-out" });
      wiped.value = true;
    } else if (told.kind === "outbox") void state.refresh().catch(() => {});
    else if (told.kind === "trouble") {
      const { sending, trouble, since } = told;
      state.situation.value = { ...state.situation.peek(), sending, trouble, since };
    } else if (told.kind === "stored") {
      void (async () => {
        for (const { name, pages } of told.buckets) await held.reload(name, pages, told.stamp);
        await state.refresh();
        await leases();
      })().catch(() => {});
    }
  }

  function listenToPokes(): void {
    const { follow, removed } = state.settings.peek();
    const loggedIn = removed === undefined && state.situation.peek().trouble !== "signed-out";
    pokes.listen(loggedIn && environment.visible() && environment.online() ? follow : undefined);
  }

  function stop(): void {
    stopped = true;
    unlisten();
    pokes.listen(undefined);
    schedule.stop();
  }

  tabs.hear(hear);
  const unlisten = environment.listen((event) => {
    if (event === "online" || event === "visible") schedule.want(true);
    if (event === "visible") void leases().catch(() => {});
    if (event === "back") void renew().catch(() => {});
    listenToPokes();
  });
  /** While this page stood still it heard nothing of what other pages stored. */
  async function renew(): Promise<void> {
    await held.renew();
    await state.refresh();
    schedule.want(true);
  }
  async function leases(): Promise<void> {
    await held.hide(await expiredLeases(store, environment.now()));
  }
  schedule.want();
  listenToPokes();

  return {
    want: (eager) => schedule.want(eager),
    async now() {
      await ready;
      return schedule.now();
    },
    followed() {
      tabs.tell({ kind: "outbox" });
      listenToPokes();
      schedule.want(true);
    },
    unfollowed(changes, stamp) {
      tabs.tell(asTold(changes, stamp));
      listenToPokes();
      schedule.want(true);
    },
    signedIn() {
      void store
        .write(["meta"], async (tx) => tx.delete("meta", "removed"))
        .then(() => state.refresh())
        .then(() => {
          state.situation.value = { ...state.situation.peek(), trouble: undefined, since: undefined };
          listenToPokes();
          schedule.want(true);
        })
        .catch(() => {});
    },
    stop,
  };
}
