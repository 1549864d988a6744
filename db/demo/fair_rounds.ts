import { isPlanError, planSlots } from "../../modules/conversations/mod.ts";
import { momentIn } from "../../web/clock.ts";
import { addDays } from "../../web/dates.ts";
import type { Trx } from "../database.ts";
import { firstTalkDay, timeZone } from "./calendar.ts";
import { daysAfter, planOf, teacherOf } from "./conversations.ts";
import type { Adult, Pupil } from "./families.ts";
import { insertReturningIds, insertRows } from "./insert.ts";
import { Random } from "./random.ts";
import type { DemoSchool } from "./school.ts";

/** Rounds on the same afternoon and evening: three to be allotted, one that asks for preferences. */
const rounds = [
  { group: "5a", room: "lokaal 12", asking: false },
  { group: "5b", room: "lokaal 13", asking: false },
  { group: "7", room: "lokaal 15", asking: false },
  { group: "2b", room: "lokaal 3", asking: true },
];

const invitation =
  "Het rapport gaat mee naar huis; ik praat er graag met u over. Wilt u laten weten welke tijden u het beste passen?";

/** Fair rounds, with what most families prefer; the family of the demo's parent is yet to say. */
export async function insertFairRounds(trx: Trx, school: DemoSchool): Promise<void> {
  const { id: school_id, present } = school;
  const first = daysAfter(firstTalkDay(present.today), 8);
  const random = new Random(8);
  const plan = planOf({
    minutes: 10,
    days: [{ after: 0, begin: "15:00", end: "17:30" }, { after: 1, begin: "18:30", end: "21:00" }],
  }, first);
  const slots = planSlots(plan, timeZone, present.now);
  if (isPlanError(slots)) throw new Error(slots.error);
  const published = present.at(present.schoolDaysAgo(4), "16:10");
  const ids = await insertReturningIds(
    trx,
    "talk_rounds",
    rounds.map(({ group, room, asking }) => ({
      school_id,
      school_year: present.schoolYear,
      title: "Rapportgesprekken",
      minutes: plan.minutes,
      plan: plan as never, // the whole row becomes JSON on its way
      room,
      video_link: "",
      invitation,
      fair: true,
      created_by: teacherOf(school, group).id,
      created_at: published,
      published_at: published,
      wishes_until: asking
        ? momentIn(timeZone, addDays(present.today, 3), "20:00")
        : present.at(present.schoolDaysAgo(1), "20:00"),
      closes_at: momentIn(timeZone, addDays(first, -2), "20:00"),
      form_key: null,
    })),
  );
  const best = new Map<Adult, number>();
  /** The same for all children of a family. */
  const bestOf = (guardian: Adult) => {
    if (!best.has(guardian)) best.set(guardian, random.between(0, slots.length - 1));
    return best.get(guardian)!;
  };
  for (const [n, { group, asking }] of rounds.entries()) {
    const of = { school_id, round_id: ids[n]! };
    const teacher = teacherOf(school, group);
    const { id: group_id } = school.groups.find(({ name }) => name === group)!;
    await insertRows(trx, "talk_round_groups", [{ ...of, group_id }]);
    await insertRows(trx, "talk_round_teachers", [{ ...of, person_id: teacher.id }]);
    const rows = slots.map(({ from, until }) => ({
      ...of,
      during: `[${from.toISOString()},${until.toISOString()})`,
    }));
    const slotIds = await insertReturningIds(trx, "talk_slots", rows);
    await insertRows(
      trx,
      "talk_slot_teachers",
      rows.map(({ during }, at) => ({
        school_id,
        slot_id: slotIds[at]!,
        person_id: teacher.id,
        during,
      })),
    );
    const wishers = familiesOf(school, group)
      .filter(({ pupil }) => !(asking && pupil.firstName === "Mees"))
      .filter(() => random.chance(asking ? 0.5 : 0.85));
    await insertRows(
      trx,
      "talk_wishes",
      wishers.flatMap(({ pupil, guardian }) =>
        favourites(slotIds, bestOf(guardian), random).map((slot_id, at) => ({
          ...of,
          ...{ pupil_id: pupil.id, for_guardian_id: null, slot_id, rank: at + 1 },
          asked_by: guardian.id,
        }))
      ),
    );
  }
}

/** The children of a group whose guardians choose by themselves, with one of those. */
function familiesOf(
  { people }: DemoSchool,
  group: string,
): { pupil: Pupil; guardian: Adult }[] {
  return people.pupils.filter((pupil) => pupil.group === group).flatMap((pupil) => {
    const guardian = pupil.guardians.map(({ adult }) => adult)
      .find((adult) => adult.activated && !adult.blocked && !adult.readOnly);
    return guardian ? [{ pupil, guardian }] : [];
  });
}

/** Two to five times about the one that suits them best, on the same day. */
function favourites(slotIds: number[], best: number, random: Random): number[] {
  const half = slotIds.length / 2;
  const evening = best < half ? slotIds.slice(0, half) : slotIds.slice(half);
  const at = Math.min(best % half, half - 5);
  return random.shuffle(evening.slice(at, at + random.between(2, 5)));
}
