import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { audit } from "../../web/audit.ts";
import { dayIn, momentIn, schoolYearOf, timeIn } from "../../web/clock.ts";
import type { Values } from "../../web/forms.ts";
import type { House } from "../../web/house.ts";
import { errorFields } from "../../web/log.ts";
import { formValues, onlyChanged } from "../../web/meanwhile.tsx";
import type { Module, Tick } from "../../web/module.ts";
import type { Counts, RetentionRule } from "../../web/personal.ts";
import type { School, Viewer } from "../../web/viewer.ts";
import { add, eraseFrom, sweep } from "./erasing.ts";

/** The night's work begins at three by the clock of the school. */
const nightBegins = 3 * 3600_000;

/** Every night, once per school: what has been kept for its period goes, and how much is noted. */
export const retentionTick = (modules: Module[]): Tick => ({
  name: "retention",
  due: (school, now) => dayIn(school.timeZone, new Date(now.getTime() - nightBegins)),
  after: (house, school) => runRetention(house, modules, school),
});

/** All rules, in the order of the modules; people go last, when what is theirs has its own period. */
export const rulesOf = (modules: Module[]): Rule[] => [
  ...modules.flatMap((module) => module.retention ?? []),
  logRule,
  ...peopleRules(modules),
];

/** A rule that erases many at once, or one by one: what fails there does not stop the rest. */
type Rule = RetentionRule | OneByOne;
interface OneByOne extends Omit<RetentionRule, "erase"> {
  listDue(db: Db, school: School, before: Date): Promise<number[]>;
  /** @returns nothing when it is not due any more, or someone else is at it */
  eraseOne(trx: Trx, school: School, id: number, before: Date, now: Date): Promise<Counts>;
}

/**
 * Erases in batches, each in a transaction of its own with its part of the written record: locks
 * stay short, and when it is broken off the rest follows the next time. One rule that fails does
 * not keep the others from their work, nor does one person.
 */
async function runRetention(house: House, modules: Module[], school: School): Promise<void> {
  const now = house.clock.now();
  const months = await findMonths(house.db, school);
  for (const rule of rulesOf(modules)) {
    const before = cutoff(rule, monthsOf(rule, months), school, now);
    const failed = (error: unknown, id?: number) =>
      house.log("retention failed", {
        rule: rule.key,
        school: school.id,
        ...id !== undefined && { id },
        ...errorFields(error),
      });
    try {
      await runRule(house.db, rule, school, before, now, failed);
    } catch (error) {
      failed(error);
    }
  }
  await sweep(house, modules, school);
}

async function runRule(
  db: Db,
  rule: Rule,
  school: School,
  before: Date,
  now: Date,
  failed: (error: unknown, id: number) => void,
) {
  let record: number | undefined;
  let total: Counts = {};
  /** @returns whether there was anything to erase */
  const step = async (erase: (trx: Trx) => Promise<Counts>) => {
    const done = await db.transaction().execute(async (trx) => {
      const counts = await erase(trx);
      if (!Object.values(counts).some((n) => n > 0)) return;
      add(counts, total);
      return { counts, id: await writeRecord(trx, { rule, school, total: counts, now, record }) };
    });
    if (done) [total, record] = [done.counts, done.id];
    return done !== undefined;
  };
  if ("erase" in rule) {
    while (await step((trx) => rule.erase(trx, school, before, now)));
    return;
  }
  for (const id of await rule.listDue(db, school, before)) {
    try {
      await step((trx) => rule.eraseOne(trx, school, id, before, now));
    } catch (error) {
      failed(error, id);
    }
  }
}

interface Night {
  rule: Pick<RetentionRule, "key">;
  school: School;
  total: Counts;
  now: Date;
  record: number | undefined;
}

