import {
  Back,
  Button,
  ErrorSummary,
  Field,
  Head,
  Select,
  TextArea,
  Tiles,
} from "../../web/components.tsx";
import { fieldOf, value, type Values, valuesOf } from "../../web/forms.ts";
import { type Overtaken, OvertakenNotice, Was } from "../../web/meanwhile.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { groupPath } from "./group.pages.tsx";
import { type NamedGroup, type SpecialGroup, specialGroupValues } from "./queries.ts";
import { specialGroupsText } from "./text.ts";

interface EditProps {
  viewer: Viewer;
  /** Whether guardians sign up for it. */
  activity: boolean;
  /** Absent while a new one is made. */
  group?: SpecialGroup | undefined;
  /** The classes of this school year. */
  classes: NamedGroup[];
  values: Values;
  /** What others changed since the form was opened. */
  overtaken?: Overtaken | undefined;
  /** Sentences, by field. */
  errors: Record<string, string>;
}

/** What the page is called. */
export function editTitle(
  { viewer, activity, group }: Pick<EditProps, "viewer" | "activity" | "group">,
) {
  const t = specialGroupsText(viewer.language);
  if (group) return t.edit.titleOf(group.name);
  return activity ? t.newActivity : t.newGroup;
}

/** Makes or changes a special group, of either kind. */
export function EditPage(props: EditProps) {
  const { viewer, activity, group, values, errors } = props;
  const { language } = viewer;
  const t = specialGroupsText(language);
  const home = `/${viewer.school.shortName}/special-groups`;
  const { form, ...fields } = errors;
  const field = fieldOf(values, errors);
  return (
    <>
      <Back href={group ? groupPath(viewer, group) : home}>{group ? t.edit.back : t.title}</Back>
      <Head title={editTitle(props)} lead={activity ? t.edit.leadActivity : t.edit.leadGroup} />
      <form
        method="post"
        action={group ? `${groupPath(viewer, group)}/edit` : home}
        class="sheet form"
      >
        {form && <p class="error" role="alert">{form}</p>}
        <ErrorSummary errors={fields} labels={t.edit} language={language} />
        {group && <Was values={values} kept={specialGroupValues(group, viewer.school)} />}
        <OvertakenNotice
          overtaken={props.overtaken}
          labels={t.edit}
          named={(field, chosen) =>
            field === "groups" || field === "mainGroup"
              ? props.classes.find(({ id }) => String(id) === chosen)?.name
              : undefined}
          language={language}
        />
        <input type="hidden" name="kind" value={activity ? "activity" : "group"} />
        <input type="hidden" name="key" value={value(values, "key")} />
        <Field
          {...field("name")}
          label={t.edit.name}
          hint={activity ? t.edit.nameHintActivity : t.edit.nameHint}
          maxlength={80}
          required
        />
        {activity && <ActivityFields {...props} />}
        <Select
          {...field("mainGroup")}
          label={t.edit.mainGroup}
          options={[
            { value: "", label: t.edit.noMainGroup },
            ...props.classes.map(({ id, name }) => ({ value: String(id), label: t.group(name) })),
          ]}
        />
        <div>
          <Button>
            {group ? t.edit.save : activity ? t.edit.makeActivity : t.edit.makeGroup}
          </Button>
        </div>
      </form>
    </>
  );
}

function ActivityFields({ viewer, classes, values, errors }: EditProps) {
  const { language } = viewer;
  const t = specialGroupsText(language);
  const field = fieldOf(values, errors);
  return (
    <>
      <TextArea
        {...field("description")}
        label={t.edit.description}
        hint={t.edit.descriptionHint}
        maxlength={2000}
        optional={language}
      />
      <div class="split">
        <Field {...field("closesOn")} type="date" label={t.edit.closesOn} required />
        <Field {...field("closesAt")} type="time" label={t.edit.closesAt} required />
      </div>
      <Field
        {...field("maximum")}
        label={t.edit.maximum}
        hint={t.edit.maximumHint}
        inputmode="numeric"
        maxlength={20}
        optional={language}
      />
      <Tiles
        many
        type="checkbox"
        name="groups"
        legend={t.edit.groups}
        hint={t.edit.groupsHint}
        error={errors.groups}
        value={valuesOf(values, "groups")}
        options={classes.map(({ id, name }) => ({ value: String(id), label: t.group(name) }))}
      />
    </>
  );
}
