import type { Child } from "hono/jsx";
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
  Sheet,
  Table,
} from "../../web/components.tsx";
import { dayIn } from "../../web/clock.ts";
import { dayOfMonth, monthName, type When } from "../../web/dates.ts";
import { GroupsStrip } from "../../web/groups_strip.tsx";
import type { Language } from "../../web/language.ts";
import { isOffice, isStaff, type Viewer } from "../../web/viewer.ts";
import type { Group, GroupTeacher, ListedPupil } from "./groups.queries.ts";
import { groupsText } from "./groups.text.ts";
import { fullName } from "./names.ts";
import { TransitionNotice, transitionPath } from "./transition.partials.tsx";
import { transitionText } from "./transition.text.ts";

/** What the school calls the menu item. */
export const groupsName = (viewer: Viewer) =>
  viewer.school.menu.groups?.name || groupsText(viewer.language).groups;

/** `4 september 2017`, always with the year. */
export function birthday(day: string, language: Language): string {
  return `${dayOfMonth(day)} ${monthName(day, language)} ${day.slice(0, 4)}`;
}

/** `juf Lisa, juf Petra`; or that there is nobody yet. */
function Teachers({ teachers, language }: { teachers: GroupTeacher[]; language: Language }) {
  if (teachers.length === 0) return <>{groupsText(language).noTeachers}</>;
  return <>{teachers.map((teacher) => teacher.name).join(", ")}</>;
}

interface GroupsProps {
  viewer: Viewer;
  groups: Group[];
  schoolYear: number;
  /** For the office: the step to the next year, and whether it is the season for it. */
  transition: { year: number; ready: boolean; season: boolean } | undefined;
}

/** All groups of the year; the viewer's own stand first and say whose they are. */
export function GroupsPage({ viewer, groups, schoolYear, transition }: GroupsProps) {
  const t = groupsText(viewer.language);
  const own = groups.filter((group) => viewer.groupIds.includes(group.id));
  const others = groups.filter((group) => !viewer.groupIds.includes(group.id));
  const home = `/${viewer.school.shortName}`;
  return (
    <>
      <Head title={groupsName(viewer)} lead={t.schoolYear(schoolYear)}>
        {isOffice(viewer) && (
          <ButtonLink look="quiet" icon="plus" href={`${home}/groups/new`}>
            {t.edit.newTitle}
          </ButtonLink>
        )}
        {transition && !transition.season && (
          <ButtonLink look="quiet" href={transitionPath(viewer)}>
            {transitionText(viewer.language).link}
          </ButtonLink>
        )}
      </Head>
      <div class="stack">
        {transition?.season && <TransitionNotice viewer={viewer} {...transition} />}
        <GroupsStrip viewer={viewer} current="groups" />
        {groups.length === 0 ? <NoGroups viewer={viewer} /> : (
          <div class="sheet">
            <ul class="rows" role="list">
              {[...own, ...others].map((group) => <GroupRow group={group} viewer={viewer} />)}
            </ul>
          </div>
        )}
      </div>
    </>
  );
}

function NoGroups({ viewer }: { viewer: Viewer }) {
  const t = groupsText(viewer.language);
  if (!isOffice(viewer)) return <Empty>{isStaff(viewer) ? t.emptyStaff : t.emptyGuardian}</Empty>;
  const href = `/${viewer.school.shortName}/import`;
  return <Empty action={<ButtonLink href={href}>{t.toImport}</ButtonLink>}>{t.emptyStaff}</Empty>;
}

function GroupRow({ group, viewer }: { group: Group; viewer: Viewer }) {
  const t = groupsText(viewer.language);
  const own = ownSign(group.id, viewer);
  const open = isStaff(viewer) || own;
  const name = t.group(group.name);
  return (
    <li class="row">
      <div class="grow">
        <b>
          {open ? <a href={`/${viewer.school.shortName}/groups/${group.id}`}>{name}</a> : name}
        </b>
        <p class="soft small">
          <Teachers teachers={group.teachers} language={viewer.language} />
        </p>
      </div>
      {own && <span class="chip">{own}</span>}
      {isStaff(viewer) && <span class="soft small">{t.pupils(group.pupils)}</span>}
    </li>
  );
}