/** One record per rule and night, that grows with every batch. */
async function writeRecord(trx: Trx, { rule, school, total, now, record }: Night) {
  const counts = JSON.stringify(total);
  if (record !== undefined) {
    await trx.updateTable("erasures").set({ counts }).where("school_id", "=", school.id)
      .where("id", "=", record).execute();
    return record;
  }
  const { id } = await trx.insertInto("erasures").values({
    school_id: school.id,
    at: now,
    account_id: null,
    kind: rule.key,
    counts,
  }).returning("id").executeTakeFirstOrThrow();
  return id;
}

/** Months per rule, where the school shortened them. */
async function findMonths(db: Db, school: Pick<School, "id">) {
  const { retention } = await db.selectFrom("schools").select("retention")
    .where("id", "=", school.id).executeTakeFirstOrThrow();
  return retention;
}

/** What the school chose, never longer than the rule itself. */
const monthsOf = (
  rule: Pick<RetentionRule, "key" | "months">,
  chosen: Record<string, number>,
) => Math.min(rule.months, chosen[rule.key] ?? rule.months);

/**
 * What is older than this goes. A thing of a school year counts from its last day, so the cutoff
 * is the 1 August before which every school year ended long enough ago.
 */
function cutoff(
  rule: Pick<RetentionRule, "since">,
  months: number,
  school: School,
  now: Date,
): Date {
  const ago = monthsBefore(now, months, school);
  if (rule.since === "event") return ago;
  return momentIn(school.timeZone, `${schoolYearOf(dayIn(school.timeZone, ago))}-08-01`, "00:00");
}

/** The same day and time some months ago; the last of the month where that has no such day. */
function monthsBefore(now: Date, months: number, { timeZone }: School): Date {
  if (months === 0) return now;
  const day = dayIn(timeZone, now);
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
  const then = new Date(Date.UTC(year, month - 1 - months, Math.min(date, last)));
  return momentIn(timeZone, then.toISOString().slice(0, 10), timeIn(timeZone, now));
}

/** A rule as it stands: what there is, what goes next, and what went last. */
export interface RuleState {
  key: string;
  /** The longest it may be, and what the school chose. */
  most: number;
  months: number;
  since: RetentionRule["since"];
  kept: number;
  /** Goes the next night. */
  due: number;
  last: { at: Date; counts: Counts } | null;
}

/** Every rule of the school, with its figures at this moment. */
export async function listRules(
  { db, clock }: House,
  modules: Module[],
  { school }: Viewer,
): Promise<RuleState[]> {
  const chosen = await findMonths(db, school);
  const now = clock.now();
  const last = await db.selectFrom("erasures").distinctOn("kind").select(["kind", "at", "counts"])
    .where("school_id", "=", school.id).where("account_id", "is", null)
    .orderBy("kind").orderBy("at", "desc").execute();
  return await Promise.all(
    rulesOf(modules).map(async (rule) => {
      const months = monthsOf(rule, chosen);
      const { kept, due } = await rule.count(db, school, cutoff(rule, months, school, now));
      const { key, since } = rule;
      const went = last.find((row) => row.kind === key);
      const lastTime = went ? { at: went.at, counts: went.counts } : null;
      return { key, since, most: rule.months, months, kept, due, last: lastTime };
    }),
  );
}

/** When the night's work was last done here. */
export async function findLastNight(db: Db, { school }: Viewer): Promise<Date | undefined> {
  const row = await db.selectFrom("clock_ticks").select("at").where("school_id", "=", school.id)
    .where("name", "=", "retention").orderBy("at", "desc").limit(1).executeTakeFirst();
  return row?.at;
}

/**
 * Writes the periods that were changed on the form.
 * @param typed the form as it was posted
 * @throws Overtaken
 */
