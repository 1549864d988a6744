import { describe, expect, test } from "vitest";
import { moment, sentenceTime, shortDay, stamp, type When } from "../web/dates.ts";

/** Tuesday 10 November 2026, ten in the morning at school. */
const now = new Date("2026-11-10T10:00+01:00");
const dutch: When = { now, timeZone: "Europe/Amsterdam", language: "nl" };
const english: When = { ...dutch, language: "en" };

describe("when a post was written", () => {
  test("is said the way one says it at school", () => {
    expect(stamp(new Date("2026-11-10T08:12+01:00"), dutch)).toBe("vandaag 8:12");
    expect(stamp(new Date("2026-11-09T23:59+01:00"), dutch)).toBe("gisteren");
    expect(stamp(new Date("2026-11-06T12:00+01:00"), dutch)).toBe("vr 6 november");
    expect(stamp(new Date("2025-11-06T12:00+01:00"), dutch)).toBe("do 6 november 2025");
  });

  test("is said in English to who reads English", () => {
    expect(stamp(new Date("2026-11-10T08:12+01:00"), english)).toBe("today 8:12");
    expect(stamp(new Date("2026-11-06T12:00+01:00"), english)).toBe("Fri 6 November");
  });

  test("follows the clock of the school, not that of the server", () => {
    // half past midnight in Amsterdam is still the day before in Lisbon and in UTC
    const late = new Date("2026-11-10T00:30+01:00");
    expect(stamp(late, dutch)).toBe("vandaag 0:30");
    expect(stamp(late, { ...dutch, timeZone: "Europe/Lisbon" })).toBe("gisteren");
  });
});

test("a moment to come fits in a sentence", () => {
  const tomorrow = new Date("2026-11-11T20:00+01:00");
  expect(moment(tomorrow, dutch)).toBe("morgen om 20.00 uur");
  expect(moment(tomorrow, english)).toBe("tomorrow at 20:00");
  expect(moment(new Date("2026-11-13T17:30+01:00"), dutch)).toBe("vr 13 november om 17.30 uur");
});

test("summer time moves the hour, and a day is not lost", () => {
  expect(sentenceTime(new Date("2026-03-29T01:30Z"), dutch)).toBe("3.30 uur");
  expect(shortDay("2026-03-29", dutch)).toBe("zo 29 maart");
});
