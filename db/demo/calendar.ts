import { dayIn, momentIn, schoolYearOf } from "../../web/clock.ts";
import { addDays, type Day, weekday } from "../../web/dates.ts";

export const timeZone = "Europe/Amsterdam";

interface Holiday {
  name: string;
  from: Day;
  /** The last free day. */
  to: Day;
}

/**
 * The school holidays of a school year (the year it starts in) in region Midden. The rule, the
 * first Saturday on or after a fixed day, gives the official dates of 2025-2026 and 2026-2027,
 * and days that could be right in any other year.
 */
export function holidaysOf(schoolYear: number): Holiday[] {
  const next = schoolYear + 1;
  const from = (name: string, earliest: Day, days: number) => {
    const first = addDays(earliest, (6 - weekday(earliest) + 7) % 7);
    return { name, from: first, to: addDays(first, days - 1) };
  };
  return [
    from("Herfstvakantie", `${schoolYear}-10-15`, 9),
    from("Kerstvakantie", `${schoolYear}-12-18`, 16),
    from("Voorjaarsvakantie", `${next}-02-14`, 9),
    from("Meivakantie", `${next}-04-21`, 9),
    from("Zomervakantie", `${next}-07-15`, 44),
  ];
}

/** Whether children come to school on a day: no weekend, no holiday. */
export function isSchoolDay(day: Day): boolean {
  if (weekday(day) === 0 || weekday(day) === 6) return false;
  const year = schoolYearOf(day);
  // the summer holiday of the year before reaches into this one
  return ![...holidaysOf(year - 1), ...holidaysOf(year)].some(({ from, to }) =>
    from <= day && day <= to
  );
}

/** The day itself when it is a school day, else the last one before it. */
export function schoolDayBefore(day: Day): Day {
  while (!isSchoolDay(day)) day = addDays(day, -1);
  return day;
}

/** The day itself when it is a school day, else the first one after it. */
export function schoolDayAfter(day: Day): Day {
  while (!isSchoolDay(day)) day = addDays(day, 1);
  return day;
}

/** The school day on or before a day; after it, when the school year had not begun. */
export function schoolDayNear(day: Day): Day {
  const before = schoolDayBefore(day);
  return schoolYearOf(before) === schoolYearOf(day) ? before : schoolDayAfter(day);
}

/** The day of the first talks with parents. */
export const firstTalkDay = (today: Day): Day => schoolDayAfter(addDays(today, 6));

/** A day without school in the coming weeks: between the days of the talks. */
export function studyDayAfter(today: Day): Day {
  let day = firstTalkDay(today);
  for (let i = 0; i < 2; i++) day = schoolDayAfter(addDays(day, 1));
  return day;
}

/** The present of the demo school, and days counted from it. */
export class Present {
  readonly today: Day;
  readonly schoolYear: number;

  constructor(readonly now: Date) {
    this.today = dayIn(timeZone, now);
    this.schoolYear = schoolYearOf(this.today);
  }

  /** The last `11-09` (month and day) that has been, or is today. */
  last(monthDay: string): Day {
    const thisYear = `${this.today.slice(0, 4)}-${monthDay}`;
    return thisYear <= this.today ? thisYear : `${Number(this.today.slice(0, 4)) - 1}-${monthDay}`;
  }

  /**
   * A number of school days back; 0 is today, or the last school day. In the weeks before a
   * school year's first day these are plain days, so that the new groups have news as well.
   */
  schoolDaysAgo(count: number): Day {
    let day = schoolDayBefore(this.today);
    for (let i = 0; i < count; i++) day = schoolDayBefore(addDays(day, -1));
    if (schoolYearOf(day) === this.schoolYear) return day;
    const plain = addDays(this.today, -count);
    return schoolYearOf(plain) === this.schoolYear ? plain : `${this.schoolYear}-08-01`;
  }

  /** The moment of a wall clock at the school; never later than now. */
  at(day: Day, time: string): Date {
    const moment = momentIn(timeZone, day, time);
    return moment <= this.now ? moment : new Date(this.now.getTime() - 20 * 60_000);
  }

  /** The first digest after a moment, as the school sends it: Monday to Friday, 17:30. */
  digestAfter(moment: Date): Date {
    let day = dayIn(timeZone, moment);
    while (true) {
      const digest = momentIn(timeZone, day, "17:30");
      if (digest > moment && weekday(day) !== 0 && weekday(day) !== 6) return digest;
      day = addDays(day, 1);
    }
  }
}
