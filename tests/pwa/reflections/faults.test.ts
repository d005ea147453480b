import { describe, expect, test } from "vitest";
import { ACTS, BEFORE, holds, NEVER } from "./acts.ts";
import { type Fault, into } from "./faults.ts";
import { fingerprint } from "./vaults.ts";

/** Acts that write 64 rows and more are tried at their first and last points and at every seventh between. */
function isTried(point: number): boolean {
  return point <= 12 || point % 7 === 0;
}

async function atEveryPoint(name: string, fault: Fault, check: (run: Run) => Promise<void>): Promise<number> {
  for (let point = 1; ; point++) {
    if (!isTried(point)) continue;
    const { phone, vault, act, after } = await (ACTS[name] as (typeof ACTS)[string])();
    const print = await fingerprint(phone);
    const former = (await phone.raw()).vault === null ? NEVER : BEFORE;
    const { hit, end } = await into(fault, point, act);
    await check({ phone, vault, act, after, print, end, hit, former });
    if (!hit) return point - 1;
  }
}

type Scene = Awaited<ReturnType<(typeof ACTS)[string]>>;
interface Run extends Scene {
  readonly print: string;
  readonly end: Awaited<ReturnType<typeof into>>["end"];
  readonly hit: boolean;
  readonly former: string;
}

describe.each(Object.keys(ACTS))("%s", (name) => {
  test("with a full disk at each write in turn: it is said, and nothing has changed", async () => {
    const points = await atEveryPoint(
      name,
      "full",
      async ({ phone, act, after, print, end, hit, former }) => {
        if (!hit) {
          expect(end.is).toBe("answered");
          expect(await holds(phone)).toBe(after);
          return;
        }
        expect(end).toEqual({ is: "refused", refusal: "disk-full" });
        expect(await fingerprint(phone)).toBe(print);
        expect(await holds(phone)).toBe(former);
        // With room again the same window goes on.
        await act();
        expect(await holds(phone)).toBe(after);
      },
    );
    expect(points).toBeGreaterThan(1);
  }, 60_000);

  test("killed at each await in turn: what was there or what came after is whole", async () => {
    const found = new Set<string>();
    await atEveryPoint(name, "killed", async ({ phone, after, end, hit, former }) => {
      const now = await holds(phone);
      found.add(now);
      expect(end.is).toBe(hit ? "killed" : "answered");
      if (hit) expect([former, after]).toContain(now);
      else expect(now).toBe(after);
    });
    expect(found.size).toBeGreaterThan(0);
  }, 60_000);
});
