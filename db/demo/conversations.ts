import { isPlanError, type Plan, planSlots } from "../../modules/conversations/mod.ts";
import { momentIn } from "../../web/clock.ts";
import { addDays, type Day } from "../../web/dates.ts";
import type { Trx } from "../database.ts";
import { firstTalkDay, schoolDayAfter, timeZone } from "./calendar.ts";
import type { Adult, Pupil } from "./families.ts";
import { insertReturningIds, insertRows } from "./insert.ts";
import type { DemoSchool } from "./school.ts";

/** A round, its days counted in school days after the first; `x` is a slot that is taken. */
interface RoundPlan {
  group: string;
  title: string;
  minutes: number;
  days: { after: number; begin: string; end: string; taken: string }[];
  room: string;
  /** What the teacher wrote; none: a draft. */
  invitation?: string;
}

const rounds: RoundPlan[] = [
  {
    group: "5a",
    title: "Herfstgesprekken groep 5a",
    minutes: 10,
    days: [
      { after: 0, begin: "15:00", end: "16:20", taken: "xx.....x" },
      { after: 1, begin: "18:30", end: "20:00", taken: ".xx...x.." },
      { after: 3, begin: "15:00", end: "16:40", taken: "x..xx....." },
    ],
    room: "lokaal 12",
    invitation:
      "Graag vertel ik u hoe het met uw kind gaat, en hoor ik hoe u het ziet. Kiest u een tijd die u past?",
  },
  {
    group: "2b",
    title: "Herfstgesprekken groep 2b",
    minutes: 10,
    days: [
      { after: 0, begin: "15:00", end: "16:20", taken: "xx.xm.x." },
      { after: 1, begin: "18:30", end: "19:50", taken: "x..xx..." },
      { after: 3, begin: "15:00", end: "16:20", taken: "..x....." },
    ],
    room: "lokaal 3",
    invitation: "Komt u even bijpraten over uw kleuter? De koffie staat klaar.",
  },
  {
    group: "8",
    title: "Adviesgesprekken groep 8",
    minutes: 20,
    days: [
      { after: 10, begin: "15:00", end: "18:00", taken: "" },
      { after: 11, begin: "15:00", end: "18:00", taken: "" },
      { after: 12, begin: "15:00", end: "18:00", taken: "" },
    ],
    room: "lokaal 16",
  },
];

/** group | child | slots (0: skipped) | note of the teacher */
const invitees = `
5a|Noor|2|Noor doet goed mee en helpt graag anderen. Ik wil het met u hebben over lezen: ze vindt het leuk, maar het kost haar veel energie. Daarom heb ik een dubbel gesprek voor u. Groet, Hanneke
5a|Sem|1|Sem is na de zomer echt opgebloeid. Fijn om u weer te spreken! Groet, Hanneke
5a|Amir|0|
2b|Mees|1|Mees is de koning van de bouwhoek. Fijn om u weer te spreken! Groet, Joris`;

/** Two rounds to choose from, half full, and one that is being made. */
export async function insertConversations(trx: Trx, school: DemoSchool): Promise<void> {
  const { id: school_id, present } = school;
  const first = firstTalkDay(present.today);
  const published = present.at(present.schoolDaysAgo(2), "16:10");
  const plans = rounds.map((round) => ({ ...round, plan: planOf(round, first) }));
  const ids = await insertReturningIds(
    trx,
    "talk_rounds",
    plans.map(({ group, title, minutes, plan, room, invitation }) => ({
      school_id,
      school_year: present.schoolYear,
      title,
      minutes,
      plan: plan as never, // the whole row becomes JSON on its way
      room,
      video_link: "",
      invitation: invitation ?? "",
      created_by: teacherOf(school, group).id,
      created_at: present.at(present.schoolDaysAgo(3), "15:30"),
      published_at: invitation === undefined ? null : published,
      closes_at: momentIn(timeZone, addDays(first, -2), "20:00"),
      form_key: null,
    })),
  );
  const met = new Set<Adult>();
  for (const [n, round] of plans.entries()) {
    await insertRound(trx, school, { ...round, id: ids[n]! }, met, published);
  }
}

