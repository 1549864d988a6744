import { sql } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { audit, auditAll } from "../../web/audit.ts";
import type { Day } from "../../web/dates.ts";
import type { Tick } from "../../web/module.ts";
import type { Viewer } from "../../web/viewer.ts";
import { chooseFor, type Choosing, notOpen } from "./choosing.ts";
import { isThere } from "./guardianships.ts";
import { attempt, Refused, type Result } from "./refusals.ts";
import { slotFreed, teachAgain } from "./taking.ts";
import { whileOn } from "./viewing.ts";
import { leaveLine, passOn, passOnExpired } from "./waiting.offers.ts";

/** Which child of the viewer, in which round. */
export interface InLine {
  roundId: number;
  pupilId: number;
}

/**
 * Puts a child in line for a time that comes free; who is in line keeps their place.
 * @param days only times on one of these; null: any
 */
export function joinLine(
  db: Db,
  viewer: Viewer,
  { days, ...of }: InLine & { days: Day[] | null },
  now: Date,
): Promise<Result> {
  return attempt(db, async (trx) => {
    const { talk, guardianId } = await mayWait(trx, viewer, of, now);
    await trx.insertInto("talk_waits").values({
      school_id: talk.schoolId,
      round_id: talk.roundId,
      pupil_id: talk.pupilId,
      for_guardian_id: talk.forGuardianId,
      guardian_id: guardianId,
      days,
      asked_at: now,
    }).onConflict((conflict) => conflict.constraint("talk_waits_once").doUpdateSet({ days }))
      .execute();
    await audit(trx, viewer, "talkChanged", { ...of, change: "waits" }, now);
    return {};
  });
}

/** Takes a child out of the line; what was kept for it goes to the next. */
export function quitLine(db: Db, viewer: Viewer, of: InLine, now: Date): Promise<Result> {
  return attempt(db, async (trx) => {
    const { talk } = await mayWait(trx, viewer, of, now);
    const left = await leaveLine(trx, viewer.school, talk, now);
    if (left) await audit(trx, viewer, "talkChanged", { ...of, change: "waitsNoMore" }, now);
    return {};
  });
}

/** Leaves the time that is kept for a child to the next; the child stays in line for another. */
export function declineOffer(db: Db, viewer: Viewer, of: InLine, now: Date): Promise<Result> {
  return attempt(db, async (trx) => {
    const { talk } = await mayWait(trx, viewer, of, now);
    const declined = await passOn(trx, viewer.school, talk, now);
    if (declined) await audit(trx, viewer, "talkChanged", { ...of, change: "declined" }, now);
    return {};
  });
}

/** Every minute: what was kept for someone and not taken in time goes to the next. */
export const passOnOffers: Tick = {
  name: "talk-offers",
  due: whileOn((_school, now) => now.toISOString().slice(0, 16)),
  run: (trx, _house, school, now) => passOnExpired(trx, school, now),
};

/**
 * Every hour: who left the school has no talk any more, nor who is kept from the child they were to
 * talk about by themselves; the time is another's. Who chose a talk of both guardians and is kept from
 * the child may be elsewhere then.
 */
export const freeTalksOfLeavers: Tick = {
  name: "talks-of-leavers",
  due: whileOn((_school, now) => now.toISOString().slice(0, 13)),
  async run(trx, _house, school, now) {
    const hasLeft = sql`exists (select from pupils k where k.school_id = s.school_id
      and k.id = s.pupil_id and k.left_at <= ${now})`;
    const noLonger = sql`lower(s.during) > ${now}
      and (${hasLeft} or ${isKeptAway("s.guardian_id")})`;
    await teachAgain(trx, school.id, noLonger);
    const { rows: freed } = await sql<{ roundId: number; pupilId: number; at: Date }>`
      with old as materialized (select s.id, s.round_id, s.pupil_id, s.part from talk_slots s
        where s.school_id = ${school.id} and s.pupil_id is not null and lower(s.during) > ${now}
          and (${hasLeft} or s.for_guardian_id is not null and ${isKeptAway("s.for_guardian_id")})
        order by s.id for update),
      freed as (update talk_slots s set ${slotFreed} from old
        where s.school_id = ${school.id} and s.id = old.id
        returning old.round_id, old.pupil_id, old.part, lower(s.during) as at)
      select round_id as "roundId", pupil_id as "pupilId", at from freed where part = 1`
      .execute(trx);
    const notes = freed.map((talk) => ({
      action: "talkChanged" as const,
      subject: { ...talk, change: "cancelled" },
    }));
    await auditAll(trx, { accountId: null, school }, notes, now);
    await sql`
      update talk_slots s set guardian_id = null, changes = s.changes + 1
      where s.school_id = ${school.id} and s.guardian_id is not null and lower(s.during) > ${now}
        and ${isKeptAway("s.guardian_id")}`.execute(trx);
  },
};

/** Whether this adult is not there (any more) for the child of talk `s`. */
const isKeptAway = (adult: string) =>
  sql`not exists (select from guardianships gs
    join people p on p.school_id = gs.school_id and p.id = gs.person_id
    where gs.school_id = s.school_id and gs.pupil_id = s.pupil_id
      and gs.person_id = ${sql.ref(adult)} and ${isThere})`;

/** @throws Refused when this child is not to have a time in this round now */
async function mayWait(trx: Trx, viewer: Viewer, of: InLine, now: Date): Promise<Choosing> {
  const choosing = await chooseFor(trx, viewer, of, notOpen, now);
  if (choosing.slots === 0) throw new Refused("notInvited");
  return choosing;
}
