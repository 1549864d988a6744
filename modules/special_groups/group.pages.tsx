import type { Child } from "hono/jsx";
import { Alert, Back, Button, Empty, Head, Meter, Notice, Sheet } from "../../web/components.tsx";
import { moment, stamp, type When } from "../../web/dates.ts";
import { onlyReads, type Viewer } from "../../web/viewer.ts";
import { closing } from "./list.pages.tsx";
import type { SharedMembers } from "./members.queries.ts";
import { isOpen, placesLeft } from "./places.ts";
import type { OwnPerson, SpecialGroup } from "./queries.ts";
import { specialGroupsText } from "./text.ts";

export interface GroupProps {
  viewer: Viewer;
  group: SpecialGroup;
  /** Those of the account who are in it or may join. */
  own: OwnPerson[];
  when: When;
  /** Why what was asked was not done. */
  refusal?: string | undefined;
}

/** Where the pages of a special group are. */
export const groupPath = (viewer: Viewer, group: SpecialGroup) =>
  `/${viewer.school.shortName}/special-groups/${group.id}`;

/** A special group as guardians see it: what it is, signing up, and who are in it. */
export function GuardianGroupPage(props: GroupProps & { members: SharedMembers }) {
  const { members } = props;
  return (
    <GroupFrame {...props}>
      <SignUp {...props} />
      <SharedNames {...props} members={members} />
    </GroupFrame>
  );
}

interface FrameProps extends GroupProps {
  /** Beside the name: what one can do. */
  actions?: Child;
  children: Child;
}

/** What every page of a special group begins with: its name, and what it is about. */
export function GroupFrame({ viewer, group, when, refusal, actions, children }: FrameProps) {
  const t = specialGroupsText(viewer.language);
  const home = `/${viewer.school.shortName}/special-groups`;
  const left = placesLeft(group);
  return (
    <>
      <div class="no-print">
        <Back href={home}>{t.title}</Back>
      </div>
      <Head title={group.name} lead={leadOf(group, when)}>{actions}</Head>
      <div class="stack">
        {refusal && <Alert>{refusal}</Alert>}
        {group.endedAt && <Notice>{t.endedOn(stamp(group.endedAt, when))}</Notice>}
        {(group.description || group.maximum !== null) && (
          <div class="sheet stack no-print">
            {group.description && (
              <div class="flow prose">
                {group.description.split(/\n\s*\n/).map((part) => <p>{part}</p>)}
              </div>
            )}
            {group.maximum !== null && (
              <div class="stack near">
                <Meter
                  value={group.taken}
                  max={group.maximum}
                  label={t.taken(group.taken, group.maximum)}
                />
                <p class="soft small">
                  {t.taken(group.taken, group.maximum)}
                  {left !== null && left > 0 && isOpen(group, when.now) && `, ${t.free(left)}`}
                </p>
              </div>
            )}
          </div>
        )}
        {children}
      </div>
    </>
  );
}

/** For whom it is and until when one can sign up; or the class it goes with. */
export function leadOf(group: SpecialGroup, when: When): string {
  const t = specialGroupsText(when.language);
  const audience = group.activity
    ? t.forGroups(group.groups.map(({ name }) => t.groupInSentence(name)))
    : "";
  return [
    group.mainGroup && t.group(group.mainGroup.name),
    audience,
    group.closesAt && !group.endedAt && closing(group.closesAt, when),
  ].filter(Boolean).join(". ");
}

/** One button for each of the account who may join, or is in it and may leave. */
export function SignUp({ viewer, group, own, when }: GroupProps) {
  const t = specialGroupsText(viewer.language).signUp;
  if (!group.activity || group.endedAt) return null;
  const open = isOpen(group, when.now);
  if (own.length === 0) {
    return viewer.readOnly && open
      ? (
        <Sheet title={t.title} id="sign-up">
          <p>{t.reader}</p>
        </Sheet>
      )
      : null;
  }
  const full = placesLeft(group) === 0;
  const members = own.filter((person) => person.isMember);
  const others = own.filter((person) => !person.isMember);
  const several = own.length > 1;
  return (
    <Sheet title={t.title} id="sign-up">
      <div class="stack near">
        {members.map((person) => (
          <Notice tone="good">{several ? t.theirs(person.name) : t.yours}</Notice>
        ))}
        {!open && group.closesAt && <p>{t.closed(moment(group.closesAt, when))}</p>}
        {open && full && others.length > 0 && <p>{t.full(group.maximum!)}</p>}
        {open && !viewer.readOnly && (
          <div class="actions">
            {!full && others.map((person) => (
              <OwnButton {...{ viewer, group, person }}>
                {several ? t.joinFor(person.name) : t.join}
              </OwnButton>
            ))}
            {members.filter(({ id }) => !onlyReads(viewer.people, id)).map((person) => (
              <OwnButton {...{ viewer, group, person }} leaves>
                {several ? t.leaveFor(person.name) : t.leave}
              </OwnButton>
            ))}
          </div>
        )}
      </div>
    </Sheet>
  );
}

interface OwnButtonProps extends Pick<GroupProps, "viewer" | "group"> {
  person: OwnPerson;
  leaves?: boolean;
  children: Child;
}

function OwnButton({ viewer, group, person, leaves, children }: OwnButtonProps) {
  const action = `${groupPath(viewer, group)}/sign-up${leaves ? "/removal" : ""}`;
  return (
    <form method="post" action={action}>
      <input type="hidden" name="person" value={String(person.id)} />
      <Button look={leaves ? "quiet" : undefined}>{children}</Button>
    </form>
  );
}

function SharedNames({ viewer, members }: GroupProps & { members: SharedMembers }) {
  const t = specialGroupsText(viewer.language).list;
  const { names, unnamed } = members;
  return (
    <Sheet title={t.title}>
      {names.length === 0 && unnamed === 0 ? <Empty>{t.none}</Empty> : (
        <div class="stack near">
          {names.length > 0 && (
            <ul class="rows" role="list">
              {names.map((name) => <li class="row">{name}</li>)}
            </ul>
          )}
          {unnamed > 0 && (
            <p class="soft">{names.length > 0 ? t.unnamed(unnamed) : t.onlyUnnamed(unnamed)}</p>
          )}
        </div>
      )}
    </Sheet>
  );
}
