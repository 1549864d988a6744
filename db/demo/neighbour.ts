import type { Trx } from "../database.ts";
import type { Present } from "./calendar.ts";
import type { Adult, People, Pupil } from "./families.ts";
import { insertReturningIds, insertRows } from "./insert.ts";
import type { DemoPost } from "./posts.ts";
import { insertPosts } from "./posts.ts";
import { insertReactions } from "./reactions.ts";
import { Random } from "./random.ts";
import type { StaffPlan } from "./roster.ts";
import { insertSharing } from "./sharing.ts";
import { type DemoGroup, type DemoSchool, insertPeople, insertSchool } from "./school.ts";

/** Stands in every text of the other school, and nowhere else: who meets it has met a leak. */
export const canary = "Kwetterbij";

/**
 * A tiny second school, De Klimboom (`klimboom`): two groups, and one parent (beide@) who has
 * children at both schools.
 */
export async function insertNeighbour(
  trx: Trx,
  present: Present,
  passwordHash: string,
): Promise<void> {
  const names = { shortName: "klimboom", name: "Basisschool De Klimboom" };
  const id = await insertSchool(trx, { ...names, brin: null, guardiansMayPost: true }, present);
  const people = makeNeighbours();
  await insertPeople(trx, id, people, passwordHash, present);
  const staff = people.adults.filter((adult) => adult.staff);
  const groups = await insertNeighbourGroups(trx, id, people, present);
  await insertSharing(trx, id, people, new Random(6));
  const school: DemoSchool = { id, present, people, staff, groups, lastYearsGroups: [] };
  const posts = neighbourPosts(school);
  await insertPosts(trx, school, posts);
  await insertReactions(trx, new Random(4), school, posts);
  await insertNeighbourAgenda(trx, school);
}

function makeNeighbours(): People {
  const people: People = { adults: [], pupils: [] };
  const adult = (email: string, firstName: string, staff?: Partial<StaffPlan>): Adult => {
    const number = people.adults.length + 1;
    const made: Adult = {
      id: 0,
      accountId: null,
      key: `K${number}`,
      firstName,
      prefix: "",
      lastName: `${canary}-${number}`,
      email,
      phone: `06-0000${9000 + number}`,
      address: { street: `${canary}pad`, houseNumber: String(number), postcode: "1234 XX" },
      readOnly: false,
      blocked: false,
      secretAddress: false,
      activated: true,
      language: "nl",
      staff: staff && {
        userName: email,
        firstName,
        prefix: "",
        lastName: canary,
        role: "teacher",
        title: `juf ${canary}`,
        function: `leerkracht ${canary}`,
        ...staff,
      },
    };
    people.adults.push(made);
    return made;
  };
  const child = (firstName: string, year: number, group: string, ...guardians: Adult[]) => {
    const pupil: Pupil = {
      id: 0,
      key: `K${people.pupils.length + 1}`,
      firstName: `${firstName} ${canary}`,
      prefix: "",
      lastName: canary,
      birthday: "03-03",
      sex: 2,
      year,
      group,
      guardians: guardians.map((guardian) => ({ adult: guardian, relation: "guardian" })),
    };
    people.pupils.push(pupil);
  };
  adult("directie@klimboom.example", "Dirk", { role: "admin", title: `Dirk ${canary}` });
  adult("juf@klimboom.example", "Jet", {});
  const both = adult("beide@regenton.example", "Linh");
  const parent = adult("ouder@klimboom.example", "Ans");
  const other = adult("ouder2@klimboom.example", "Ben");
  child("Mai", 3, groupNames[0]!, both);
  child("Ties", 3, groupNames[0]!, parent, other);
  child("Wies", 6, groupNames[1]!, parent, other);
  child("Roef", 6, groupNames[1]!, other);
  return people;
}

const groupNames = [`3 ${canary}`, `6 ${canary}`];

async function insertNeighbourGroups(
  trx: Trx,
  schoolId: number,
  { adults, pupils }: People,
  { schoolYear }: Present,
): Promise<DemoGroup[]> {
  const teachers = adults.filter(({ staff }) => staff?.role === "teacher");
  const ids = await insertReturningIds(
    trx,
    "groups",
    groupNames.map((name, position) => ({
      school_id: schoolId,
      school_year: schoolYear,
      name,
      years: [name[0]!],
      position,
      left_at: null,
    })),
  );
  const groups = groupNames.map((name, i): DemoGroup => ({
    id: ids[i]!,
    name,
    years: [name[0]!],
    schoolYear,
    teachers,
    guardians: [
      ...new Set(
        pupils.filter(({ group }) => group === name)
          .flatMap(({ guardians }) => guardians.map(({ adult }) => adult)),
      ),
    ],
  }));
  await insertRows(
    trx,
    "group_pupils",
    pupils.map(({ id, group }) => ({
      school_id: schoolId,
      group_id: groups.find(({ name }) => name === group)!.id,
      pupil_id: id,
    })),
  );
  await insertRows(
    trx,
    "group_staff",
    groups.flatMap(({ id }) =>
      teachers.map((teacher) => ({ school_id: schoolId, group_id: id, person_id: teacher.id }))
    ),
  );
  return groups;
}

/** One post of each kind, for the school and for each group. */
function neighbourPosts({ present, groups, staff }: DemoSchool): DemoPost[] {
  const kinds = ["news", "board", "urgent"] as const;
  return kinds.flatMap((kind, i) =>
    [[], ...groups.map((group) => [group])].map((audience, j): DemoPost => ({
      id: 0,
      kind,
      author: staff[j === 0 ? 0 : 1]!,
      title: `${canary} ${i + 1}.${j + 1}`,
      text: `Alleen voor ouders van ${canary}.`,
      groups: audience,
      publishAt: new Date(present.now.getTime() - (i * 3 + j + 1) * 5 * 36e5),
      expiresAt: kind === "urgent" ? new Date(present.now.getTime() + 864e5) : undefined,
      poll: kind === "board"
        ? { question: `${canary}?`, options: [`Ja, ${canary}`, `Nee, ${canary}`] }
        : undefined,
      comments: kind === "board" ? [`Dag ${canary}`] : undefined,
    }))
  );
}

async function insertNeighbourAgenda(trx: Trx, { id, present, staff }: DemoSchool) {
  await insertRows(trx, "agenda_items", [{
    school_id: id,
    title: `Feest van ${canary}`,
    starts_on: present.today,
    ends_on: present.today,
    starts_at: null,
    ends_at: null,
    place: `${canary}plein`,
    description: `Alles over ${canary}`,
    for_school: true,
    created_by: staff[0]!.id,
    digested_at: null,
    created_at: present.now,
    updated_at: present.now,
  }]);
}
