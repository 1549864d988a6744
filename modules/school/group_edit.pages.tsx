import type { Child } from "hono/jsx";
import {
  Back,
  Button,
  Confirm,
  ErrorSummary,
  Field,
  Head,
  Select,
  Sheet,
} from "../../web/components.tsx";
import { fieldOf, type Values } from "../../web/forms.ts";
import { type Overtaken, OvertakenNotice, Was } from "../../web/meanwhile.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { groupValues } from "./groups.actions.ts";
import { groupsName } from "./groups.pages.tsx";
import type { Candidate, Group, GroupPupil } from "./groups.queries.ts";
import { groupsText } from "./groups.text.ts";
import { MoveForm } from "./moving.pages.tsx";
import { movingText } from "./moving.text.ts";

interface NewGroupProps {
  viewer: Viewer;
  values?: Values;
  errors?: Record<string, string>;
}

export function NewGroupPage({ viewer, values = {}, errors = {} }: NewGroupProps) {
  const t = groupsText(viewer.language).edit;
  const home = `/${viewer.school.shortName}`;
  return (
    <>
      <Back href={`${home}/groups`}>{groupsName(viewer)}</Back>
      <Head title={t.newTitle} />
      <ErrorSummary errors={errors} labels={t} language={viewer.language} />
      <form class="sheet form" method="post" action={`${home}/groups`}>
        <GroupFields viewer={viewer} values={values} errors={errors} />
        <div>
          <Button>{t.newSubmit}</Button>
        </div>
      </form>
    </>
  );
}

function GroupFields({ viewer, values = {}, errors = {} }: NewGroupProps) {
  const t = groupsText(viewer.language).edit;
  const field = fieldOf(values, errors);
  return (
    <div class="split">
      <Field
        {...field("name")}
        label={t.name}
        hint={t.nameHint}
        maxlength={20}
        required
      />
      <Field
        {...field("years")}
        label={t.years}
        hint={t.yearsHint}
        optional={viewer.language}
        maxlength={40}
      />
    </div>
  );
}

interface EditGroupProps {
  viewer: Viewer;
  group: Group;
  pupils: GroupPupil[];
  /** The other groups of this year, to move to. */
  groups: Group[];
  otherPupils: Candidate[];
  otherStaff: Candidate[];
  values: Values;
  /** What others changed since the form with the name was opened. */
  overtaken?: Overtaken | undefined;
  errors: Record<string, string>;
}

/** Where the office keeps a group: its name, teachers and pupils. */
export function EditGroupPage(props: EditGroupProps) {
  const { viewer, group, errors } = props;
  const t = groupsText(viewer.language).edit;
  const here = `/${viewer.school.shortName}/groups/${group.id}`;
  const kept = groupValues(group);
  const values = { ...kept, ...props.values };
  return (
    <>
      <Back href={here}>{t.back}</Back>
      <Head title={t.title(group.name)} />
      <div class="stack">
        <ErrorSummary
          errors={errors}
          labels={{ ...t, ...movingText(viewer.language) }}
          language={viewer.language}
        />
        <form class="sheet form" method="post" action={`${here}/edit`}>
          <Was values={values} kept={kept} />
          <OvertakenNotice overtaken={props.overtaken} labels={t} language={viewer.language} />
          <GroupFields viewer={viewer} values={values} errors={errors} />
          <div>
            <Button>{t.save}</Button>
          </div>
        </form>
        <TeachersSheet {...props} here={here} />
        <PupilsSheet {...props} here={here} />
        {group.pupils === 0 && (
          <Confirm
            label={t.close}
            icon="trash"
            question={t.closeQuestion}
            action={`${here}/removal`}
            confirm={t.close}
          />
        )}
      </div>
    </>
  );
}

type SheetProps = EditGroupProps & { here: string };

function TeachersSheet({ viewer, group, otherStaff, errors, here }: SheetProps) {
  const t = groupsText(viewer.language);
  return (
    <Sheet title={t.edit.teachers} id="teachers">
      <div class="stack">
        {group.teachers.length === 0 && <p class="soft">{t.noTeachers}</p>}
        <ul class="rows" role="list">
          {group.teachers.map((teacher) => (
            <li class="row">
              <span class="grow">{teacher.name}</span>
              <Confirm
                label={
                  <>
                    {t.edit.remove}
                    <span class="vh">: {teacher.name}</span>
                  </>
                }
                question={t.edit.removeQuestion(teacher.name)}
                action={`${here}/teachers/${teacher.id}/removal`}
                confirm={t.edit.removeTeacher(teacher.name)}
                look="bare"
              />
            </li>
          ))}
        </ul>
        <Adder
          viewer={viewer}
          name="teacher"
          label={t.edit.addTeacher}
          action={`${here}/teachers`}
          candidates={otherStaff}
          error={errors.teacher}
        />
      </div>
    </Sheet>
  );
}

function PupilsSheet(props: SheetProps) {
  const { viewer, group, pupils, groups, otherPupils, values, errors, here } = props;
  const t = groupsText(viewer.language);
  return (
    <Sheet title={t.edit.pupils} id="pupils" aside={t.pupils(pupils.length)}>
      <div class="stack">
        {pupils.length === 0 ? <p class="soft">{t.list.none}</p> : (
          <MoveForm
            viewer={viewer}
            group={group}
            pupils={pupils}
            groups={groups}
            values={values}
            errors={errors}
          />
        )}
        <Adder
          viewer={viewer}
          name="pupil"
          label={t.edit.addPupil}
          action={`${here}/pupils`}
          candidates={otherPupils}
          error={errors.pupil}
        />
      </div>
    </Sheet>
  );
}

interface AdderProps {
  viewer: Viewer;
  name: string;
  label: string;
  action: string;
  candidates: Candidate[];
  error?: string | undefined;
}

function Adder({ viewer, name, label, action, candidates, error }: AdderProps) {
  const t = groupsText(viewer.language);
  if (candidates.length === 0) return null;
  const described = ({ name, groups }: Candidate) =>
    groups.length > 0 ? `${name} (${groups.join(", ")})` : name;
  return (
    <form method="post" action={action} class="form">
      <Select
        name={name}
        label={label}
        options={choices(t.edit.choose, candidates, described)}
        error={error}
      />
      <div>
        <Button look="quiet" small icon="plus">{t.edit.add}</Button>
      </div>
    </form>
  );
}

/** Options that begin with an empty one, so that nothing is chosen by accident. */
export function choices<T extends { id: number }>(
  first: Child,
  list: T[],
  label: (one: T) => string,
) {
  return [
    { value: "", label: first },
    ...list.map((one) => ({ value: String(one.id), label: label(one) })),
  ];
}
