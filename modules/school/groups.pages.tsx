import { ButtonLink, Empty, Head } from "../../web/components.tsx";
import { dayOfMonth, monthName } from "../../web/dates.ts";
import { GroupsStrip } from "../../web/groups_strip.tsx";
import type { Language } from "../../web/language.ts";
import { isOffice, isStaff, type Viewer } from "../../web/viewer.ts";
import type { Group, GroupTeacher } from "./groups.queries.ts";
import { groupsText } from "./groups.text.ts";
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
export function Teachers({ teachers, language }: { teachers: GroupTeacher[]; language: Language }) {
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
  const href = `/${viewer.school.shortName}/groups/${group.id}`;
  return (
    <li class="row">
      <div class="grow">
        <b>
          <a href={href}>{t.group(group.name)}</a>
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
