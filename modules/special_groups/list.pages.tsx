import { ButtonLink, Empty, Head, Sheet } from "../../web/components.tsx";
import { moment, type When } from "../../web/dates.ts";
import { GroupsStrip } from "../../web/groups_strip.tsx";
import { isStaff, type Viewer } from "../../web/viewer.ts";
import { isOpen, placesLeft } from "./places.ts";
import type { SpecialGroup } from "./queries.ts";
import { specialGroupsText } from "./text.ts";

interface ListProps {
  viewer: Viewer;
  groups: SpecialGroup[];
  when: When;
}

/** For guardians what they are in, then what they may join; for staff all there are. */
export function SpecialGroupsPage(props: ListProps) {
  const { viewer } = props;
  const t = specialGroupsText(viewer.language);
  const staff = isStaff(viewer);
  const home = `/${viewer.school.shortName}/special-groups`;
  const sections = staff ? staffSections(props) : guardianSections(props);
  const filled = sections.filter(({ groups }) => groups.length > 0);
  return (
    <>
      <Head title={t.title} lead={staff ? t.leadStaff : t.leadGuardian}>
        {staff && (
          <>
            <ButtonLink look="quiet" icon="plus" href={`${home}/new?kind=group`}>
              {t.newGroup}
            </ButtonLink>
            <ButtonLink look="quiet" icon="plus" href={`${home}/new?kind=activity`}>
              {t.newActivity}
            </ButtonLink>
          </>
        )}
      </Head>
      <div class="stack">
        <GroupsStrip viewer={viewer} current="special" />
        {filled.length === 0 && <Empty>{staff ? t.emptyStaff : t.empty}</Empty>}
        {filled.map(({ title, groups }) => (
          <Sheet title={title}>
            <ul class="rows" role="list">
              {groups.map((group) => <GroupRow {...props} group={group} />)}
            </ul>
          </Sheet>
        ))}
      </div>
    </>
  );
}

function guardianSections({ viewer, groups, when }: ListProps) {
  const t = specialGroupsText(viewer.language).sections;
  return [
    { title: t.own, groups: groups.filter((group) => group.own) },
    {
      title: viewer.readOnly ? t.openReader : t.open,
      groups: groups.filter((group) => !group.own && isOpen(group, when.now)),
    },
  ];
}

function staffSections({ viewer, groups, when }: ListProps) {
  const t = specialGroupsText(viewer.language).sections;
  const going = groups.filter((group) => !group.endedAt);
  return [
    { title: t.activities, groups: going.filter((group) => isOpen(group, when.now)) },
    { title: t.groups, groups: going.filter((group) => !group.activity) },
    {
      title: t.closed,
      groups: going.filter((group) => group.activity && !isOpen(group, when.now)),
    },
    { title: t.ended, groups: groups.filter((group) => group.endedAt) },
  ];
}

function GroupRow({ viewer, group, when }: ListProps & { group: SpecialGroup }) {
  const t = specialGroupsText(viewer.language);
  const staff = isStaff(viewer);
  const left = placesLeft(group);
  const facts = [
    group.mainGroup && t.group(group.mainGroup.name),
    group.closesAt && !group.endedAt && closing(group.closesAt, when),
    staff && t.members(group.taken),
  ].filter(Boolean);
  return (
    <li class="row">
      <div class="grow">
        <b>
          <a href={`/${viewer.school.shortName}/special-groups/${group.id}`}>{group.name}</a>
        </b>
        {facts.length > 0 && <p class="soft small">{facts.join(". ")}</p>}
      </div>
      {isOpen(group, when.now) && left !== null && (
        <span class="chip">{left === 0 ? t.full : t.free(left)}</span>
      )}
      {staff && group.own && <span class="chip">{t.own}</span>}
    </li>
  );
}

/** *Aanmelden kan tot vr 20 november om 20.00 uur*, or when that was. */
export function closing(at: Date, when: When): string {
  const t = specialGroupsText(when.language);
  return at > when.now ? t.isOpen(moment(at, when)) : t.isClosed(moment(at, when));
}
