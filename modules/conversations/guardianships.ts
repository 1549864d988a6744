import { sql, type SqlBool } from "kysely";

/** Of guardianship `gs` and its person `p`: who is there for the child, and can come and talk. */
export const isThere = sql<SqlBool>`(gs.blocked_at is null and p.left_at is null
  and p.blocked_at is null and not p.deceased)`;

/** The same, and does more than look on. */
export const mayChoose = sql<SqlBool>`(${isThere} and not p.read_only)`;
