import { Buffer } from "node:buffer";
import { sql } from "kysely";
import type { Db } from "../../../db/database.ts";
import { dayIn } from "../../../web/clock.ts";
import type { Tick } from "../../../web/module.ts";
import { hasPlace } from "../../../web/presence.ts";
import { accountOrWaiting } from "../../accounts/mod.ts";
import { failureShape, filesShape, inputShape, optionsShape, resultShape } from "./kept.shape.ts";
import type { Mapping } from "./mapping.ts";
import type { Plan } from "./plan.ts";
import type { ErrorCode } from "./text.ts";
import {
  headerHash,
  type ImportOptions,
  type Source,
  type TableSource,
  unmapped,
} from "./sources.ts";

/** First key of the advisory lock an import holds while it is applied; the second is the school. */
export const importLock = 0x696d70;
/** Days after which what was read but never applied is forgotten. */
const keepDays = 7;

export interface StoredImport {
  id: number;
  state: "mapping" | "ready" | "applying" | "applied" | "failed";
  createdAt: Date;
  appliedAt: Date | null;
  files: { name: string; kind: Source["kind"] }[];
  /** Empty once it is applied. */
  sources: Source[];
  options: ImportOptions;
  result: Result | null;
  /** Why the last try wrote nothing. */
  error: Failure | null;
  /** What was kept is not of the shape it must have: it can only be thrown away. */
  unreadable: boolean;
  done: number;
  total: number;
}

export interface Failure {
  code: ErrorCode;
  line: number;
  values: Record<string, string | number>;
}

/** What is kept of an import that was applied: numbers, no people. */
export type Result = Pick<Plan, "counts" | "warnings" | "year">;

/** Keeps what was read until it is applied, at most a week. */
export async function createImport(
  db: Db,
  schoolId: number,
  sources: Source[],
  options: ImportOptions,
  { by, now }: { by: number | null; now: Date },
): Promise<number> {
  const { id } = await db.insertInto("imports").values({
    school_id: schoolId,
    created_by: by,
    created_at: now,
    state: unmapped(sources).length ? "mapping" : "ready",
    files: JSON.stringify(sources.map(({ name, kind }) => ({ name, kind }))),
    input: JSON.stringify({ sources }),
    options: JSON.stringify(options),
  }).returning("id").executeTakeFirstOrThrow();
  return id;
}

/** @param withSources what was read comes along: megabytes, for a page that only shows a bar */
export async function findImport(
  db: Db,
  schoolId: number,
  id: number,
  withSources = true,
): Promise<StoredImport | undefined> {
  const row = await db.selectFrom("imports")
    .select(["id", "state", "created_at as createdAt", "applied_at as appliedAt"])
    .select(["files", "options", "plan", "error", "done", "total"])
    .$if(withSources, (query) => query.select("input"))
    .where("school_id", "=", schoolId).where("id", "=", id).executeTakeFirst();
  if (!row) return undefined;
  const { input, plan, ...rest } = row;
  const files = filesShape.safeParse(row.files);
  const options = optionsShape.safeParse(row.options);
  const read = inputShape.safeParse(input ?? {});
  const result = resultShape.nullable().safeParse(plan);
  const error = failureShape.nullable().safeParse(row.error);
  const all = [files, options, read, result, error];
  return {
    ...rest,
    files: files.data ?? [],
    sources: read.data?.sources ?? [],
    options: options.data ?? { year: 0, merge: [], markGone: false },
    result: result.data ?? null,
    error: error.data ?? null,
    unreadable: !all.every(({ success }) => success) ||
      (row.state === "applied" && !result.data),
  };
}

/** The school's imports, newest first, without what was read. */
export async function listImports(db: Db, schoolId: number) {
  const rows = await db.selectFrom("imports as i")
    .select(["i.id", "i.state", "i.created_at as createdAt", "i.files", "i.plan"])
    .select(sql<boolean>`i.input <> '{}'`.as("open"))
    .where("i.school_id", "=", schoolId).orderBy("i.id", "desc").limit(20).execute();
  return rows.map((row) => ({
    ...row,
    files: filesShape.safeParse(row.files).data ?? [],
    result: resultShape.nullable().safeParse(row.plan).data ?? null,
  }));
}
export type ListedImport = Awaited<ReturnType<typeof listImports>>[number];

