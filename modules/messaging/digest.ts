import { sql } from "kysely";
import type { Trx } from "../../db/database.ts";
import { itsGroups } from "./audience.ts";
import type { PostKind } from "./tables.ts";

/** A post that goes along in a digest. */
export interface DigestPost {
  id: number;
  kind: Exclude<PostKind, "urgent">;
  title: string;
  excerpt: string;
  authorId: number;
  authorName: string;
  forSchool: boolean;
  groups: { id: number; name: string }[];
}

/**
 * Takes the posts of a school that no digest has told of yet, oldest first, and notes in the same
 * statement that this one does: two that run at once never take the same post. What expired
 * unseen, and kinds the school switched off, are taken and left out.
 */
export async function takeUndigestedPosts(
  trx: Trx,
  schoolId: number,
  now: Date,
): Promise<DigestPost[]> {
  const { rows } = await sql<DigestPost>`
    with taken as (
      update posts set digested_at = ${now}
      where school_id = ${schoolId} and publish_at <= ${now} and digested_at is null
        and kind <> 'urgent' and withdrawn_at is null
      returning *)
    select p.id, p.kind, p.title, p.excerpt, p.author_id as "authorId",
      p.author_name as "authorName", p.for_school as "forSchool",
      ${itsGroups} as groups
    from taken p join schools s on s.id = p.school_id
    where (p.expires_at is null or p.expires_at > ${now})
      and coalesce(s.menu -> p.kind ->> 'off', 'false') <> 'true'
    order by p.publish_at, p.id`.execute(trx);
  return rows;
}
