import type { PdfList } from "../../web/pdf.ts";
import { isStaff, type Viewer } from "../../web/viewer.ts";
import { shownBirthday } from "./class_list.pages.tsx";
import type { ListedPupil } from "./class_list.queries.ts";
import type { Contact, Guardian } from "./family.queries.ts";
import { familyText } from "./family.text.ts";
import type { Group } from "./groups.queries.ts";
import { shownPhone } from "./import/dutch.ts";
import { groupsText } from "./groups.text.ts";
import { fullName } from "./names.ts";

/** The class list for on paper: what `pupils` holds is what the viewer may see. */
export function classList(viewer: Viewer, group: Group, pupils: ListedPupil[]): PdfList {
  const { language } = viewer;
  const t = familyText(language).list;
  return {
    title: groupsText(language).group(group.name),
    lead: leadOf(viewer, group),
    columns: [
      { title: t.pupil, width: 115 },
      { title: isStaff(viewer) ? t.born : t.birthday, width: 85 },
      { title: t.guardians },
    ],
    rows: pupils.map((pupil) => [
      pupil.onlyYou ? `${fullName(pupil)} (${groupsText(language).list.onlyYou})` : fullName(pupil),
      pupil.bornOn ? shownBirthday(viewer, pupil.bornOn) : "",
      [
        ...pupil.guardians.map((guardian) =>
          reachable(fullName(guardian), guardian, guardian.address)
        ),
        ...pupil.email || pupil.contacts.length > 0 ? [reachable(pupil.firstName, pupil)] : [],
      ],
    ]),
    dense: true,
    empty: isStaff(viewer) ? t.none : t.noneShared,
  };
}

interface Reach {
  phone?: string | null;
  email: string | null;
  contacts: Contact[];
}

/** *Samira de Wit, 06 12345678, samira@example.nl, Werk: 010 1234567* */
const reachable = (
  name: string | null,
  { phone, email, contacts }: Reach,
  address: string | null = null,
) =>
  [
    name,
    phone,
    email,
    address,
    ...contacts.map(({ label, value }) => `${label}: ${shownPhone(value)}`),
  ]
    .filter(Boolean).join(", ");

/** The parents of a group for on paper; a secret address is never printed. */
export function guardianList(viewer: Viewer, group: Group, guardians: Guardian[]): PdfList {
  const t = familyText(viewer.language);
  return {
    title: t.overview.title(group.name),
    lead: leadOf(viewer, group),
    columns: [
      { title: t.overview.columns.guardian, width: 150 },
      { title: t.overview.columns.children, width: 90 },
      { title: t.overview.contact },
      { title: t.address, width: 190 },
    ],
    rows: guardians.map((guardian) => [
      fullName(guardian),
      guardian.wards.map((ward) => ward.firstName).join(", "),
      guardian.closed ? t.closed : reachable(null, guardian),
      guardian.secretAddress ? t.overview.secret : guardian.address ?? "",
    ]),
    landscape: true,
    dense: true,
    empty: t.overview.none,
  };
}

/** *juf Hanneke, juf Lisa. Schooljaar 2026-2027.* */
function leadOf(viewer: Viewer, group: Group): string {
  const t = groupsText(viewer.language);
  const teachers = group.teachers.map((teacher) => teacher.name).join(", ") || t.noTeachers;
  return `${teachers}. ${t.schoolYear(group.schoolYear)}.`;
}
