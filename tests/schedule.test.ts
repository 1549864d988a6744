import { expect, test } from "vitest";
import { isPlanError, type Plan, planSlots } from "../modules/conversations/schedule.ts";
import { timeIn } from "../web/clock.ts";

const zone = "Europe/Amsterdam";
const now = new Date("2026-11-10T08:00:00Z");
const plan = (more: Partial<Plan> = {}): Plan => ({
  talks: 4,
  minutes: 10,
  inARow: 0,
  breakMinutes: 0,
  days: [{ day: "2026-11-16", begin: "15:00", end: "17:00" }],
  ...more,
});
const day = (day: string, begin: string, end: string) => ({ day, begin, end });

/** The times at which talks begin, or what is wrong. */
function times(given: Plan) {
  const slots = planSlots(given, zone, now);
  return isPlanError(slots) ? slots : slots.map(({ from }) => timeIn(zone, from)).join(" ");
}

test("talks follow each other from the begin on, as many as were asked", () => {
  expect(times(plan())).toBe("15:00 15:10 15:20 15:30");
});

test("after so many talks in a row there is a break; every day begins anew", () => {
  const days = [day("2026-11-17", "08:00", "08:40"), day("2026-11-16", "15:00", "15:50")];
  expect(times(plan({ talks: 6, inARow: 2, breakMinutes: 5, days })))
    .toBe("15:00 15:10 15:25 15:35 08:00 08:10");
});

test("two days that touch are two days; three times on one day may be as well", () => {
  const days = [day("2026-11-16", "15:00", "15:20"), day("2026-11-16", "15:20", "15:40")];
  expect(times(plan({ days }))).toBe("15:00 15:10 15:20 15:30");
});

test.each<[string, Partial<Plan>, object]>([
  ["no minutes", { minutes: 0 }, { error: "minutes" }],
  ["half minutes", { minutes: 7.5 }, { error: "minutes" }],
  ["no talks", { talks: 0 }, { error: "talks" }],
  ["500 talks", { talks: 500 }, { error: "tooManyTalks" }],
  ["a negative break", { breakMinutes: -5 }, { error: "breakMinutes" }],
  ["no days", { days: [] }, { error: "noDays" }],
  ["six days", { days: Array(6).fill(day("2026-11-16", "15:00", "16:00")) }, {
    error: "tooManyDays",
  }],
  ["an end before its begin", { days: [day("2026-11-16", "17:00", "15:00")] }, {
    error: "endBeforeBegin",
    day: 0,
  }],
  ["a day in the past", {
    days: [day("2026-11-16", "15:00", "17:00"), day("2026-11-09", "15:00", "17:00")],
  }, { error: "past", day: 1 }],
  ["today, at a time that has been", { days: [day("2026-11-10", "08:30", "12:00")] }, {
    error: "past",
    day: 0,
  }],
  ["days that overlap", {
    days: [day("2026-11-16", "15:00", "17:00"), day("2026-11-16", "16:50", "18:00")],
  }, { error: "daysOverlap", day: 1 }],
  ["too little room", { talks: 13 }, { error: "noRoom", fits: 12 }],
  ["a time that summer time skips", { days: [day("2027-03-28", "02:30", "04:00")] }, {
    error: "summerTime",
    day: 0,
  }],
  ["a change to summer time in between", { days: [day("2027-03-28", "01:00", "04:00")] }, {
    error: "summerTime",
    day: 0,
  }],
  ["a time that comes twice", { days: [day("2027-10-31", "02:10", "02:50")] }, {
    error: "summerTime",
    day: 0,
  }],
])("%s gives no schedule, but the reason", (_, more, error) => {
  expect(times(plan(more))).toEqual(error);
});

test("on the days summer time begins and ends, an afternoon is as any other", () => {
  for (const date of ["2027-03-28", "2027-10-31"]) {
    expect(times(plan({ days: [day(date, "15:00", "17:00")] }))).toBe("15:00 15:10 15:20 15:30");
  }
});
