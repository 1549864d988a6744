import { sql, type SqlBool } from "kysely";
import { isPresent } from "../../web/presence.ts";

/** Of guardianship `gs` and its person `p`: who is there for the child, and can come and talk. */
export const isThere = sql<SqlBool>`(gs.blocked_at is null and ${isPresent("p")})`;

/** The same, and does more than look on. */
export const mayChoose = sql<SqlBool>`(${isThere} and not p.read_only)`;
