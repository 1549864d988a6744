import { type RawBuilder, sql, type SqlBool } from "kysely";
import { isOffice, type Kind, type Viewer } from "../../web/viewer.ts";

/*
 * The one rule of who sees which post, as conditions on a `posts p`. Every read goes through one
 * of these: page, piece, attachment, comment, vote, symbol, mark.
 *
 *  - A post is out when it has been published, is not withdrawn and has not expired.
 *  - An urgent one does not expire: it stands above everything as a bar until then, and after that
 *    in the timeline, where it can be found back.
 *  - It is for everyone of the school, or for those who are in one of its groups this school year
 *    (`viewer.groupIds` holds no other year, so what was for last year's group vanishes on 1 August).
 *  - Office and admin see what is for any group; an author sees the author's own.
 *  - A kind that the school switched off is only there for its author and for the office.
 */

/** What is out for this viewer. */
export function isShown(viewer: Viewer, now: Date): RawBuilder<SqlBool> {
  return sql<SqlBool>`p.school_id = ${viewer.school.id}
    and p.withdrawn_at is null
    and p.publish_at <= ${now}
    and (p.kind = 'urgent' or p.expires_at is null or p.expires_at > ${now})
    and ${isForViewer(viewer)}`;
}

/** Of what is out, what stands in the timeline: all but the urgent bars. */
export function isInTimeline(now: Date): RawBuilder<SqlBool> {
  return sql<SqlBool>`(p.kind <> 'urgent' or p.expires_at <= ${now})`;
}

/** Of what is out, the urgent messages that hold now: the bars. */
export function isBar(now: Date): RawBuilder<SqlBool> {
  return sql<SqlBool>`(p.kind = 'urgent' and (p.expires_at is null or p.expires_at > ${now}))`;
}

/** What this viewer can open: what is shown, and in any state (draft, withdrawn) what is in one's care. */
export function isReachable(viewer: Viewer, now: Date): RawBuilder<SqlBool> {
  return sql<SqlBool>`p.school_id = ${viewer.school.id}
    and (${isInCare(viewer)} or (${isShown(viewer, now)}))`;
}

/** Kinds that the school switched off in its menu. */
export function kindsOff({ school }: Viewer): Kind[] {
  return (["news", "board", "agenda"] as const).filter((kind) => school.menu[kind]?.off);
}

function isForViewer(viewer: Viewer): RawBuilder<SqlBool> {
  if (isOffice(viewer)) return sql<SqlBool>`true`;
  const audience = viewer.groupIds.length === 0
    ? sql<SqlBool>`p.for_school`
    : sql<SqlBool>`(p.for_school or p.id in (
        select g.post_id from post_groups g
        where g.school_id = ${viewer.school.id} and g.group_id = any(${viewer.groupIds}::bigint[])))`;
  const off = kindsOff(viewer);
  const readers = off.length === 0
    ? audience
    : sql<SqlBool>`(${audience} and p.kind <> all(${off}::text[]))`;
  return sql<SqlBool>`(${readers} or ${isOwn(viewer)})`;
}

/** Those who may always open a post: its author, and the office. */
function isInCare(viewer: Viewer): RawBuilder<SqlBool> {
  return isOffice(viewer) ? sql<SqlBool>`true` : isOwn(viewer);
}

function isOwn(viewer: Viewer): RawBuilder<SqlBool> {
  return sql<SqlBool>`p.author_id = any(${viewer.people.map((person) => person.id)}::bigint[])`;
}
