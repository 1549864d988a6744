import { sql, type SqlBool } from "kysely";

// Who is at the school, asked wherever someone is let in, told, listed or counted.

/** Of people `p`: not left, blocked or deceased. As text, for statements of one's own. */
export const presentText = (p: string) =>
  `${p}.left_at is null and ${p}.blocked_at is null and not ${p}.deceased`;

/** Whether the adult of this table alias is there: not left, blocked or deceased. */
export const isPresent = (p: string) => sql.raw<SqlBool>(`(${presentText(p)})`);

/** Whether the adult of this table alias works here. */
export const worksHere = (p: string) =>
  sql.raw<SqlBool>(`exists (select from staff st where st.school_id = ${p}.school_id
    and st.person_id = ${p}.id and st.left_at is null)`);

/**
 * Whether the adult of this table alias has a place at the school, as the viewer behind a session
 * is found: is there, and works here or cares for a child that is here.
 */
export const hasPlace = (p: string) =>
  sql<SqlBool>`(${isPresent(p)} and (${worksHere(p)} or ${
    sql.raw(`exists (select from guardianships gs
      join pupils k on k.school_id = gs.school_id and k.id = gs.pupil_id and k.left_at is null
      where gs.school_id = ${p}.school_id and gs.person_id = ${p}.id and gs.blocked_at is null)`)
  }))`;
