import type { Trx } from "../database.ts";
import { momentIn } from "../../web/clock.ts";
import { type Present, timeZone } from "./calendar.ts";
import type { Adult, People, Pupil } from "./families.ts";
import { insertReturningIds, insertRows } from "./insert.ts";
import { groupPlans, leftGroup, senderPlans } from "./roster.ts";

/** A group as posts and the agenda need it. */
export interface DemoGroup {
  id: number;
  name: string;
  years: string[];
  schoolYear: number;
  teachers: Adult[];
  /** Guardians who may see it, once each. */
  guardians: Adult[];
}

/** The school as it stands in the database. */
export interface DemoSchool {
  id: number;
  present: Present;
  people: People;
  staff: Adult[];
  /** Of this school year and of the last. */
  groups: DemoGroup[];
  lastYearsGroups: DemoGroup[];
}

/** The school itself; the unique short name makes a second seed at the same time wait and fail. */
export async function insertSchool(
  trx: Trx,
  school: { shortName: string; name: string; brin: string | null; guardiansMayPost: boolean },
  present: Present,
): Promise<number> {
  const [id] = await insertReturningIds(trx, "schools", [{
    short_name: school.shortName,
    name: school.name,
    brin: school.brin,
    time_zone: timeZone,
    language: "nl",
    region: "midden",
    office_email: `administratie@${school.shortName}.example`,
    office_phone: "010-0000100",
    logo_file_id: null,
    digest_days: [1, 2, 3, 4, 5],
    digest_time: "17:30",
    guardians_may_post: school.guardiansMayPost,
    reveal_unknown_user: false,
    uses_results: true,
    created_at: present.now,
  }]);
  return id!;
}

/** Writes the accounts and all people of the school; fills in their ids. */
export async function insertPeople(
  trx: Trx,
  schoolId: number,
  { adults, pupils }: People,
  passwordHash: string,
  present: Present,
): Promise<void> {
  await insertAccounts(trx, adults, passwordHash, present);
  const yearAgo = new Date(present.now.getTime() - 400 * 864e5);
  const personIds = await insertReturningIds(
    trx,
    "people",
    adults.map((adult) => ({
      school_id: schoolId,
      key: adult.key,
      account_id: adult.accountId,
      first_name: adult.firstName,
      initials: `${[...adult.firstName][0]}.`,
      prefix: adult.prefix,
      last_name: adult.lastName,
      email: adult.email,
      phone: adult.phone,
      street: adult.address.street,
      house_number: adult.address.houseNumber,
      house_addition: null,
      postcode: adult.address.postcode,
      city: "Regenmeer",
      secret_address: adult.secretAddress,
      deceased: false,
      read_only: adult.readOnly,
      blocked_at: adult.blocked ? yearAgo : null,
      blocked_reason: adult.blocked ? "Uitspraak van de rechter, zie dossier" : null,
      left_at: null,
      created_at: yearAgo,
    })),
  );
  adults.forEach((adult, i) => adult.id = personIds[i]!);
  await insertRows(
    trx,
    "staff",
    adults.filter(({ staff }) => staff).map(({ id, staff }) => ({
      school_id: schoolId,
      person_id: id,
      role: staff!.role,
      title: staff!.title,
      function: staff!.function,
      left_at: null,
    })),
  );
  await insertPupils(trx, schoolId, pupils, present, yearAgo);
}

async function insertPupils(
  trx: Trx,
  schoolId: number,
  pupils: Pupil[],
  present: Present,
  createdAt: Date,
) {
  const leaving = `${present.schoolYear}-07-31`;
  const ids = await insertReturningIds(
    trx,
    "pupils",
    pupils.map((pupil) => ({
      school_id: schoolId,
      key: pupil.key,
      first_name: pupil.firstName,
      given_names: pupil.firstName,
      initials: `${[...pupil.firstName][0]}.`,
      prefix: pupil.prefix,
      last_name: pupil.lastName,
      born_on: bornOn(pupil, present),
      sex: pupil.sex,
      year: String(pupil.year),
      email: null,
      enrolled_on: `${present.schoolYear - pupil.year + 1}-08-20`,
      left_on: pupil.group ? null : leaving,
      left_at: pupil.group ? null : momentIn(timeZone, leaving, "12:00"),
      created_at: createdAt,
    })),
  );
  pupils.forEach((pupil, i) => pupil.id = ids[i]!);
  await insertRows(
    trx,
    "guardianships",
    pupils.flatMap((pupil) =>
      pupil.guardians.map(({ adult, relation }) => ({
        school_id: schoolId,
        person_id: adult.id,
        pupil_id: pupil.id,
        relation,
        blocked_at: null,
        blocked_reason: null,
      }))
    ),
  );
}

