import { sql } from "kysely";
import type { Db } from "../../db/database.ts";
import type { Id } from "../../web/guard.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { CalendarTalk } from "./calendar.ts";
import { teacherNames } from "./mails.queries.ts";
import { isOffered, isOwn } from "./rounds.queries.ts";
import { mustBeOn } from "./viewing.ts";

/**
 * For guards: the talk that has a slot, as far as it stands on the viewer's own page: of one's child,
 * and not what another guardian has by themselves.
 */
export async function findOwnTalk(
  db: Db,
  viewer: Viewer,
  id: Id,
  now: Date,
): Promise<CalendarTalk | undefined> {
  mustBeOn(viewer);
  const children = viewer.children.map((child) => child.id);
  const { rows: [talk] } = await sql<CalendarTalk>`
    select o.from, o.until, r.id as "roundId", r.created_at as "roundMadeAt", k.id as "pupilId",
      k.first_name as pupil, s.for_guardian_id as "forGuardianId", r.room,
      r.video_link as "videoLink", ${teacherNames} as teachers
    from talk_slots s
    join talk_rounds r on r.school_id = s.school_id and r.id = s.round_id
      and ${isOffered(viewer, now)}
    join pupils k on k.school_id = s.school_id and k.id = s.pupil_id
    cross join lateral (select min(lower(o.during)) as from, max(upper(o.during)) as until
      from talk_slots o where o.school_id = s.school_id and o.round_id = s.round_id
        and o.pupil_id = s.pupil_id
        and o.for_guardian_id is not distinct from s.for_guardian_id) o
    where s.school_id = ${viewer.school.id} and s.id = ${id("slot")}
      and s.pupil_id = any(${children}::bigint[]) and ${isOwn(viewer.people)}`.execute(db);
  return talk;
}
