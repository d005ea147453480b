import { type BucketChange, eraseBucket } from "./buckets.ts";
import type { Environment } from "./environment.ts";
import { deviceOf } from "./outbox.ts";
import type { Store } from "./store/open.ts";
import { type Meta, STORES } from "./store/records.ts";

/** What this phone alone decides: which schemes it follows, how long it shows what it has not renewed. */

/** Following is nobody's business: the server is asked for the lists, and writes down nothing. */
export function follow(store: Store, scheme: string): Promise<string[]> {
  return store.write(["meta"], async (tx) => {
    const held = (await tx.meta("follow")) ?? [];
    const changed = held.includes(scheme) ? held : [...held, scheme];
    tx.setMeta("follow", changed);
    return changed;
  });
}

/** Takes the scheme's shared lists off the phone at once, also without a network. */
export function unfollow(
  store: Store,
  environment: Environment,
  scheme: string,
): Promise<{ follow: string[]; changes: BucketChange[]; stamp: number }> {
  return store.write(
    STORES,
    async (tx) => {
      const left = ((await tx.meta("follow")) ?? []).filter((one) => one !== scheme);
      tx.setMeta("follow", left);
      const changes: BucketChange[] = [];
      for (const name of await tx.keys("bucket")) {
        const bucket = await tx.get("bucket", name);
        if (bucket?.leaseDays === undefined || !name.endsWith(`:${scheme}`)) continue;
        eraseBucket(tx, name);
        changes.push({ name, extent: "gone", pages: new Map() });
      }
      // An answer that is on its way was asked for before: it must not bring them back.
      const device = await deviceOf(tx, environment);
      tx.setMeta("device", { ...device, stamp: device.stamp + 1 });
      return { follow: left, changes, stamp: device.stamp + 1 };
    },
    true,
  );
}

const DAY = 86_400_000;

/** Shared buckets that have not been renewed for as long as their lease: hidden until the next sync. */
export function expiredLeases(store: Store, now: number): Promise<Set<string>> {
  return store.read(["bucket", "meta"], async (tx) => {
    const asAt = (await tx.meta("asAt")) ?? now;
    const expired = new Set<string>();
    for (const { name, leaseDays } of await tx.all("bucket")) {
      if (leaseDays !== undefined && now - asAt > leaseDays * DAY) expired.add(name);
    }
    return expired;
  });
}

/** Asks the browser, once, to keep what is stored: at the first thing worth keeping. */
export async function persistOnce(store: Store, environment: Environment): Promise<boolean | undefined> {
  const known = await store.read(["meta"], (tx) => tx.meta("persisted"));
  if (known === true) return true;
  const persisted = await environment.persist();
  if (persisted !== undefined && persisted !== known) {
    await store.write(["meta"], async (tx) => tx.setMeta("persisted", persisted));
  }
  return persisted;
}

export interface Settings {
  known: boolean;
  /** This device's own id; it changes when a twin turns up. */
  device: string | undefined;
  follow: string[];
  asAt: number | undefined;
  upgrade: Meta["upgrade"];
  persisted: boolean | undefined;
  removed: Meta["removed"] | undefined;
}

export function readSettings(store: Store): Promise<Settings> {
  return store.read(["meta"], async (tx) => ({
    known: (await tx.meta("device")) !== undefined,
    device: (await tx.meta("device"))?.id,
    follow: (await tx.meta("follow")) ?? [],
    asAt: await tx.meta("asAt"),
    upgrade: (await tx.meta("upgrade")) ?? null,
    persisted: await tx.meta("persisted"),
    removed: await tx.meta("removed"),
  }));
}
