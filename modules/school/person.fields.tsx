import { Field, Select } from "../../web/components.tsx";
import { fieldOf, type Values } from "../../web/forms.ts";
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
  const field = fieldOf(values, errors);
  return (
    <>
      <div class="split">
        <Field
          {...field("firstName")}
          label={t.firstName}
          maxlength={60}
        />
        <Field
          {...field("initials")}
          label={t.initials}
          optional={language}
          maxlength={20}
        />
      </div>
      <div class="split">
        <Field
          {...field("prefix")}
          label={t.prefix}
          optional={language}
          maxlength={20}
        />
        <Field
          {...field("lastName")}
          label={t.lastName}
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
  const field = fieldOf(values, errors);
  return (
    <div class="split">
      <Field
        {...field("email")}
        label={t.email}
        hint={isNew ? t.emailNewHint : t.emailHint}
        type="email"
        optional={language}
        maxlength={254}
      />
      <Field
        {...field("phone")}
        label={t.phone}
        type="tel"
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
  const field = fieldOf(values, errors);
  return (
    <div class="split">
      <Select
        {...field("pupil")}
        label={t.child}
        options={[
          { value: "", label: t.choose },
          ...pupils.map((pupil) => ({ value: String(pupil.id), label: named(pupil) })),
        ]}
      />
      <Select
        {...field("relation")}
        label={t.relation}
        options={relations.map((key) => ({ value: key, label: t.relations[key] }))}
      />
    </div>
  );
}

export function WorkFields({ language, values, errors }: FieldsProps) {
  const t = personText(language).staff;
  const field = fieldOf(values, errors);
  return (
    <div class="split">
      <Field
        {...field("title")}
        label={t.titleName}
        hint={t.titleHint}
        optional={language}
        maxlength={60}
      />
      <Field
        {...field("function")}
        label={t.function}
        optional={language}
        maxlength={60}
      />
    </div>
  );
}

export function PupilFields({ language, values, errors }: FieldsProps) {
  const t = personText(language).details;
  const field = fieldOf(values, errors);
  return (
    <>
      <NameFields language={language} values={values} errors={errors} />
      <div class="split">
        <Field
          {...field("bornOn")}
          label={t.born}
          type="date"
          optional={language}
        />
        <Field
          {...field("year")}
          label={t.year}
          hint={t.yearHint}
          optional={language}
          maxlength={1}
        />
      </div>
    </>
  );
}
