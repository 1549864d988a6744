import { Field, Select } from "../../web/components.tsx";
import { value, type Values } from "../../web/forms.ts";
import type { Language } from "../../web/language.ts";
import { relations } from "./person.forms.ts";
import { personText } from "./person.text.ts";
import type { NamedPupil } from "./people.queries.ts";
import { named } from "./people.pages.tsx";

interface FieldsProps {
  language: Language;
  values: Values;
  /** Sentences, by field. */
  errors: Record<string, string>;
}

/** What the fields of a person or pupil are called, for the summary of what is wrong. */
export function fieldLabels(language: Language): Record<string, unknown> {
  const { details, staff, children } = personText(language);
  const { relation, child: pupil } = children;
  return {
    ...details,
    bornOn: details.born,
    title: staff.titleName,
    function: staff.function,
    pupil,
    relation,
  };
}

export function NameFields({ language, values, errors }: FieldsProps) {
  const t = personText(language).details;
  return (
    <>
      <div class="split">
        <Field
          name="firstName"
          label={t.firstName}
          value={value(values, "firstName")}
          error={errors.firstName}
          maxlength={60}
        />
        <Field
          name="initials"
          label={t.initials}
          value={value(values, "initials")}
          error={errors.initials}
          optional={language}
          maxlength={20}
        />
      </div>
      <div class="split">
        <Field
          name="prefix"
          label={t.prefix}
          value={value(values, "prefix")}
          error={errors.prefix}
          optional={language}
          maxlength={20}
        />
        <Field
          name="lastName"
          label={t.lastName}
          value={value(values, "lastName")}
          error={errors.lastName}
          maxlength={80}
          required
        />
      </div>
    </>
  );
}

export function ContactFields(
  { language, values, errors, isNew }: FieldsProps & { isNew?: boolean },
) {
  const t = personText(language).details;
  return (
    <div class="split">
      <Field
        name="email"
        label={t.email}
        hint={isNew ? t.emailNewHint : t.emailHint}
        type="email"
        value={value(values, "email")}
        error={errors.email}
        optional={language}
        maxlength={254}
      />
      <Field
        name="phone"
        label={t.phone}
        type="tel"
        value={value(values, "phone")}
        error={errors.phone}
        optional={language}
        maxlength={30}
      />
    </div>
  );
}

/** Which child, and what one is to it. */
export function ChildFields(
  { language, values, errors, pupils }: FieldsProps & { pupils: NamedPupil[] },
) {
  const t = personText(language).children;
  return (
    <div class="split">
      <Select
        name="pupil"
        label={t.child}
        options={[
          { value: "", label: t.choose },
          ...pupils.map((pupil) => ({ value: String(pupil.id), label: named(pupil) })),
        ]}
        value={value(values, "pupil")}
        error={errors.pupil}
      />
      <Select
        name="relation"
        label={t.relation}
        options={relations.map((key) => ({ value: key, label: t.relations[key] }))}
        value={value(values, "relation")}
        error={errors.relation}
      />
    </div>
  );
}

export function WorkFields({ language, values, errors }: FieldsProps) {
  const t = personText(language).staff;
  return (
    <div class="split">
      <Field
        name="title"
        label={t.titleName}
        hint={t.titleHint}
        value={value(values, "title")}
        error={errors.title}
        optional={language}
        maxlength={60}
      />
      <Field
        name="function"
        label={t.function}
        value={value(values, "function")}
        error={errors.function}
        optional={language}
        maxlength={60}
      />
    </div>
  );
}

export function PupilFields({ language, values, errors }: FieldsProps) {
  const t = personText(language).details;
  return (
    <>
      <NameFields language={language} values={values} errors={errors} />
      <div class="split">
        <Field
          name="bornOn"
          label={t.born}
          type="date"
          value={value(values, "bornOn")}
          error={errors.bornOn}
          optional={language}
        />
        <Field
          name="year"
          label={t.year}
          hint={t.yearHint}
          value={value(values, "year")}
          error={errors.year}
          optional={language}
          maxlength={1}
        />
      </div>
    </>
  );
}
