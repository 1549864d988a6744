import { sql } from "kysely";
import type { Db } from "../../db/database.ts";
import { dayIn, momentIn, timeIn } from "../../web/clock.ts";
import { addDays, type Day } from "../../web/dates.ts";
import type { Viewer } from "../../web/viewer.ts";
import { cardId } from "./guardian.paths.ts";
import { guardianText } from "./guardian.text.ts";
import { teacherNames } from "./mails.queries.ts";
import { mailsText } from "./mails.text.ts";
import { listed } from "./mails.words.ts";
import type { Interval } from "./schedule.ts";

/** A talk as an agenda tells it. */
export interface AgendaTalk {
  /** *Oudergesprek Noor* */
  title: string;
  day: Day;
  /** *15:40* */
  startsAt: string;
  endsAt: string;
  /** *juf Hanneke* */
  teachers: string;
  /** The room, or that one is at a distance. */
  place: string;
  /** Where it can be seen and given back. */
  path: string;
}

/**
 * The talks about the viewer's children from one day to another, both included, in order of time:
 * those to which one goes, not what another guardian has by themselves.
 */
export async function listAgendaTalks(
  db: Db,
  viewer: Viewer,
  first: Day,
  last: Day,
): Promise<AgendaTalk[]> {
  const { school, children, language } = viewer;
  if (children.length === 0 || school.menu.conversations?.off) return [];
  const from = momentIn(school.timeZone, first, "00:00");
  const until = momentIn(school.timeZone, addDays(last, 1), "00:00");
  const people = viewer.people.map((person) => person.id);
  // joined one by one, as the index of an exclusion constraint finds no list
  const { rows } = await sql<
    Interval & {
      roundId: number;
      pupilId: number;
      room: string;
      videoLink: string;
      teachers: string[];
    }
  >`
    select t.from, t.until, r.id as "roundId", t.pupil_id as "pupilId", r.room,
      r.video_link as "videoLink", ${teacherNames} as teachers
    from (
      select s.round_id, s.pupil_id, min(lower(s.during)) as from, max(upper(s.during)) as until
      from unnest(${children.map((child) => child.id)}::bigint[]) child
      join talk_slots s on s.school_id = ${school.id} and s.pupil_id = child
        and lower(s.during) >= ${from} and lower(s.during) < ${until}
        and (s.for_guardian_id is null or s.for_guardian_id = any(${people}::bigint[]))
      group by s.round_id, s.pupil_id, s.for_guardian_id) t
    join talk_rounds r on r.school_id = ${school.id} and r.id = t.round_id
      and r.published_at is not null and r.withdrawn_at is null
    order by t.from, t.pupil_id`.execute(db);
  return rows.map(({ roundId, pupilId, room, videoLink, teachers, ...talk }) => ({
    title: mailsText(language).event(children.find(({ id }) => id === pupilId)!.firstName),
    day: dayIn(school.timeZone, talk.from),
    startsAt: timeIn(school.timeZone, talk.from),
    endsAt: timeIn(school.timeZone, talk.until),
    teachers: listed(teachers, language),
    place: room || (videoLink && guardianText(language).online),
    path: `/${school.shortName}/conversations#${cardId(roundId, pupilId)}`,
  }));
}
