import { Kysely } from "kysely";
import postgres from "postgres";
import type { Db, Tables } from "./database.ts";
import { PostgresJsDialect } from "./dialect.ts";
import { openPool } from "./pool.ts";

export interface Connection {
  db: Db;
  /** The pool itself: LISTEN, COPY, and statements outside any table type. */
  pool: postgres.Sql;
  close(): Promise<void>;
}

/** Where a PostgreSQL (15 or newer) is: an address, or the embedded server's socket. */
type DatabaseAddress = string | {
  host: string;
  port: number;
  user: string;
  database: string;
  password?: string;
};

/**
 * Opens a pool. Days stay strings (they have no time zone), bigints become numbers (ids stay
 * far below 2^53), and JSON is handed over as a string.
 * @param max connections at most.
 */
export function connect(address: DatabaseAddress, max = 12): Connection {
  const options: postgres.Options<Record<string, postgres.PostgresType>> = {
    connect_timeout: 10,
    max_lifetime: null, // else a connection that ends is not told from one that was lost
    onnotice: () => {},
    connection: {
      application_name: "schoolbel",
      TimeZone: "UTC",
      // Every statement is prepared and begins with school_id, so one plan fits all schools.
      // Planning anew cost more than running it: 1.1 ms against 0.5 ms for the timeline.
      plan_cache_mode: "force_generic_plan",
    },
    types: {
      bigint: { to: 20, from: [20], parse: Number, serialize: String },
      date: { to: 1082, from: [1082], parse: (day: string) => day, serialize: String },
      json: { to: 114, from: [114, 3802], parse: JSON.parse, serialize: asJson },
      jsonb: { to: 3802, from: [], parse: JSON.parse, serialize: asJson },
    },
  };
  const pool = openPool(
    (own) =>
      (typeof address === "string"
        ? postgres(address, { ...options, ...own })
        : postgres({ ...address, ...options, ...own })) as postgres.Sql,
    max,
  );
  const db = new Kysely<Tables>({ dialect: new PostgresJsDialect(pool) });
  const close = async () => {
    await db.destroy();
    await pool.close(); // a Kysely that nobody used leaves it open
  };
  return { db, pool: pool.sql, close };
}

const asJson = (value: unknown) => typeof value === "string" ? value : JSON.stringify(value);
