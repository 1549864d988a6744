import type { Trx } from "../database.ts";
import type { AuditAction, Seen } from "../../web/audit.ts";
import { insertRows } from "./insert.ts";
import type { Random } from "./random.ts";
import type { Adult, Pupil } from "./families.ts";
import type { DemoSchool } from "./school.ts";

/** How many school days the log goes back. */
const days = 12;

interface Line {
  at: Date;
  by: Adult;
  action: AuditAction;
  subject: Record<string, unknown>;
  pupilIds?: number[];
  personIds?: number[];
}

/** Who looked at whom and changed what of late, and what the night and the head erased. */
export async function insertLog(trx: Trx, school: DemoSchool, random: Random): Promise<void> {
  const lines = [...looks(school, random), ...changes(school)]
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
  await insertRows(
    trx,
    "audit_entries",
    lines.map(({ at, by, action, subject, pupilIds = [], personIds = [] }) => ({
      school_id: school.id,
      at,
      account_id: by.accountId,
      action,
      subject: subject as never,
      pupil_ids: pupilIds,
      person_ids: personIds,
    })),
  );
  await insertErasures(trx, school);
}

/** Teachers open their class list, and now and then a family; the office looks people up. */
function looks({ present, groups, people, staff }: DemoSchool, random: Random): Line[] {
  const seen = (at: Date, by: Adult, what: Seen, pupils: Pupil[]): Line => {
    const pupilIds = pupils.map((pupil) => pupil.id).sort((a, b) => a - b);
    return { at, by, action: "dataSeen", subject: { what, pupilIds }, pupilIds };
  };
  const office = staff.filter((adult) => adult.staff?.role === "office");
  const lines: Line[] = [];
  for (let ago = 1; ago <= days; ago++) {
    const at = (time: string) => present.at(present.schoolDaysAgo(ago), time);
    for (const group of groups) {
      const pupils = people.pupils.filter((pupil) => pupil.group === group.name);
      for (const teacher of group.teachers.slice(0, 1)) {
        lines.push(seen(at(`08:${random.between(10, 24)}`), teacher, "classList", pupils));
        if (pupils.length > 0 && random.chance(0.4)) {
          const one = random.pick(pupils);
          const what = random.pick(["family", "sitters", "notes"] as const);
          lines.push(
            seen(at(`1${random.between(2, 5)}:${random.between(10, 59)}`), teacher, what, [one]),
          );
        }
      }
    }
    for (const adult of office) {
      lines.push(seen(at(`10:${random.between(10, 59)}`), adult, "family", [
        random.pick(people.pupils),
      ]));
    }
  }
  return lines;
}

/** What parents and the office changed. */
function changes({ present, people, staff }: DemoSchool): Line[] {
  const { adults, pupils } = people;
  const samira = adults.find((adult) => adult.email === "ouder@regenton.example")!;
  const ilse = adults.find((adult) => adult.firstName === "Ilse" && adult.lastName === "Hendriks")!;
  const readOnly = adults.find((adult) => adult.readOnly)!;
  const noor = pupils.find((pupil) => pupil.guardians.some(({ adult }) => adult === samira))!;
  const head = staff.find((adult) => adult.staff?.role === "admin")!;
  const office = staff.find((adult) => adult.staff?.role === "office")!;
  const about = (at: Date, by: Adult, action: AuditAction, person: Adult, more: object = {}) => ({
    at,
    by,
    action,
    subject: { personId: person.id, ...more },
    personIds: [person.id],
  });
  const at = (ago: number, time: string) => present.at(present.schoolDaysAgo(ago), time);
  const approved = { field: "phone", from: "0600000822", to: "0600000833" };
  return [
    about(at(10, "09:40"), office, "readOnlySet", readOnly),
    about(at(5, "09:15"), office, "changeApproved", ilse, approved),
    about(at(4, "20:12"), samira, "sharingChanged", samira, {
      changed: { phone: { from: "none", to: "group" } },
    }),
    {
      at: at(4, "20:13"),
      by: samira,
      action: "sharingChanged",
      subject: { pupilId: noor.id, changed: { birthday: { from: "none", to: "group" } } },
      pupilIds: [noor.id],
    },
    about(at(3, "21:02"), samira, "ownDataDownloaded", samira),
    about(at(2, "16:30"), head, "senderAdded", ilse, { title: "klassenouder" }),
  ];
}

async function insertErasures(trx: Trx, { id, present, staff }: DemoSchool): Promise<void> {
  const head = staff.find((adult) => adult.staff?.role === "admin")!;
  const night = (ago: number) => present.at(present.schoolDaysAgo(ago), "03:00");
  const row = (at: Date, kind: string, counts: Record<string, number>, reason: string | null) => ({
    school_id: id,
    at,
    account_id: reason ? head.accountId : null,
    kind,
    reason,
    counts: counts as never,
  });
  await insertRows(trx, "erasures", [
    row(night(9), "couplingCodes", { couplingCodes: 2 }, null),
    row(night(6), "deliveries", { mails: 214 }, null),
    row(present.at(present.schoolDaysAgo(3), "11:20"), "person", {
      accounts: 1,
      contacts: 1,
      comments: 3,
      readMarks: 57,
      postsUnsigned: 1,
    }, "request"),
    row(night(2), "sitters", { sitters: 1 }, null),
  ]);
}
