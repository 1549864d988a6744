import type { Child } from "hono/jsx";
import {
  Alert,
  Back,
  Button,
  ButtonLink,
  Cell,
  Confirm,
  Head,
  Icon,
  Notice,
  Row,
  RowHead,
  Sheet,
  Table,
} from "../../web/components.tsx";
import { dayIn } from "../../web/clock.ts";
import { namedDay, type When } from "../../web/dates.ts";
import type { Viewer } from "../../web/viewer.ts";
import { groupsName } from "./groups.pages.tsx";
import type { Group } from "./groups.queries.ts";
import { groupsText } from "./groups.text.ts";
import { fullName } from "./names.ts";
import { placesOf } from "./transition.forms.ts";
import { concernsOf, headcount, type Instructions } from "./transition.outcome.ts";
import { Steps, targetName, transitionPath } from "./transition.partials.tsx";
import type { Placement, Settled, TransitionRoster } from "./transition.plan.ts";
import type { Transition } from "./transition.queries.ts";
import { signOf } from "./transition.queries.ts";
import { transitionText } from "./transition.text.ts";

interface PreviewProps {
  viewer: Viewer;
  roster: TransitionRoster;
  settled: Settled;
  instructions: Instructions;
  /** The school year has begun: it takes effect at once. */
  begun: boolean;
  /** Why it was not done. */
  error?: string | undefined;
}

/** Step 2: all that will happen, before it does. */
export function PreviewPage(props: PreviewProps) {
  const { viewer, roster, settled, instructions, begun, error } = props;
  const t = transitionText(viewer.language);
  const here = transitionPath(viewer);
  const leavers = t.pupils(instructions.leavers.length);
  const mayApply = concernsOf(roster, settled).doubleNames.length === 0;
  return (
    <>
      <Back href={here}>{t.preview.back}</Back>
      <Head title={t.title(roster.year)} lead={t.preview.lead} />
      <Steps viewer={viewer} at="preview" />
      <div class="stack">
        {error && <Alert>{error}</Alert>}
        <ConcernsSheet {...props} />
        {[...roster.groups.map((group) => group.id), 0].map((groupId) => (
          <MovesSheet {...props} groupId={groupId} />
        ))}
        <ResultSheet {...props} />
        <Sheet title={t.preview.whatHappens}>
          <form class="stack near" method="post" action={`${here}/application`}>
            <input type="hidden" name="seen" value={signOf(instructions)} />
            {begun ? <p>{t.preview.now(leavers)}</p> : (
              <>
                <p>{t.preview.atOnce}</p>
                <p>{t.preview.later(leavers)}</p>
                <p>{t.preview.undo}</p>
              </>
            )}
            <div class="actions">
              {mayApply && (
                <Button>{begun ? t.preview.applyNow : t.preview.apply(roster.year)}</Button>
              )}
              <ButtonLink look="quiet" href={here}>{t.preview.back}</ButtonLink>
            </div>
          </form>
        </Sheet>
      </div>
    </>
  );
}

/** More than this in one group is worth a second look. */
const manyPupils = 30;

function ConcernsSheet({ viewer, roster, settled, instructions }: PreviewProps) {
  const t = transitionText(viewer.language);
  const { doubleNames, nowhere, withoutTeacher, empty } = concernsOf(roster, settled);
  const named = (names: string[]) => names.map(groupsText(viewer.language).group);
  const full = settled.groups.flatMap((group) => {
    const pupils = headcount(roster, instructions, group.ref);
    return pupils > manyPupils
      ? [`${groupsText(viewer.language).group(group.name)} (${pupils})`]
      : [];
  });
  const sentences = [
    doubleNames.length > 0 && t.preview.double(named(doubleNames)),
    nowhere.length > 0 && t.preview.nowhere(t.pupils(nowhere.length), nowhere.map(fullName)),
    withoutTeacher.length > 0 && t.preview.withoutTeacher(named(withoutTeacher)),
    empty.length > 0 && t.preview.empty(named(empty)),
    full.length > 0 && t.preview.full(manyPupils, full),
  ].filter((sentence) => sentence !== false);
  if (sentences.length === 0) {
    return (
      <div class="sheet">
        <p class="row">
          <Icon name="ok" />
          <span class="grow">{t.preview.fine}</span>
        </p>
      </div>
    );
  }
  return (
    <Sheet title={t.preview.warnings} aside={String(sentences.length)}>
      <ul class="rows" role="list">
        {sentences.map((sentence) => <li>{sentence}</li>)}
      </ul>
    </Sheet>
  );
}

