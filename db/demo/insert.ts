import { type Insertable, sql } from "kysely";
import type { Tables, Trx } from "../database.ts";

/** Inserts all rows in one statement. All rows have the keys of the first. */
export async function insertRows<T extends keyof Tables & string>(
  trx: Trx,
  table: T,
  rows: Insertable<Tables[T]>[],
): Promise<void> {
  if (rows.length > 0) await insertion(table, rows, sql``).execute(trx);
}

/**
 * Inserts all rows in one statement.
 * @returns their ids, in the order of the rows.
 */
export async function insertReturningIds<T extends keyof Tables & string>(
  trx: Trx,
  table: T,
  rows: Insertable<Tables[T]>[],
): Promise<number[]> {
  if (rows.length === 0) return [];
  const result = await insertion(table, rows, sql` returning id`).execute(trx);
  // an ordered select numbers its rows in that order; the order they are returned in is not promised
  return result.rows.map((row) => row.id).sort((a, b) => a - b);
}

/** One JSON parameter instead of thousands of placeholders: that is what makes the seed fast. */
function insertion<T extends keyof Tables & string>(
  table: T,
  rows: Insertable<Tables[T]>[],
  returning: ReturnType<typeof sql>,
) {
  const columns = sql.join(Object.keys(rows[0]!).map((column) => sql.ref(column)));
  return sql<{ id: number }>`
    insert into ${sql.table(table)} (${columns})
    select ${columns}
    from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)})
    with ordinality order by ordinality${returning}`;
}
