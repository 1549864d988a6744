import {
  Alert,
  Back,
  Button,
  Check,
  Empty,
  ErrorSummary,
  Field,
  Head,
  Icon,
  Select,
  Sheet,
} from "../../web/components.tsx";
import { fieldOf, value, type Values, valuesOf } from "../../web/forms.ts";
import type { Viewer } from "../../web/viewer.ts";
import { groupsName } from "./groups.pages.tsx";
import { groupsText } from "./groups.text.ts";
import type { Planned } from "./transition.actions.ts";
import { nameField, placesOf, planSign, setField, teachersField } from "./transition.forms.ts";
import { Steps, targetOptions, transitionPath } from "./transition.partials.tsx";
import { byYear, type NewGroup, type PupilSet, type Settled } from "./transition.plan.ts";
import { transitionText } from "./transition.text.ts";

export interface PlanProps extends Planned {
  viewer: Viewer;
  settled: Settled;
  values: Values;
  /** Sentences, by field. */
  errors: Record<string, string>;
}

/** Step 1: which groups there will be, and where each set of pupils goes. */
export function PlanPage(props: PlanProps) {
  const { viewer, roster, settled, errors } = props;
  const t = transitionText(viewer.language);
  const { form, ...fields } = errors;
  const labels = Object.fromEntries(
    [...settled.groups, ...settled.dropped].map((group) => [
      nameField(group),
      nameLabel(props, group),
    ]),
  );
  return (
    <>
      <Back href={`/${viewer.school.shortName}/groups`}>{groupsName(viewer)}</Back>
      <Head title={t.title(roster.year)} lead={t.plan.lead} />
      <Steps viewer={viewer} at="plan" />
      {settled.sets.length === 0 && roster.groups.length === 0
        ? (
          <div class="sheet">
            <Empty>{t.plan.nothing}</Empty>
          </div>
        )
        : (
          <form class="stack" method="post" action={transitionPath(viewer)}>
            <input type="hidden" name="seen" value={planSign(roster.year, settled)} />
            {form && <Alert>{form}</Alert>}
            <ErrorSummary
              errors={fields}
              labels={{ ...labels, added: t.plan.added }}
              language={viewer.language}
            />
            <GroupsSheet {...props} />
            <Sheet title={t.plan.where}>
              <ul class="rows" role="list">
                {[...roster.groups.map((group) => group.id), 0].map((groupId) => (
                  <FromGroup {...props} groupId={groupId} />
                ))}
              </ul>
            </Sheet>
            <div class="actions">
              <Button name="next" value="preview">{t.plan.look}</Button>
              <Button look="quiet">{t.plan.save}</Button>
            </div>
          </form>
        )}
    </>
  );
}

function nameLabel({ viewer, roster }: PlanProps, { ref, name }: NewGroup): string {
  const t = transitionText(viewer.language);
  const { group, groupWithin } = groupsText(viewer.language);
  const from = roster.groups.find(({ id }) => ref === `n${id}`);
  return from ? t.plan.followerOf(groupWithin(from.name)) : group(name);
}

function GroupsSheet(props: PlanProps) {
  const { viewer, roster, settled, values, errors } = props;
  const t = transitionText(viewer.language).plan;
  const field = fieldOf(values, errors);
  return (
    <Sheet title={t.groups(roster.year)}>
      <div class="stack">
        <p class="soft">{t.groupsLead}</p>
        <ul class="rows" role="list">
          {[...settled.groups, ...settled.dropped].sort(byYear).map((group) => (
            <li>
              <GroupFields {...props} group={group} />
            </li>
          ))}
        </ul>
        <Field
          {...field("added")}
          label={t.added}
          hint={t.addedHint}
          optional={viewer.language}
          maxlength={20}
        />
        <div>
          <Button look="quiet" small icon="plus">{t.add}</Button>
        </div>
      </div>
    </Sheet>
  );
}

function GroupFields(props: PlanProps & { group: NewGroup }) {
  const { viewer, roster, group, values, errors } = props;
  const t = transitionText(viewer.language);
  const typed = Object.keys(values).length > 0;
  const chosen = typed && !group.taught
    ? valuesOf(values, teachersField(group)).map(Number)
    : group.teachers;
  const names = roster.staff.filter(({ id }) => chosen.includes(id)).map(({ name }) => name);
  const name = nameField(group);
  const from = roster.groups.find(({ id }) => group.ref === `n${id}`);
  return (
    <div class="stack near grow">
      {group.id === null
        ? (
          <div class="row">
            <b aria-hidden="true">{from?.name ?? t.plan.newGroup}</b>
            <Icon name="right" />
            <Field
              name={name}
              label={<span class="vh">{nameLabel(props, group)}</span>}
              value={typed ? value(values, name) : group.name}
              error={errors[name]}
              maxlength={20}
            />
          </div>
        )
        : (
          <p>
            <b>{groupsText(viewer.language).group(group.name)}</b>
            <br />
            <span class="soft small">{t.plan.there}</span>
          </p>
        )}
      {group.taught ? <p>{t.plan.teachers(names)}</p> : (
        <details>
          <summary class="row">
            <span class="grow">{t.plan.teachers(names)}</span>
            <Icon name="down" />
          </summary>
          <div class="split">
            {roster.staff.map((person) => (
              <Check
                name={teachersField(group)}
                value={String(person.id)}
                label={person.name}
                checked={chosen.includes(person.id)}
              />
            ))}
          </div>
        </details>
      )}
    </div>
  );
}

/** Where everyone of one of this year's groups goes. */
function FromGroup(props: PlanProps & { groupId: number }) {
  const { viewer, roster, settled, groupId } = props;
  const t = transitionText(viewer.language);
  const places = placesOf(settled, groupId);
  if (places.length === 0) return null;
  const group = roster.groups.find(({ id }) => id === groupId);
  const name = group ? groupsText(viewer.language).group(group.name) : t.plan.fromNone;
  const placed = places.filter(({ pupil }) => pupil.nextIds.length > 0).length;
  return (
    <li id={`group-${groupId}`}>
      <div class="stack near grow">
        <div class="row">
          <h3 class="grow">{name}</h3>
          <Button look="quiet" small name="next" value={`groups/${groupId}`}>
            {t.plan.oneByOne}
            <span class="vh">: {name}</span>
          </Button>
        </div>
        <div class="split">
          {settled.sets.filter((set) => set.groupId === groupId).map((set) => (
            <SetField {...props} set={set} />
          ))}
        </div>
        {placed > 0 && <p class="soft">{t.plan.placed(placed)}</p>}
      </div>
    </li>
  );
}

function SetField(props: PlanProps & { set: PupilSet }) {
  const { viewer, settled, transition, values, errors, set } = props;
  const t = transitionText(viewer.language);
  const field = setField(set);
  const apart =
    placesOf(settled, set.groupId).filter(({ pupil, stays }) =>
      pupil.year === set.year && (stays || `${set.groupId}:${pupil.id}` in transition.plan.pupils)
    ).length;
  return (
    <Select
      name={field}
      label={t.plan.set(t.pupils(set.pupils.length), t.year(set.year))}
      hint={apart > 0 && t.plan.apart(apart)}
      options={targetOptions(viewer, settled.groups)}
      value={value(values, field) || set.target}
      error={errors[field]}
    />
  );
}