/** Out of one group: how many go where, and who. */
function MovesSheet({ viewer, roster, settled, groupId }: PreviewProps & { groupId: number }) {
  const t = transitionText(viewer.language);
  const group = roster.groups.find(({ id }) => id === groupId);
  const places = placesOf(settled, groupId);
  if (places.length === 0) return null;
  const rows = [...Map.groupBy(places, (place) => whereTo(viewer, settled, place))];
  return (
    <Sheet
      title={group
        ? t.plan.from(groupsText(viewer.language).groupWithin(group.name))
        : t.plan.fromNone}
      aside={t.pupils(places.length)}
    >
      <ul class="rows" role="list">
        {rows.map(([to, some]) => (
          <li>
            <details>
              <summary class="row">
                <Icon name="right" />
                <b class="grow">{to}</b>
                <span>{t.pupils(some.length)}</span>
                <Icon name="down" />
              </summary>
              <p>{some.map(({ pupil }) => fullName(pupil)).join(", ")}</p>
            </details>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

function whereTo(viewer: Viewer, { groups }: Settled, { target, stays }: Placement): string {
  const t = transitionText(viewer.language);
  const to = target === "there" ? t.preview.there : targetName(viewer, groups, target);
  return stays && target !== "leaves" ? `${to}. ${t.preview.again}` : to;
}

/** The groups as they will be. */
function ResultSheet({ viewer, roster, settled, instructions }: PreviewProps) {
  const t = transitionText(viewer.language);
  const { group: named } = groupsText(viewer.language);
  const nameOf = (id: number) => roster.staff.find((person) => person.id === id)?.name;
  return (
    <Sheet title={t.preview.result(roster.year)}>
      <GroupsTable
        viewer={viewer}
        year={roster.year}
        rows={settled.groups.map((group) => ({
          name: named(group.name),
          pupils: headcount(roster, instructions, group.ref),
          teachers: group.teachers.map(nameOf).filter(Boolean).join(", "),
        }))}
      />
    </Sheet>
  );
}

interface TableProps {
  viewer: Viewer;
  year: number;
  rows: { name: Child; pupils: number; teachers: string }[];
}

function GroupsTable({ viewer, year, rows }: TableProps) {
  const { preview: t, plan } = transitionText(viewer.language);
  const { group, pupils, teachers } = t.columns;
  return (
    <Table caption={t.result(year)} columns={[group, pupils, teachers]}>
      {rows.map((row) => (
        <Row>
          <RowHead>{row.name}</RowHead>
          <Cell num>{row.pupils}</Cell>
          <Cell>{row.teachers || <span class="soft">{plan.teachers([])}</span>}</Cell>
        </Row>
      ))}
    </Table>
  );
}

interface AppliedProps {
  viewer: Viewer;
  year: number;
  applied: NonNullable<Transition["applied"]>;
  /** Of the year that begins. */
  groups: Group[];
  when: When;
  error?: string | undefined;
}

/** Step 3: it is ready, and waits for 1 August. */
export function AppliedPage({ viewer, year, applied, groups, when, error }: AppliedProps) {
  const t = transitionText(viewer.language);
  const { group: named } = groupsText(viewer.language);
  const home = `/${viewer.school.shortName}`;
  const { leavers } = applied.outcome;
  const day = namedDay(dayIn(when.timeZone, applied.at), when);
  return (
    <>
      <Back href={`${home}/groups`}>{groupsName(viewer)}</Back>
      <Head title={t.title(year)} lead={t.applied.lead(applied.by, day)} />
      <div class="stack">
        {error && <Alert>{error}</Alert>}
        <Notice>{t.applied.waits}</Notice>
        <Sheet title={t.plan.groups(year)}>
          <GroupsTable
            viewer={viewer}
            year={year}
            rows={groups.map((group) => ({
              name: <a href={`${home}/groups/${group.id}/edit`}>{named(group.name)}</a>,
              pupils: group.pupils,
              teachers: group.teachers.map(({ name }) => name).join(", "),
            }))}
          />
          {leavers.length > 0 && <p>{t.applied.leavers(leavers.length)}</p>}
        </Sheet>
        <Confirm
          label={t.applied.undo}
          question={t.applied.undoQuestion}
          action={`${transitionPath(viewer)}/removal`}
          confirm={t.applied.undoConfirm}
        />
      </div>
    </>
  );
}
