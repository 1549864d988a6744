import { sql } from "kysely";
import type { TestHouse } from "./house.ts";

interface RoundOptions {
  groups: number[];
  /** Who holds the talks: people's numbers. */
  teachers: number[];
  /** When each slot begins, on the wall in November: *2026-11-16T15:00*. */
  times: string[];
  minutes?: number;
  opensAt?: string;
  closesAt?: string | null;
  separateTalks?: boolean;
  published?: boolean;
}

/** A round, published unless told, straight into the database. @returns its number and its slots' */
export async function openRound(
  { house: { db }, clock }: TestHouse,
  { schoolId }: { schoolId: number },
  options: RoundOptions,
): Promise<{ id: number; slots: number[] }> {
  const { minutes = 10, closesAt = "2026-11-13T20:00:00+01:00" } = options;
  const now = clock.now();
  const { id } = await db.insertInto("talk_rounds").values({
    school_id: schoolId,
    school_year: 2026,
    title: "Voortgang",
    minutes,
    created_by: options.teachers[0]!,
    created_at: now,
    published_at: options.published === false ? null : now,
    opens_at: new Date(options.opensAt ?? now),
    closes_at: closesAt === null ? null : new Date(closesAt),
    separate_talks: options.separateTalks ?? false,
  }).returning("id").executeTakeFirstOrThrow();
  const of = { school_id: schoolId, round_id: id };
  await db.insertInto("talk_round_groups")
    .values(options.groups.map((group_id) => ({ ...of, group_id }))).execute();
  await db.insertInto("talk_round_teachers")
    .values(options.teachers.map((person_id) => ({ ...of, person_id }))).execute();
  const slots = await db.insertInto("talk_slots").values(options.times.map((time) => {
    const from = new Date(`${time}:00+01:00`);
    const until = new Date(from.getTime() + minutes * 60_000);
    return { ...of, during: `[${from.toISOString()},${until.toISOString()})` };
  })).returning("id").execute();
  await sql`insert into talk_slot_teachers (school_id, slot_id, person_id, during)
    select s.school_id, s.id, t.person_id, s.during from talk_slots s
    join talk_round_teachers t on t.school_id = s.school_id and t.round_id = s.round_id
    where s.school_id = ${schoolId} and s.round_id = ${id}`.execute(db);
  return { id, slots: slots.map((slot) => slot.id) };
}

/** Times that follow each other. @param begin *2026-11-16T15:00* */
export function timesFrom(begin: string, count: number, minutes = 10): string[] {
  const first = Date.parse(`${begin}:00Z`);
  return Array.from(
    { length: count },
    (_, n) => new Date(first + n * minutes * 60_000).toISOString().slice(0, 16),
  );
}

/** Who has the slot: child and guardian. */
export const whoHas = ({ house: { db } }: TestHouse, slot: number) =>
  db.selectFrom("talk_slots").select(["pupil_id as pupil", "guardian_id as guardian", "subject"])
    .where("id", "=", slot).executeTakeFirstOrThrow();