/** As many talks as fit in these days, the first of which is `first`. */
export function planOf(
  { minutes, days }: {
    minutes: number;
    /** Counted in school days after the first. */
    days: { after: number; begin: string; end: string }[];
  },
  first: Day,
): Plan {
  const shown = days.map(({ after, begin, end }) => ({ day: daysAfter(first, after), begin, end }));
  const length = ({ begin, end }: { begin: string; end: string }) =>
    (Date.parse(`2026-01-01T${end}Z`) - Date.parse(`2026-01-01T${begin}Z`)) / 60_000;
  const talks = days.reduce((sum, day) => sum + Math.floor(length(day) / minutes), 0);
  return { talks, minutes, inARow: 0, breakMinutes: 0, days: shown };
}

async function insertRound(
  trx: Trx,
  school: DemoSchool,
  round: RoundPlan & { id: number; plan: Plan },
  met: Set<Adult>,
  bookedAt: Date,
) {
  const { id: school_id, present } = school;
  const of = { school_id, round_id: round.id };
  const group = school.groups.find(({ name }) => name === round.group)!;
  const teacher = teacherOf(school, round.group);
  await insertRows(trx, "talk_round_groups", [{ ...of, group_id: group.id }]);
  await insertRows(trx, "talk_round_teachers", [{ ...of, person_id: teacher.id }]);
  const special = inviteesOf(school, round.group);
  await insertRows(
    trx,
    "talk_invitees",
    special.map(({ pupil, slots, note }) => ({ ...of, pupil_id: pupil.id, slots, note })),
  );
  const slots = planSlots(round.plan, timeZone, present.now);
  if (isPlanError(slots)) throw new Error(`${round.title}: ${slots.error}`);
  const families = familiesOf(school, round.group, special.map(({ pupil }) => pupil));
  const taken = [...round.days.map((day) => day.taken).join("")];
  const rows = slots.map(({ from, until }, n) => {
    const family = taken[n] === "x"
      ? nextFamily(families, met)
      : taken[n] === "m"
      ? meesWithMother(school)
      : undefined;
    return {
      ...of,
      during: `[${from.toISOString()},${until.toISOString()})`,
      pupil_id: family?.pupil.id ?? null,
      guardian_id: family?.guardian.id ?? null,
      subject: taken[n] === "m" ? "Naar groep 3?" : "",
      booked_at: family ? bookedAt : null,
    };
  });
  const ids = await insertReturningIds(trx, "talk_slots", rows);
  await insertRows(
    trx,
    "talk_slot_teachers",
    rows.map(({ during }, n) => ({ school_id, slot_id: ids[n]!, person_id: teacher.id, during })),
  );
}

/** A child, and who of its guardians chooses. */
interface Family {
  pupil: Pupil;
  guardian: Adult;
}

/** Families that choose by themselves, in the order of the class. */
function familiesOf({ people }: DemoSchool, group: string, special: Pupil[]): Family[] {
  return people.pupils.filter((pupil) => pupil.group === group && !special.includes(pupil))
    .flatMap((pupil) => {
      const guardian = pupil.guardians.map(({ adult }) => adult)
        .find((adult) => adult.activated && !adult.blocked && !adult.readOnly && !adult.staff);
      return guardian ? [{ pupil, guardian }] : [];
    });
}

/** A parent with children in two rounds has not chosen yet: nobody is at two places. */
function nextFamily(families: Family[], met: Set<Adult>): Family {
  const n = families.findIndex(({ guardian }) => !met.has(guardian));
  const [family] = families.splice(n, 1);
  met.add(family!.guardian);
  return family!;
}

function meesWithMother(school: DemoSchool): Family {
  const { pupil } = inviteesOf(school, "2b")[0]!;
  return { pupil, guardian: pupil.guardians[0]!.adult };
}

function inviteesOf({ people }: DemoSchool, group: string) {
  return invitees.trim().split("\n").map((line) => line.split("|"))
    .filter(([name]) => name === group)
    .map(([, child, slots, note]) => ({
      pupil: people.pupils.find((pupil) => pupil.group === group && pupil.firstName === child)!,
      slots: Number(slots),
      note: note!,
    }));
}

export const teacherOf = ({ groups }: DemoSchool, group: string) =>
  groups.find(({ name }) => name === group)!.teachers[0]!;

/** The school day so many school days later. */
export function daysAfter(day: Day, count: number): Day {
  for (let i = 0; i < count; i++) day = schoolDayAfter(addDays(day, 1));
  return day;
}