/** Why a group is the viewer's own: *Groep van Noor en Mees*, *Je eigen groep*. */
function ownSign(groupId: number, viewer: Viewer): string | undefined {
  const t = groupsText(viewer.language);
  const children = viewer.children
    .filter((child) => child.groups.some((group) => group.id === groupId))
    .map((child) => child.firstName);
  if (children.length > 0) return t.own(children.join(` ${t.and} `));
  return viewer.groupIds.includes(groupId) ? t.ownTeacher : undefined;
}

interface GroupPageProps {
  viewer: Viewer;
  group: Group;
  /** Empty for guardians. */
  pupils: ListedPupil[];
  when: When;
}

/** A group's own page: teachers and own children; for staff the class list. */
export function GroupPage({ viewer, group, pupils, when }: GroupPageProps) {
  const t = groupsText(viewer.language);
  const home = `/${viewer.school.shortName}`;
  const staff = isStaff(viewer);
  const teachers = group.teachers.map((teacher) => teacher.name).join(", ");
  const printed = birthday(dayIn(when.timeZone, when.now), viewer.language);
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
        {isOffice(viewer) && (
          <ButtonLink look="quiet" icon="pencil" href={`${home}/groups/${group.id}/edit`}>
            {t.list.edit}
          </ButtonLink>
        )}
        {staff && pupils.length > 0 && (
          <button type="button" class="btn quiet" data-print>
            <Icon name="print" />
            {t.list.print}
          </button>
        )}
      </Head>
      {staff
        ? <ClassList viewer={viewer} group={group} pupils={pupils} />
        : <GuardianView viewer={viewer} group={group} />}
    </>
  );
}

function ClassList({ viewer, group, pupils }: Omit<GroupPageProps, "when">) {
  const t = groupsText(viewer.language).list;
  const home = `/${viewer.school.shortName}`;
  if (pupils.length === 0) return <Empty>{t.none}</Empty>;
  const linked = (href: string, name: Child) => isOffice(viewer) ? <a href={href}>{name}</a> : name;
  return (
    <div class="sheet">
      <Table caption={t.caption(group.name)} columns={[t.pupil, t.born, t.guardians]}>
        {pupils.map((pupil) => (
          <Row>
            <RowHead>{linked(`${home}/people/pupils/${pupil.id}`, fullName(pupil))}</RowHead>
            <Cell num>{pupil.bornOn && birthday(pupil.bornOn, viewer.language)}</Cell>
            <Cell>
              {pupil.guardians.length === 0 && <span class="soft">{t.noGuardians}</span>}
              {pupil.guardians.map((guardian) => (
                <p>
                  {linked(`${home}/people/${guardian.id}`, guardian.name)}
                  {guardian.phone && (
                    <>
                      {", "}
                      <a href={`tel:${guardian.phone.replace(/[^\d+]/g, "")}`}>{guardian.phone}</a>
                    </>
                  )}
                  {guardian.email && (
                    <>
                      {", "}
                      <a href={`mailto:${guardian.email}`}>{guardian.email}</a>
                    </>
                  )}
                </p>
              ))}
            </Cell>
          </Row>
        ))}
      </Table>
    </div>
  );
}

function GuardianView({ viewer, group }: { viewer: Viewer; group: Group }) {
  const t = groupsText(viewer.language);
  const children = viewer.children.filter((child) => child.groups.some((g) => g.id === group.id));
  return (
    <div class="cols even">
      <Sheet title={t.teachers}>
        {group.teachers.length === 0 && <p class="soft">{t.noTeachers}</p>}
        <ul class="rows" role="list">
          {group.teachers.map(({ name }) => (
            <li class="row">
              <Face initials={initialsOf(name)} />
              <b class="grow">{name}</b>
            </li>
          ))}
        </ul>
      </Sheet>
      <Sheet title={t.yourChildren}>
        <ul class="rows" role="list">
          {children.map((child) => (
            <li class="row">
              <Face kid initials={child.firstName.charAt(0)} />
              <b class="grow">{child.firstName}</b>
            </li>
          ))}
        </ul>
      </Sheet>
    </div>
  );
}

const initialsOf = (name: string) =>
  name.split(" ").map((word) => word.charAt(0)).slice(0, 2).join("").toUpperCase();
