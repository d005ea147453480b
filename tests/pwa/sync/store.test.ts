import { expect, test } from "vitest";
import { openStore } from "../../../pwa/src/sync/store/open.ts";
import { Browser } from "./phone.ts";
import { Server } from "./server.ts";

test.each(["back", "visible"] as const)(
  "a page that is left keeps nobody waiting, and goes on (%s)",
  async (shown) => {
    const browser = new Browser(new Server());
    const left = openStore(browser.environment(), "one");
    let runs = 0;
    let goes = () => {};
    const gone = new Promise<void>((resolve) => {
      goes = resolve;
    });
    const writing = left.write(["meta"], async (tx) => {
      runs += 1;
      const asked = tx.meta("follow");
      if (runs === 1) {
        browser.happens("left");
        goes();
      }
      await asked;
      tx.setMeta("follow", ["left"]);
    });
    await gone;
    const next = openStore(browser.environment(), "one");
    const follow = () => next.read(["meta"], (tx) => tx.meta("follow"));
    await next.write(["meta"], async (tx) => tx.setMeta("follow", ["next"]));
    expect(await follow()).toEqual(["next"]);
    browser.happens(shown);
    await writing;
    expect(runs).toBe(2);
    expect(await follow()).toEqual(["left"]);
  },
);