/** A child of jaargroep 1 turns five in the year from 1 October on. */
function bornOn({ birthday, year, group }: Pupil, { schoolYear }: Present): string {
  const age = group ? year : year + 1; // who left has grown a year since
  return `${schoolYear - age - (birthday >= "10" ? 4 : 3)}-${birthday}`;
}

/** One account per e-mail address, shared by who share it (A1), also with another school. */
async function insertAccounts(
  trx: Trx,
  adults: Adult[],
  passwordHash: string,
  present: Present,
): Promise<void> {
  const owners = new Map<string, Adult>();
  for (const adult of adults) {
    if (adult.email && !owners.has(adult.email)) owners.set(adult.email, adult);
  }
  const emails = [...owners.keys()];
  const activatedAt = new Date(present.now.getTime() - 390 * 864e5);
  const known = await trx.selectFrom("accounts").select("user_name")
    .where("user_name", "in", emails).execute();
  known.forEach(({ user_name }) => owners.delete(user_name));
  await insertRows(
    trx,
    "accounts",
    [...owners].map(([email, { activated, language }]) => ({
      user_name: email,
      email,
      password_hash: activated ? passwordHash : null,
      language,
      activated_at: activated ? activatedAt : null,
      created_at: activatedAt,
    })),
  );
  const rows = await trx.selectFrom("accounts").select(["id", "user_name"])
    .where("user_name", "in", emails).execute();
  const ids = new Map(rows.map(({ id, user_name }) => [user_name, id]));
  for (const adult of adults) adult.accountId = adult.email ? ids.get(adult.email)! : null;
}

/** Writes this school year's groups and last year's, with their pupils and teachers. */
export async function insertGroups(
  trx: Trx,
  schoolId: number,
  people: People,
  present: Present,
): Promise<{ groups: DemoGroup[]; lastYearsGroups: DemoGroup[] }> {
  const left = { ...leftGroup, pupils: people.pupils.filter(({ group }) => !group) };
  const plans = [
    ...groupPlans.map(({ name, seats, teachers }) => ({
      name,
      years: Object.keys(seats),
      teachers,
      schoolYear: present.schoolYear,
      pupils: people.pupils.filter(({ group }) => group === name),
    })),
    ...groupPlans.map((plan) => ({
      ...plan.before,
      schoolYear: present.schoolYear - 1,
      pupils: people.pupils.filter(({ group, year }) => group === plan.name && year > 1),
    })),
    { ...left, schoolYear: present.schoolYear - 1 },
  ];
  const ids = await insertReturningIds(
    trx,
    "groups",
    plans.map(({ name, years, schoolYear }, position) => ({
      school_id: schoolId,
      school_year: schoolYear,
      name,
      years,
      position: position % groupPlans.length,
      left_at: null,
    })),
  );
  const byEmail = new Map(people.adults.map((adult) => [adult.email, adult]));
  const groups = plans.map(({ name, years, schoolYear, teachers, pupils }, i): DemoGroup => ({
    id: ids[i]!,
    name,
    years,
    schoolYear,
    teachers: teachers.map((teacher) => byEmail.get(`${teacher}@regenton.example`)!),
    guardians: [...new Set(pupils.flatMap((pupil) => pupil.guardians.map(({ adult }) => adult)))]
      .filter(({ blocked }) => !blocked),
  }));
  const each = <T>(make: (group: DemoGroup, pupils: Pupil[]) => T[]) =>
    groups.flatMap((group, i) => make(group, plans[i]!.pupils));
  await insertRows(
    trx,
    "group_keys",
    groups.map(({ id, name, schoolYear }) => ({
      school_id: schoolId,
      school_year: schoolYear,
      key: `groep-${name}`,
      group_id: id,
    })),
  );
  await insertRows(
    trx,
    "group_pupils",
    each(({ id }, pupils) =>
      pupils.map((pupil) => ({ school_id: schoolId, group_id: id, pupil_id: pupil.id }))
    ),
  );
  await insertRows(
    trx,
    "group_staff",
    each(({ id, teachers }) =>
      teachers.map((teacher) => ({ school_id: schoolId, group_id: id, person_id: teacher.id }))
    ),
  );
  return {
    groups: groups.filter(({ schoolYear }) => schoolYear === present.schoolYear),
    lastYearsGroups: groups.filter(({ schoolYear }) => schoolYear < present.schoolYear),
  };
}

/** Guardians who may post: the class parent of 5a and the parents' council. */
export async function insertSenders(trx: Trx, school: DemoSchool): Promise<void> {
  await insertRows(
    trx,
    "senders",
    senderPlans.map(({ name, title, group }) => ({
      school_id: school.id,
      person_id: school.people.adults.find((adult) => fullName(adult) === name)!.id,
      title,
      group_id: school.groups.find((g) => g.name === group)?.id ?? null,
    })),
  );
}

export function fullName({ firstName, prefix, lastName }: Adult): string {
  return [firstName, prefix, lastName].filter(Boolean).join(" ");
}