export async function changeMonths(
  db: Db,
  modules: Module[],
  viewer: Viewer,
  input: Record<string, number>,
  typed: Values,
  now: Date,
): Promise<void> {
  const { id } = viewer.school;
  await db.transaction().execute(async (trx) => {
    const { retention: from } = await trx.selectFrom("schools").select("retention")
      .where("id", "=", id).forUpdate().executeTakeFirstOrThrow();
    const months = rulesOf(modules).map((rule) => [rule.key, monthsOf(rule, from)] as const);
    const kept = Object.fromEntries(months);
    const wanted = Object.entries(onlyChanged(input, typed, formValues(kept)))
      .filter(([key, one]) => one !== kept[key]);
    const to = { ...from, ...Object.fromEntries(wanted) };
    if (JSON.stringify(from) === JSON.stringify(to)) return;
    await trx.updateTable("schools").set({ retention: JSON.stringify(to) }).where("id", "=", id)
      .execute();
    await audit(trx, viewer, "retentionChanged", { from, to }, now);
  });
}

const logRule: RetentionRule = {
  key: "log",
  months: 12,
  since: "event",
  count: async (db, school, before) => {
    const { rows } = await sql<{ kept: number; due: number }>`
      select count(*)::int as kept, count(*) filter (where at < ${before})::int as due
      from audit_entries where school_id = ${school.id}`.execute(db);
    return rows[0]!;
  },
  erase: async (trx, school, before) => {
    const { rows } = await sql`
      delete from audit_entries where school_id = ${school.id} and id in (
        select id from audit_entries where school_id = ${school.id} and at < ${before}
        order by at limit 1000) returning id`.execute(trx);
    return { logEntries: rows.length };
  },
};

/** Pupils after they left, then the adults who have nobody and nothing to do here any more. */
function peopleRules(modules: Module[]): OneByOne[] {
  const erasing = (kind: "person" | "pupil", key: string, due: Due) => ({
    listDue: async (db: Db, school: School, before: Date) => {
      const { rows } = await sql<{ id: number }>`
        select o.id ${due(school, before)} order by o.id`.execute(db);
      return rows.map(({ id }) => id);
    },
    eraseOne: async (trx: Trx, school: School, id: number, before: Date, now: Date) => {
      const { rows } = await sql`select ${due(school, before)} and o.id = ${id}
        for update of o skip locked`.execute(trx);
      if (rows.length === 0) return {};
      return { ...await eraseFrom(trx, modules, school, { kind, id }, now), [key]: 1 };
    },
  });
  const count = (table: string, due: Due): RetentionRule["count"] => async (db, school, before) => {
    const { rows } = await sql<{ kept: number; due: number }>`
      select (select count(*)::int from ${sql.table(table)} x
          where x.school_id = ${school.id} and x.erased_at is null) as kept,
        (select count(*)::int ${due(school, before)}) as due`.execute(db);
    return rows[0]!;
  };
  return [
    {
      key: "pupils",
      months: 24,
      since: "event",
      count: count("pupils", duePupils),
      ...erasing("pupil", "pupils", duePupils),
    },
    {
      key: "people",
      months: 24,
      since: "event",
      count: count("people", duePeople),
      ...erasing("person", "people", duePeople),
    },
  ];
}

type Due = (school: School, before: Date) => ReturnType<typeof sql>;

const duePupils: Due = (school, before) =>
  sql`from pupils o
    where o.school_id = ${school.id} and o.erased_at is null and o.left_at < ${before}`;

/**
 * Who left so long ago; and who has no work here and no child whose data are kept, when nothing of
 * them changed in all that time (a child that is unlinked today may be linked again tomorrow).
 */
const duePeople: Due = (school, before) =>
  sql`from people o
    where o.school_id = ${school.id} and o.erased_at is null and o.created_at < ${before}
      and (o.left_at < ${before} or (o.left_at is null
        and not exists (select from guardianships g
          where g.school_id = o.school_id and g.person_id = o.id)
        and not exists (select from staff st where st.school_id = o.school_id
          and st.person_id = o.id and coalesce(st.left_at, 'infinity') >= ${before})
        and not exists (select from audit_entries e where e.school_id = o.school_id
          and e.person_ids @> array[o.id] and e.at >= ${before})))`;
