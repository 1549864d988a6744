import { sql } from "kysely";
import type { Db } from "../../db/database.ts";
import { momentIn } from "../../web/clock.ts";
import { addDays, type Day } from "../../web/dates.ts";
import type { Viewer } from "../../web/viewer.ts";
import { teacherNames } from "./mails.queries.ts";
import { isOwn } from "./rounds.queries.ts";
import type { Interval } from "./schedule.ts";

/** A talk as an agenda tells it. */
export interface AgendaTalk extends Interval {
  roundId: number;
  pupilId: number;
  /** As children know them: *juf Hanneke*. */
  teachers: string[];
  room: string;
  videoLink: string;
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
  const { school, children } = viewer;
  if (children.length === 0 || school.menu.conversations?.off) return [];
  const from = momentIn(school.timeZone, first, "00:00");
  const until = momentIn(school.timeZone, addDays(last, 1), "00:00");
  // joined one by one, as the index of an exclusion constraint finds no list
  const { rows } = await sql<AgendaTalk>`
    select t.from, t.until, r.id as "roundId", t.pupil_id as "pupilId", r.room,
      r.video_link as "videoLink", ${teacherNames} as teachers
    from (
      select s.round_id, s.pupil_id, min(lower(s.during)) as from, max(upper(s.during)) as until
      from unnest(${children.map((child) => child.id)}::bigint[]) child
      join talk_slots s on s.school_id = ${school.id} and s.pupil_id = child
        and not s.in_draft and lower(s.during) >= ${from} and lower(s.during) < ${until}
        and ${isOwn(viewer.people)}
      group by s.round_id, s.pupil_id, s.for_guardian_id) t
    join talk_rounds r on r.school_id = ${school.id} and r.id = t.round_id
      and r.published_at is not null and r.withdrawn_at is null
    order by t.from, t.pupil_id`.execute(db);
  return rows;
}
