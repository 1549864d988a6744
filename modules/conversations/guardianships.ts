import { sql, type SqlBool } from "kysely";
import { isPresent } from "../../web/presence.ts";

/** Of guardianship `gs` and its person `p`: who is there for the child, and can come and talk. */
export const isThere = sql<SqlBool>`(gs.blocked_at is null and ${isPresent("p")})`;

/** The same, and does more than look on. */
export const mayChoose = sql<SqlBool>`(${isThere} and not p.read_only)`;

/** Of the same: whether they have a talk of their own about the child in round `r`. */
export const hasOwnTalk = sql<SqlBool>`(r.separate_talks and exists (select from talk_slots o
  where o.school_id = r.school_id and o.round_id = r.id and o.pupil_id = gs.pupil_id
    and o.for_guardian_id = p.id))`;

/** Ids of person `p` and of who share their account: these choose as one, and have one talk. */
export const sharingAccount = sql`(select o.id from people o where o.school_id = p.school_id
  and (o.id = p.id or o.account_id = p.account_id))`;
