import { dayIn } from "../../web/clock.ts";
import { clockTime, longDay, type When } from "../../web/dates.ts";
import type { PdfList } from "../../web/pdf.ts";
import type { PrintedTalk } from "./teacher.queries.ts";
import { teacherText } from "./teacher.text.ts";

/** The talks for on paper, of a round or of a teacher; with the day where there are several. */
export function schedulePdf(
  talks: PrintedTalk[],
  { title, lead }: { title: string; lead?: string },
  when: When,
): PdfList {
  const t = teacherText(when.language).pdf;
  const dayOf = ({ from }: PrintedTalk) => longDay(dayIn(when.timeZone, from), when);
  const several = new Set(talks.map(dayOf)).size > 1;
  const rooms = talks.some(({ room }) => room);
  return {
    title,
    lead: [lead, several || talks.length === 0 ? "" : dayOf(talks[0]!)].filter(Boolean).join(". "),
    columns: [
      ...several ? [{ title: t.day, width: 120 }] : [],
      { title: t.time, width: 75 },
      { title: t.pupil, width: 125 },
      { title: t.group, width: 45 },
      ...rooms ? [{ title: t.where, width: 70 }] : [],
      { title: t.subject },
    ],
    rows: talks.map((talk) => [
      ...several ? [dayOf(talk)] : [],
      `${clockTime(talk.from, when)} – ${clockTime(talk.until, when)}`,
      talk.pupil,
      talk.group,
      ...rooms ? [talk.room] : [],
      talk.subject,
    ]),
    empty: t.none,
    // upright, what a talk is about would have no room beside its day
    landscape: several,
  };
}
