import { sql } from "kysely";
import type { Db, Trx } from "../../../db/database.ts";
import { dayIn, schoolYearOf } from "../../../web/clock.ts";
import { auditAll } from "../../../web/audit.ts";
import type { House } from "../../../web/house.ts";
import { errorFields } from "../../../web/log.ts";
import type { School } from "../../../web/viewer.ts";
import { isMoved, linkPeople } from "./accounts.ts";
import { type Plan, planImport } from "./plan.ts";
import { hasPupils, loadRoster } from "./queries.ts";
import { ImportError } from "./roster.ts";
import { type ImportOptions, rosterOf, type Source } from "./sources.ts";
import { type Failure, findImport, importLock, noteProgress, type Result } from "./store.ts";
import { importText } from "./text.ts";
import { rowsOf, writePlan } from "./write.ts";

/** What an import fills. */
const tables = [
  "people",
  "accounts",
  "staff",
  "pupils",
  "guardianships",
  "groups",
  "group_pupils",
  "group_staff",
];
/**
 * From so many rows on the planner is told at once what is in the tables. It would find out within
 * minutes, but until then, measured on a new school of 2,000 pupils, each page took seconds.
 */
const manyRows = 200;

/**
 * Imports that are written at the same time by one process. Each keeps one connection to the
 * database for its transaction and takes another to tell how far it is, and the pool must never
 * be full of the first.
 */
const mostAtOnce = 2;
let writing = 0;

type Into = Pick<School, "id" | "timeZone" | "language">;

/** Who imports; the command line is no account, and may do all that an admin may. */
export interface Importer {
  accountId: number | null;
  admin: boolean;
}
export const commandLine: Importer = { accountId: null, admin: true };

/**
 * What an import would do with the school as it is now, when `by` applies it.
 * @throws ImportError when there is nothing to attach guardians to, or a mapping does not fit
 */
export async function previewImport(
  db: Db,
  school: Into,
  sources: Source[],
  options: ImportOptions,
  by: Importer,
  now: Date,
): Promise<Plan> {
  if (!rosterOf(sources) && !await hasPupils(db, school.id)) {
    throw new ImportError("guardians_without_pupils");
  }
  const known = await db.selectFrom("schools").select("brin").where("id", "=", school.id)
    .executeTakeFirst();
  const today = dayIn(school.timeZone, now);
  return planImport(await loadRoster(db, school.id, options.year), sources, {
    options,
    schoolYear: schoolYearOf(today),
    today,
    brin: known?.brin ?? null,
    nameless: importText(school.language).guardianOf,
    byAdmin: by.admin,
  });
}

/** Why an import does not begin: another one runs, or this one has been applied or thrown away. */
export class ImportRefused extends Error {
  override name = "ImportRefused";
  constructor(readonly reason: "busy" | "full" | "done") {
    super(reason);
  }
}

/**
 * Applies an import: all of it in one transaction, or nothing. One at a time per school, and each
 * once, however often and from wherever it is asked for: the lock is the transaction's, and lets go
 * when the process dies. What is written is planned anew from the database as it is then.
 * @returns once it has begun; `finished` resolves when all is written, or says why nothing is
 * @throws ImportRefused; with `full` when this process is writing as many as it can
 */
export async function applyImport(
  house: House,
  school: Into,
  id: number,
  { markGone, by }: { markGone: boolean; by: Importer },
): Promise<{ finished: Promise<"applied" | "failed"> }> {
  if (writing >= mostAtOnce) throw new ImportRefused("full");
  writing++;
  const begun = Promise.withResolvers<void>();
  const finished = house.db.transaction().execute(async (trx) => {
    await begin(house, trx, school.id, id, markGone);
    begun.resolve();
    await applyAll(house, trx, school, id, by);
    return "applied" as const;
  }).catch(async (error) => {
    begun.reject(error);
    if (!(error instanceof ImportRefused)) await noteFailure(house, school.id, id, error);
    return "failed" as const;
  }).finally(() => writing--);
  await begun.promise;
  return { finished };
}

