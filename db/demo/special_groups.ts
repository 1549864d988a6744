import { momentIn } from "../../web/clock.ts";
import { addDays, type Day } from "../../web/dates.ts";
import type { Trx } from "../database.ts";
import { schoolDayAfter, schoolDayBefore, timeZone } from "./calendar.ts";
import type { Adult } from "./families.ts";
import { insertReturningIds, insertRows } from "./insert.ts";
import { type DemoSchool, fullName } from "./school.ts";

interface Plan {
  name: string;
  mainGroup?: string;
  /** Until when parents can sign up; without it staff put people in. */
  closes?: Date;
  description?: string;
  maximum?: number;
  /** Names of the classes whose parents may join. */
  groups?: string[];
  members: Adult[];
  /** One mail that went to the members. */
  mail?: { day: Day; subject: string; body: string };
}

/** Groups of parents of both kinds: put together by staff, open, nearly full, and closed. */
export async function insertSpecialGroups(trx: Trx, school: DemoSchool): Promise<void> {
  const { present } = school;
  const teacher = school.staff.find((adult) => adult.email === "juf@regenton.example")!;
  const made = present.at(present.schoolDaysAgo(20), "15:10");
  const classId = (name: string) => school.groups.find((group) => group.name === name)!.id;
  const plans = plansFor(school);
  const ids = await insertReturningIds(
    trx,
    "special_groups",
    plans.map(({ name, mainGroup, closes, description, maximum, members }) => ({
      school_id: school.id,
      school_year: present.schoolYear,
      name,
      main_group_id: mainGroup ? classId(mainGroup) : null,
      activity: closes !== undefined,
      description: description ?? "",
      closes_at: closes ?? null,
      maximum: maximum ?? null,
      taken: members.length,
      created_by: teacher.id,
      created_at: made,
    })),
  );
  const each = <T>(make: (plan: Plan, id: number) => T[]) =>
    plans.flatMap((plan, i) => make(plan, ids[i]!));
  await insertRows(
    trx,
    "special_group_groups",
    each(({ groups = [] }, special_group_id) =>
      groups.map((name) => ({ school_id: school.id, special_group_id, group_id: classId(name) }))
    ),
  );
  await insertRows(
    trx,
    "special_group_members",
    each(({ members, closes }, special_group_id) =>
      members.map((member) => ({
        school_id: school.id,
        special_group_id,
        person_id: member.id,
        added_by: closes ? member.accountId : teacher.accountId,
        added_at: made,
      }))
    ),
  );
  await insertRows(
    trx,
    "special_group_mails",
    each(({ mail, members }, special_group_id) =>
      mail
        ? [{
          school_id: school.id,
          special_group_id,
          sender_id: teacher.id,
          sender_name: teacher.staff!.title,
          subject: mail.subject,
          body: mail.body,
          receivers: members.filter((member) => member.email).length,
          sent_at: present.at(mail.day, "16:05"),
        }]
        : []
    ),
  );
}

function plansFor(school: DemoSchool): Plan[] {
  const { present } = school;
  const soon = (days: number) =>
    momentIn(timeZone, schoolDayAfter(addDays(present.today, days)), "20:00");
  const samira = school.people.adults.find((adult) => fullName(adult) === "Samira de Wit")!;
  return [
    {
      name: "Luizenouders 5a",
      mainGroup: "5a",
      members: [samira, ...parentsOf(school, ["5a"], 3)],
      mail: {
        day: present.schoolDaysAgo(6),
        subject: "Controle op maandag",
        body: "Dag allemaal,\n\nMaandag na de vakantie kijken we om 8.30 uur in de hal. " +
          "Kammen liggen klaar. Kun je niet? Mail me dan even.\n\nGroet,\njuf Hanneke",
      },
    },
    {
      name: "Werkgroep Sinterklaas",
      members: [...parentsOf(school, ["3", "6", "7"], 7), ...school.staff.slice(4, 6)],
    },
    {
      name: "Rijden naar de kinderboerderij",
      closes: soon(8),
      description: "We gaan met twee groepen naar de boerderij. Wie rijdt er mee? Vertrek om " +
        "8.45 uur bij het hek, terug om 12.15 uur.\n\nGraag een auto met drie vrije plaatsen achterin.",
      maximum: 12,
      groups: ["1/2a", "2b"],
      members: parentsOf(school, ["1/2a", "2b"], 11),
    },
    {
      name: "Hal versieren voor kerst",
      closes: soon(15),
      description: "Twee uurtjes na school, met koffie. Neem een schaar mee.",
      members: parentsOf(school, ["1/2a", "4", "8"], 9),
    },
    {
      name: "Schoolplein opruimen",
      closes: momentIn(timeZone, schoolDayBefore(addDays(present.today, -4)), "18:00"),
      description: "Harken en bladeren vegen, zaterdag van 10.00 tot 12.00 uur.",
      maximum: 20,
      members: [samira, ...parentsOf(school, ["2b", "5b"], 13)],
    },
  ];
}

/** Some parents of these classes, spread over them; not the one the demo is seen through. */
function parentsOf({ groups }: DemoSchool, names: string[], count: number): Adult[] {
  const found = groups.filter((group) => names.includes(group.name))
    .flatMap((group) => group.guardians)
    .filter((adult) => !adult.readOnly && fullName(adult) !== "Samira de Wit");
  const once = [...new Set(found)];
  const step = Math.floor(once.length / count);
  return Array.from({ length: count }, (_, i) => once[i * step]!);
}
