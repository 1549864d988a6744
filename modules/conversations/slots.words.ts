import { dayIn } from "../../web/clock.ts";
import { clockTime, longDay, shortDay, type When } from "../../web/dates.ts";

// How the time of a talk is told to those who keep rounds.

/** *maandag 16 november 15:40* */
export const slotTime = (at: Date, when: When) =>
  `${longDay(dayIn(when.timeZone, at), when)} ${clockTime(at, when)}`;

/** *15:40 ma 16 november*: for lists, where what differs comes first, as the end may not be in sight. */
export const timeAndDay = (at: Date, when: When) =>
  `${clockTime(at, when)} ${shortDay(dayIn(when.timeZone, at), when)}`;
