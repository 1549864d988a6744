import type postgres from "postgres";
import type { Head } from "./format.ts";

/** The pool, or a transaction in it. */
export type Sql = Pick<postgres.Sql, "unsafe">;

/** All tables with the columns that are stored (none that PostgreSQL computes). */
export async function listTables(sql: Sql): Promise<Head["tables"]> {
  return await sql.unsafe<Head["tables"]>(`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
      and not c.relispartition and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by c.relname order by c.relname`);
}

export async function hasTables(sql: Sql): Promise<boolean> {
  return (await listTables(sql)).length > 0;
}

/** The migrations that were applied, in order; none when there is no such table yet. */
export async function appliedMigrations(sql: Sql): Promise<string[]> {
  const [there] = await sql.unsafe("select 1 where to_regclass('migrations') is not null");
  if (!there) return [];
  const rows = await sql.unsafe<{ name: string }[]>("select name from migrations order by name");
  return rows.map(({ name }) => name);
}

/**
 * What each identity column gives out next. Sequences stand outside transactions: read after the
 * snapshot was taken, they are at its numbers or beyond.
 */
export async function listSequences(sql: Sql): Promise<Head["sequences"]> {
  const columns = await sql.unsafe<{ table: string; column: string; sequence: string }[]>(`
    select table_name::text as table, column_name::text as column,
      pg_get_serial_sequence(quote_ident(table_name), column_name) as sequence
    from information_schema.columns
    where table_schema = current_schema() and is_identity = 'YES'
    order by table_name, column_name`);
  return await Promise.all(columns.map(async ({ table, column, sequence }) => {
    const [row] = await sql.unsafe<{ next: string }[]>(
      `select (last_value + is_called::int)::text as next from ${sequence}`,
    );
    return { table, column, next: row!.next };
  }));
}

export async function setSequences(sql: Sql, sequences: Head["sequences"]): Promise<void> {
  for (const { table, column, next } of sequences) {
    await sql.unsafe(
      `select setval(pg_get_serial_sequence('"${table}"', '${column}'), ${BigInt(next)}, false)`,
    );
  }
}

/** Takes the foreign keys away, so that tables can be filled in any order; returns how to add them. */
export async function dropForeignKeys(sql: Sql): Promise<string[]> {
  const keys = await sql.unsafe<{ drop: string; add: string }[]>(`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
      format('alter table %s add constraint %I %s', conrelid::regclass, conname,
        pg_get_constraintdef(oid)) as add
    from pg_constraint
    where contype = 'f' and connamespace = current_schema()::regnamespace and conparentid = 0
    order by conrelid::regclass::text, conname`);
  for (const { drop } of keys) await sql.unsafe(drop);
  return keys.map(({ add }) => add);
}

/** Every content the database refers to, with its size in bytes. Schools may share one. */
export async function listHashes(sql: Sql): Promise<{ hash: string; bytes: number }[]> {
  return await sql.unsafe<{ hash: string; bytes: number }[]>(`
    select hash, max(bytes)::bigint as bytes from (
      select hash, size as bytes from files union all select hash, bytes from file_variants) f
    group by hash order by hash`);
}

/** The part of a COPY statement that names a table and its columns. */
export const copyTarget = ({ name, columns }: Head["tables"][number]): string =>
  `"${name}" (${columns.map((column) => `"${column}"`).join(", ")})`;
