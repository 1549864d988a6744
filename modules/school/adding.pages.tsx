import { Back, Button, Check, Choices, ErrorSummary, Head, Select } from "../../web/components.tsx";
import { fieldOf, value, type Values } from "../../web/forms.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { Group } from "./groups.queries.ts";
import { peoplePath } from "./people.pages.tsx";
import type { NamedPupil, PeopleTab } from "./people.queries.ts";
import {
  ChildFields,
  ContactFields,
  fieldLabels,
  NameFields,
  PupilFields,
  WorkFields,
} from "./person.fields.tsx";
import { personText } from "./person.text.ts";

interface AddingProps {
  viewer: Viewer;
  tab: PeopleTab;
  values: Values;
  /** Sentences, by field. */
  errors: Record<string, string>;
  /** To choose from: children of a guardian, groups of a pupil. */
  pupils: NamedPupil[];
  groups: Group[];
}

/** Someone who is in no file of the administration. */
export function AddingPage(props: AddingProps) {
  const { viewer, tab, values, errors } = props;
  const { language } = viewer;
  const t = personText(language);
  const fields = { language, values, errors };
  return (
    <>
      <Back href={peoplePath(viewer, tab)}>{t.back}</Back>
      <Head title={t.adding[tab]} />
      <ErrorSummary errors={errors} labels={fieldLabels(language)} language={language} />
      <form
        class="sheet form"
        method="post"
        action={`/${viewer.school.shortName}/people/${tab}`}
      >
        {tab === "pupils" ? <PupilFields {...fields} /> : (
          <>
            <NameFields {...fields} />
            <ContactFields {...fields} isNew />
          </>
        )}
        {tab === "guardians" && <ChildFields {...fields} pupils={props.pupils} />}
        {tab === "staff" && (
          <>
            <Roles viewer={viewer} value={value(values, "role") || "teacher"} error={errors.role} />
            <WorkFields {...fields} />
          </>
        )}
        {tab === "pupils" && <GroupField {...props} />}
        {tab !== "pupils" && (
          <Check name="invite" label={t.adding.invite} checked={values.invite !== undefined} />
        )}
        <div>
          <Button>{t.adding.submit[tab]}</Button>
        </div>
      </form>
    </>
  );
}

function GroupField({ viewer, values, errors, groups }: AddingProps) {
  const t = personText(viewer.language);
  const field = fieldOf(values, errors);
  return (
    <Select
      {...field("group")}
      label={t.adding.group}
      options={[
        { value: "", label: t.adding.noGroup },
        ...groups.map((group) => ({ value: String(group.id), label: group.name })),
      ]}
    />
  );
}

interface RolesProps {
  viewer: Viewer;
  value: string;
  error?: string | undefined;
  /** Also offers not to work here. */
  none?: boolean;
}

/** What someone does at the school; office and admin are for admins to give. */
export function Roles({ viewer, value, error, none }: RolesProps) {
  const t = personText(viewer.language).staff;
  const admin = viewer.roles.has("admin");
  const roles = none
    ? ["none", "teacher", "office", "admin"] as const
    : ["teacher", "office", "admin"] as const;
  return (
    <Choices
      name="role"
      legend={t.role}
      hint={admin ? undefined : t.adminsOnly}
      type="radio"
      options={roles.map((role) => ({
        value: role,
        label: t[role],
        hint: t[`${role}Hint`],
        disabled: !admin && role !== value && (role === "office" || role === "admin"),
      }))}
      value={value}
      error={error}
    />
  );
}
