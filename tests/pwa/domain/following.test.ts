import { computed, signal } from "@preact/signals";
import { expect, it } from "vitest";
import type { Documents } from "../../../pwa/src/contract.ts";
import { canStopFollowing, followOwn, stopFollowing } from "../../../pwa/src/domain/following.ts";
import type { Device } from "../../../pwa/src/sync/device.ts";

const part = (scheme: string, state: Documents["participation"]["state"]): Documents["participation"] => ({
  scheme,
  role: "mentee",
  state,
  until: null,
  places: null,
});

/** As much of a phone as following asks of it. */
function phoneWith(parts: Record<string, Documents["participation"]>, offices: Documents["office"][] = []) {
  const following = signal<readonly string[]>([]);
  const participation = signal(new Map(Object.entries(parts)));
  const office = signal(new Map(offices.map((body, n) => [`${n}`, body])));
  const device = {
    following: computed(() => following.value),
    documents: (kind: string) => (kind === "office" ? office : participation),
    async follow(scheme: string) {
      following.value = [...following.value, scheme];
    },
    async unfollow(scheme: string) {
      following.value = following.value.filter((one) => one !== scheme);
    },
  } as unknown as Device;
  return { device, following, participation };
}

it("follows each scheme one takes part in or looks after, once, and no other", () => {
  const parts = { a: part("here", "in"), b: part("there", "paused"), c: part("left", "out") };
  const { device, following } = phoneWith(parts, [
    { scheme: "here", lead: true },
    { scheme: "mine", lead: false },
  ]);
  followOwn(device);
  expect(following.value).toEqual(["here", "there", "mine"]);
});

it("follows the next one from when one says yes, and nothing more once it was stopped", () => {
  const { device, following, participation } = phoneWith({});
  const stop = followOwn(device);
  participation.value = new Map([["a", part("here", "in")]]);
  expect(following.value).toEqual(["here"]);
  stop();
  participation.value = new Map([["b", part("there", "in")]]);
  expect(following.value).toEqual(["here"]);
});

it("stops when the last role is left, and not while another role or the office keeps it", () => {
  const { device, following, participation } = phoneWith({ a: part("left", "in"), b: part("mine", "in") }, [
    { scheme: "mine", lead: true },
  ]);
  followOwn(device);
  participation.value = new Map([
    ["a", part("left", "out")],
    ["c", part("left", "in")],
    ["b", part("mine", "out")],
  ]);
  expect(following.value).toEqual(["left", "mine"]);
  participation.value = new Map();
  expect(following.value).toEqual(["left", "mine"]);
  participation.value = new Map([
    ["a", part("left", "out")],
    ["c", part("left", "out")],
  ]);
  expect(following.value).toEqual(["mine"]);
  participation.value = new Map([["a", part("left", "in")]]);
  expect(following.value).toEqual(["mine", "left"]);
});

it("can stop what was only looked at, and nothing that is one's own", async () => {
  const { device, following } = phoneWith({ a: part("here", "in"), b: part("left", "out") }, [
    { scheme: "mine", lead: true },
  ]);
  following.value = ["looked", "here", "mine", "left"];
  followOwn(device);
  const can = () =>
    ["looked", "here", "mine", "left", "never"].filter((one) => canStopFollowing(device, one));
  expect(can()).toEqual(["looked", "left"]);
  await stopFollowing(device, "looked");
  expect(can()).toEqual(["left"]);
  expect(following.value).toEqual(["here", "mine", "left"]);
});