/** Whether an import of this school is being written at this moment, by any process. */
export async function isApplying(db: Db, schoolId: number): Promise<boolean> {
  const { rows } = await sql`select from pg_locks where locktype = 'advisory'
    and classid = ${importLock} and objid = ${schoolId}
    and database = (select oid from pg_database where datname = current_database())`.execute(db);
  return rows.length > 0;
}

/** From outside the transaction that does the work, so that the page can show it. */
export async function noteProgress(
  db: Db,
  schoolId: number,
  id: number,
  done: number,
  total: number,
): Promise<void> {
  await db.updateTable("imports").set({ done, total })
    .where("school_id", "=", schoolId).where("id", "=", id).execute();
}

/** @returns whether it could still be changed */
export async function saveOptions(
  db: Db,
  schoolId: number,
  id: number,
  options: Pick<ImportOptions, "year" | "merge">,
): Promise<boolean> {
  const result = await db.updateTable("imports")
    .set({ options: sql`options || ${JSON.stringify(options)}::jsonb` })
    .where("school_id", "=", schoolId).where("id", "=", id)
    .where("state", "in", ["ready", "failed"]).executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Keeps what the columns of the tables mean, for this import and for the next with this header. */
export async function saveMappings(
  db: Db,
  schoolId: number,
  id: number,
  sources: Source[],
): Promise<boolean> {
  const tables = sources.filter((source): source is TableSource => source.kind === "table");
  return await db.transaction().execute(async (trx) => {
    const result = await trx.updateTable("imports")
      .set({ input: JSON.stringify({ sources }), state: "ready" })
      .where("school_id", "=", schoolId).where("id", "=", id)
      .where("state", "in", ["mapping", "ready", "failed"]).executeTakeFirst();
    if (result.numUpdatedRows === 0n) return false;
    for (const { table, mapping } of tables) {
      await trx.insertInto("import_mappings").values({
        school_id: schoolId,
        header_hash: Buffer.from(headerHash(table), "hex"),
        mapping: JSON.stringify(mapping),
      }).onConflict((conflict) =>
        conflict.columns(["school_id", "header_hash"])
          .doUpdateSet((eb) => ({ mapping: eb.ref("excluded.mapping") }))
      ).execute();
    }
    return true;
  });
}

/** Mappings this school confirmed, by `headerHash`. */
export async function rememberedMappings(db: Db, schoolId: number): Promise<Map<string, Mapping>> {
  const rows = await db.selectFrom("import_mappings").select(["mapping"])
    .select(sql<string>`encode(header_hash, 'hex')`.as("header"))
    .where("school_id", "=", schoolId).execute();
  return new Map(rows.map(({ header, mapping }) => [header, mapping as Mapping]));
}

/** Throws away an import that was not applied, with all that was read. */
export async function removeImport(db: Db, schoolId: number, id: number): Promise<boolean> {
  const result = await db.deleteFrom("imports").where("school_id", "=", schoolId)
    .where("id", "=", id).where("state", "in", ["mapping", "ready", "failed"]).executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** Once a day: imports that were never applied are forgotten after a week. */
export const forgetImports: Tick = {
  name: "forget imports",
  due: (school, now) => dayIn(school.timeZone, now),
  async run(trx, _house, school, now) {
    await trx.deleteFrom("imports").where("school_id", "=", school.id)
      .where("state", "!=", "applied")
      .where("created_at", "<", new Date(now.getTime() - keepDays * 864e5)).execute();
  },
};

/** How many people have an account here but were never mailed a link, and could be. */
export async function countToInvite(db: Db, schoolId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct a.id)::int as count
    from people p join accounts a on a.id = ${accountOrWaiting}
    where p.school_id = ${schoolId} and (a.activated_at is null or p.account_id is null)
      and ${hasPlace("p")}`.execute(db);
  return rows[0]!.count;
}