/** Where even this cannot be noted, the import is found later without anyone at work on it. */
async function noteFailure({ db, log }: House, schoolId: number, id: number, error: unknown) {
  if (!(error instanceof ImportError)) log("import failed", errorFields(error));
  const reason: Failure = error instanceof ImportError
    ? { code: error.code, line: error.line, values: error.values }
    : { code: "not_written", line: 1, values: {} };
  await db.updateTable("imports").set({ state: "failed", error: JSON.stringify(reason) })
    .where("school_id", "=", schoolId).where("id", "=", id).execute()
    .catch((second) => log("import failed", errorFields(second)));
}

/**
 * Takes the lock, and then, outside the transaction so that everyone sees it, the import. With the
 * lock in hand an import that is still called `applying` is one whose process died.
 */
async function begin(
  { db }: House,
  trx: Trx,
  schoolId: number,
  id: number,
  markGone: boolean,
): Promise<void> {
  const { rows } = await sql<{ free: boolean }>`
    select pg_try_advisory_xact_lock(${importLock}, ${schoolId}) as free`.execute(trx);
  if (!rows[0]!.free) throw new ImportRefused("busy");
  const { rows: [taken] } = await sql`
    update imports set state = 'applying', done = 0, total = 0,
      options = options || ${JSON.stringify({ markGone })}::jsonb
    where school_id = ${schoolId} and id = ${id} and state in ('ready', 'failed', 'applying')
    returning id`.execute(db);
  if (!taken) throw new ImportRefused("done");
}

async function applyAll(house: House, trx: Trx, school: Into, id: number, by: Importer) {
  const now = house.clock.now();
  const today = dayIn(school.timeZone, now);
  const { sources, options } = (await findImport(trx, school.id, id))!;
  const plan = await previewImport(trx, school, sources, options, by, now);
  const total = rowsOf(plan);
  let done = 0;
  const step = (rows: number) => noteProgress(house.db, school.id, id, done += rows, total);
  await step(0);
  await writePlan(trx, school.id, plan, { markGone: options.markGone, now, today }, step);
  if (total > manyRows) await sql`analyze people`.execute(trx);
  await linkPeople(trx, school, plan.work.people, now);
  if (total > manyRows) await sql.raw(`analyze ${tables.join(", ")}`).execute(trx);
  await step(plan.work.people.filter((person) => person.mentioned).length);

  const { counts, warnings, year } = plan;
  const result: Result = { counts, warnings, year };
  await noteBrin(trx, school.id, sources);
  await auditAll(trx, { accountId: by.accountId, school }, [
    {
      action: "rosterImported",
      subject: { importId: id, year, markGone: options.markGone, counts },
    },
    ...movedPeople(plan).map(({ id: personId, before, values }) => ({
      action: "personChanged" as const,
      subject: {
        personId,
        changed: { email: { from: before!.values.email, to: values.email } },
        importId: id,
      },
    })),
  ], now);
  // Last, for it locks the row that progress is noted in. Nothing of anyone stays in it.
  await trx.updateTable("imports")
    .set({ state: "applied", applied_at: now, plan: JSON.stringify(result), input: "{}" })
    .where("school_id", "=", school.id).where("id", "=", id).execute();
}

/** Who was known by another address: where mail goes is worth finding back one by one. */
const movedPeople = ({ work }: Plan) =>
  work.people.filter((person) => person.mentioned && person.before && isMoved(person));

/** The school's own number, of its first roster; from then on that of another school is noticed. */
async function noteBrin(trx: Trx, schoolId: number, sources: Source[]) {
  const brin = rosterOf(sources)?.roster.brin;
  if (!brin) return;
  await trx.updateTable("schools").set({ brin }).where("id", "=", schoolId)
    .where("brin", "is", null).execute();
}
