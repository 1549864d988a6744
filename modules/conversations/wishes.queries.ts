import { sql } from "kysely";
import type { Db } from "../../db/database.ts";
import type { Viewer } from "../../web/viewer.ts";
import { nameOf } from "../school/mod.ts";
import { invitedPupils } from "./rounds.queries.ts";

/** A talk of a fair round that someone gave wishes for, or nobody yet. */
export interface Wisher {
  pupilId: number;
  name: string;
  /** Where guardians have talks of their own each is apart; elsewhere null. */
  forGuardianId: number | null;
  forGuardian: string | null;
  /** How many times were asked for; 0: none were. */
  wishes: number;
}

/** For those who keep a round: who gave wishes and who did not, by name. */
export async function listWishers(db: Db, viewer: Viewer, roundId: number): Promise<Wisher[]> {
  const { rows } = await sql<Wisher>`
    select k.id as "pupilId", ${nameOf("k")} as name, g.id as "forGuardianId",
      g.name as "forGuardian",
      (select count(*)::int from talk_wishes w where w.school_id = r.school_id
        and w.round_id = r.id and w.pupil_id = k.id
        and w.for_guardian_id is not distinct from g.id) as wishes
    from talk_rounds r cross join lateral (${invitedPupils}) x
    join pupils k on k.school_id = r.school_id and k.id = x.pupil_id
    left join lateral (select p.id, ${nameOf("p")} as name from guardianships gs
      join people p on p.school_id = gs.school_id and p.id = gs.person_id and p.left_at is null
        and p.blocked_at is null and not p.deceased and not p.read_only
      where gs.school_id = k.school_id and gs.pupil_id = k.id and gs.blocked_at is null) g
      on r.separate_talks
    where r.school_id = ${viewer.school.id} and r.id = ${roundId}
    order by k.last_name, k.first_name, k.id, g.id`.execute(db);
  return rows;
}
