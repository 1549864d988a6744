import {
  Back,
  ButtonLink,
  Cell,
  Empty,
  Face,
  Head,
  Icon,
  Row,
  RowHead,
  Table,
} from "../../web/components.tsx";
import { dayIn } from "../../web/clock.ts";
import { dayOfMonth, monthName, type When } from "../../web/dates.ts";
import { photoOf } from "../../web/photos.ts";
import { isOffice, isStaff, type Viewer } from "../../web/viewer.ts";
import type { ListedGuardian, ListedPupil } from "./class_list.queries.ts";
import { Contacts, Email, Phone } from "./family.partials.tsx";
import { birthday, groupsName, Teachers } from "./groups.pages.tsx";
import type { Group } from "./groups.queries.ts";
import { groupsText } from "./groups.text.ts";
import { fullName } from "./names.ts";

/** Staff see when someone was born; other parents only when to sing. */
export const shownBirthday = (viewer: Viewer, bornOn: string) =>
  isStaff(viewer)
    ? birthday(bornOn, viewer.language)
    : `${dayOfMonth(bornOn)} ${monthName(bornOn, viewer.language)}`;

interface GroupPageProps {
  viewer: Viewer;
  group: Group;
  /** What the viewer may see of them. */
  pupils: ListedPupil[];
  when: When;
}

/** A group's own page: its teachers, and the class list as far as it is shared with the viewer. */
export function GroupPage({ viewer, group, pupils, when }: GroupPageProps) {
  const t = groupsText(viewer.language);
  const home = `/${viewer.school.shortName}`;
  const staff = isStaff(viewer);
  const teachers = group.teachers.map((teacher) => teacher.name).join(", ");
  const printed = birthday(dayIn(when.timeZone, when.now), viewer.language);
  const here = `${home}/groups/${group.id}`;
  return (
    <>
      <div class="no-print">
        <Back href={`${home}/groups`}>{groupsName(viewer)}</Back>
      </div>
      <Head
        title={t.group(group.name)}
        lead={
          <>
            <span class="no-print">
              <Teachers teachers={group.teachers} language={viewer.language} />
              {staff && `. ${t.list.lead(pupils.length)}.`}
            </span>
            <span class="only-print">{t.list.printed(teachers, group.schoolYear, printed)}</span>
          </>
        }
      >
        {staff && <ButtonLink look="quiet" href={`${here}/overview`}>{t.list.overview}</ButtonLink>}
        {isOffice(viewer) && (
          <ButtonLink look="quiet" icon="pencil" href={`${here}/edit`}>{t.list.edit}</ButtonLink>
        )}
        {pupils.length > 0 && (
          <>
            <ButtonLink look="quiet" icon="download" href={`${here}/list.pdf`}>
              {t.list.pdf}
            </ButtonLink>
            <button type="button" class="btn quiet" data-print>
              <Icon name="print" />
              {t.list.print}
            </button>
          </>
        )}
      </Head>
      <ClassList viewer={viewer} group={group} pupils={pupils} />
    </>
  );
}

function ClassList({ viewer, group, pupils }: Omit<GroupPageProps, "when">) {
  const t = groupsText(viewer.language).list;
  const hidden = group.pupils - pupils.length;
  if (pupils.length === 0) {
    if (hidden === 0) return <Empty>{t.none}</Empty>;
    return (
      <Empty
        action={
          <ButtonLink href={ownPrivacy(viewer)}>{viewer.readOnly ? t.chosen : t.choose}</ButtonLink>
        }
      >
        {t.noneShared}
      </Empty>
    );
  }
  return (
    <div class="sheet stack">
      <ClassTable viewer={viewer} caption={t.caption(group.name)} pupils={pupils} />
      {hidden > 0 && (
        <p class="soft no-print">
          {t.hidden(hidden)}{" "}
          <a href={ownPrivacy(viewer)}>{viewer.readOnly ? t.chosen : t.choose}</a>
        </p>
      )}
    </div>
  );
}

interface ClassTableProps {
  viewer: Viewer;
  caption: string;
  pupils: ListedPupil[];
}

/** Pupils with their guardians, as the viewer may see them. */
export function ClassTable({ viewer, caption, pupils }: ClassTableProps) {
  const t = groupsText(viewer.language).list;
  const columns = [t.pupil, isStaff(viewer) ? t.born : t.birthday, t.guardians];
  return (
    <Table caption={caption} columns={columns}>
      {pupils.map((pupil) => <PupilRow viewer={viewer} pupil={pupil} />)}
    </Table>
  );
}

const ownPrivacy = (viewer: Viewer) => `/${viewer.school.shortName}/account/privacy`;

function PupilRow({ viewer, pupil }: { viewer: Viewer; pupil: ListedPupil }) {
  const t = groupsText(viewer.language).list;
  const home = `/${viewer.school.shortName}`;
  return (
    <Row>
      <RowHead>
        <span class="faced">
          <span class="no-print">
            <Face kid initials={lettersOf(pupil)} src={photoOf(viewer.school, "pupil", pupil)} />
          </span>
          {isStaff(viewer)
            ? <a href={`${home}/pupils/${pupil.id}`}>{fullName(pupil)}</a>
            : fullName(pupil)}
          {pupil.onlyYou && <span class="chip">{t.onlyYou}</span>}
        </span>
      </RowHead>
      <Cell num>{pupil.bornOn && shownBirthday(viewer, pupil.bornOn)}</Cell>
      <Cell wide>
        {isStaff(viewer) && pupil.guardians.length === 0 && (
          <span class="soft">{t.noGuardians}</span>
        )}
        {pupil.guardians.map((guardian) => <Kin viewer={viewer} guardian={guardian} />)}
        {(pupil.email || pupil.contacts.length > 0) && (
          <div class="kin">
            <span class="soft">{pupil.firstName}</span>
            {pupil.email && <Email address={pupil.email} />}
            <Contacts contacts={pupil.contacts} />
          </div>
        )}
      </Cell>
    </Row>
  );
}

/** The name, and beneath it whatever the viewer may see of how to reach them. */
function Kin({ viewer, guardian }: { viewer: Viewer; guardian: ListedGuardian }) {
  const { phone, email, address, contacts } = guardian;
  const name = fullName(guardian);
  const photo = photoOf(viewer.school, "person", guardian);
  return (
    <div class="kin">
      <span class={photo ? "faced" : undefined}>
        {photo && (
          <span class="no-print">
            <Face initials="" src={photo} />
          </span>
        )}
        {isOffice(viewer)
          ? <a href={`/${viewer.school.shortName}/people/${guardian.id}`}>{name}</a>
          : name}
      </span>
      {phone && <Phone number={phone} />}
      {email && <Email address={email} />}
      {address && <span class="no-print">{address}</span>}
      <Contacts contacts={contacts} />
    </div>
  );
}

const lettersOf = ({ firstName, lastName }: ListedPupil) =>
  `${firstName.charAt(0)}${lastName.charAt(0)}` || "?";
