import { describe, expect, it } from "vitest";
import { calendarOf, feedAddress, followAddress, meetingFile } from "../../../pwa/src/domain/calendar.ts";
import { phone } from "./phone.ts";

const held = { calendar: { me: { token: "abc", detail: false } } };

describe("the calendar outside, before the server has heard of it", () => {
  it("has no address until the server has made one", () => {
    const shows = phone({}, ["calendar.open", {}]);
    expect(shows("calendar").get("me")).toEqual({ token: null, detail: false });
    expect(calendarOf(phone({})("calendar"))).toEqual({ token: null, detail: false });
  });

  it("keeps the address there is when it is asked for again", () => {
    expect(phone(held, ["calendar.open", {}])("calendar").get("me")).toEqual(held.calendar.me);
  });

  it("says more or less at once, with or without an address", () => {
    const more = phone(held, ["calendar.detail", { detail: true }]);
    expect(calendarOf(more("calendar"))).toEqual({ token: "abc", detail: true });
    expect(calendarOf(phone({}, ["calendar.detail", { detail: true }])("calendar")).detail).toBe(true);
  });

  it("takes the address back at once, and what was chosen stays", () => {
    const shows = phone(held, ["calendar.detail", { detail: true }], ["calendar.revoke", {}]);
    expect(calendarOf(shows("calendar"))).toEqual({ token: null, detail: true });
    expect(phone({}, ["calendar.revoke", {}])("calendar").size).toBe(0);
  });
});

it("names the address for reading, for following, and of one meeting", () => {
  const address = feedAddress("https://alongside.example", "abc");
  expect(address).toBe("https://alongside.example/calendar/abc.ics");
  expect(followAddress(address)).toBe("webcal://alongside.example/calendar/abc.ics");
  expect(followAddress(feedAddress("http://localhost:8000", "abc"))).toBe(
    "webcal://localhost:8000/calendar/abc.ics",
  );
  expect(meetingFile("m")).toBe("/api/meetings/m.ics");
});
