import { Alert, Button, ButtonLink, Field, FieldGroup } from "../../web/components.tsx";
import type { When } from "../../web/dates.ts";
import { roomToType } from "../../web/forms.ts";
import type { Language } from "../../web/language.ts";
import { BecameNotice } from "../../web/meanwhile.tsx";
import { shellText } from "../../web/text.ts";
import { isOffice, type Viewer } from "../../web/viewer.ts";
import { type Field as FieldKey, fieldsOf, type Tab, typedOf, type Value } from "./fields.ts";
import type { Overtaken } from "./own.actions.ts";
import type { Details, Rejection } from "./own.queries.ts";
import { profileText } from "./text.ts";
import { fieldName, shown } from "./words.ts";

// The fields of one adult or child as a form.

/** The form that is open, of whom. */
export interface Editing {
  subjectId: number;
  /** The fields, a new entry, or the entry with this number. */
  form: "fields" | "new" | number;
  /** What was typed; undefined before anything was. */
  typed?: Record<string, string>;
  /** Sentences, by input. */
  errors: Record<string, string>;
  /** What others changed while this was typed. */
  became: Overtaken[];
  /** Nothing was typed: the entry was to be removed. */
  removal?: boolean;
}

export interface OwnProps {
  viewer: Viewer;
  details: Details;
  tab: Tab;
  /** The page it stands on: `/regenton/account`. */
  here: string;
  /** Where its forms go: `/regenton/account/people/12`. */
  action: string;
  editing: Editing | undefined;
  /** What the viewer asked and was not taken over lately. */
  rejected: Rejection[];
  when: When;
}

/** Whether one's changes wait for the office. */
export const asksOffice = (viewer: Viewer) =>
  !viewer.school.directChanges && !isOffice(viewer) && !viewer.readOnly;

/** What waits for the office, said under the field in the form. */
function waitingFor({ viewer, details }: OwnProps, field: FieldKey): string | undefined {
  const t = profileText(viewer.language, viewer).pending;
  const waiting = details.pending.find((one) => one.field === field);
  return waiting && t.hint(shown(field, waiting.to, viewer.language) ?? t.removed);
}

/** The fields of a tab, to be changed. */
export function FieldsForm(props: OwnProps & { editing: Editing }) {
  const { viewer, details, tab, here, action, editing } = props;
  const fields = fieldsOf[details.subject.kind][tab];
  const seen: Record<string, string> = Object.assign(
    {},
    ...fields.map((field) => typedOf(field, details.kept[field] ?? null)),
  );
  const values = { ...seen, ...editing.typed };
  return (
    <form
      id="fields"
      class="form narrow"
      method="post"
      action={tab === "contact" ? `${action}/contact` : action}
    >
      <input type="hidden" name="was" value={JSON.stringify(seen)} />
      <OvertakenNotice viewer={viewer} editing={editing} />
      {tab === "personal"
        ? <PersonalInputs {...props} values={values} errors={editing.errors} />
        : <ContactInputs {...props} values={values} errors={editing.errors} />}
      <FormFoot viewer={viewer} here={here} />
    </form>
  );
}

/** *Opslaan*, *Annuleren*, and who looks at it first. */
export function FormFoot({ viewer, here }: { viewer: Viewer; here: string }) {
  const t = profileText(viewer.language, viewer);
  return (
    <>
      {asksOffice(viewer) && <p class="small soft">{t.office}</p>}
      <div class="actions">
        <Button>{t.save}</Button>
        <ButtonLink look="quiet" href={here}>{shellText(viewer.language).cancel}</ButtonLink>
      </div>
    </>
  );
}

/** What it has become beside what was typed (two guardians at once); nothing was saved. */
export function OvertakenNotice({ viewer, editing }: { viewer: Viewer; editing: Editing }) {
  if (editing.became.length === 0) return null;
  const { language } = viewer;
  const t = profileText(language, viewer);
  if (editing.removal) {
    const now = editing.became.map(({ field, value }) => shown(field, value, language) ?? t.none);
    return <Alert>{t.overtaken.notRemoved(now.join(", "))}</Alert>;
  }
  const became = editing.became.map(({ field, value }) => ({
    label: fieldName(field, language),
    now: shown(field, value, language) ?? t.none,
    typed: typedIn(field, editing, language) ?? t.none,
  }));
  return <BecameNotice became={became} text={t.overtaken} />;
}

function typedIn(field: FieldKey, { typed = {} }: Editing, language: Language) {
  const value = field === "address" || field === "contact" ? typed : typed[field] ?? "";
  return shown(field, value as Value, language);
}

interface InputsProps extends OwnProps {
  values: Record<string, string>;
  errors: Record<string, string>;
}

/** One text input; `autocomplete` only where it is about whoever types (WCAG 1.3.5). */
function Input({ name, props, max, autocomplete, required, optional }: {
  name: string;
  props: InputsProps;
  max: number;
  autocomplete?: string;
  required?: boolean;
  optional?: boolean;
}) {
  const { viewer, details, values, errors } = props;
  const { fields } = profileText(viewer.language, viewer);
  const own = details.subject.kind === "person";
  return (
    <Field
      name={name}
      label={fields[name as keyof typeof fields]}
      value={values[name]}
      error={errors[name]}
      hint={waitingFor(props, name as FieldKey)}
      maxlength={roomToType(max)}
      {...own && autocomplete && { autocomplete }}
      {...required && { required }}
      {...optional && { optional: viewer.language }}
    />
  );
}

function PersonalInputs(props: InputsProps) {
  const { viewer, details, values, errors } = props;
  const t = profileText(viewer.language, viewer);
  return (
    <>
      <div class="split">
        <Input name="firstName" props={props} max={60} autocomplete="given-name" required />
        <Input name="initials" props={props} max={20} optional />
      </div>
      <div class="split">
        <Input name="prefix" props={props} max={20} optional />
        <Input name="lastName" props={props} max={80} autocomplete="family-name" required />
      </div>
      {details.subject.kind === "pupil"
        ? (
          <Field
            name="bornOn"
            label={t.fields.bornOn}
            hint={waitingFor(props, "bornOn")}
            type="date"
            value={values.bornOn}
            error={errors.bornOn}
          />
        )
        : (
          <FieldGroup
            id="address"
            legend={
              <>
                {t.fields.address} <span class="soft">({shellText(viewer.language).optional})</span>
              </>
            }
            error={errors.address}
          >
            <div class="form">
              {waitingFor(props, "address") && (
                <p class="small soft">{waitingFor(props, "address")}</p>
              )}
              <div class="split">
                <Input name="street" props={props} max={80} autocomplete="address-line1" />
                <Input name="houseNumber" props={props} max={10} autocomplete="address-line2" />
                <Input name="houseAddition" props={props} max={10} optional />
              </div>
              <div class="split">
                <Input name="postcode" props={props} max={10} autocomplete="postal-code" />
                <Input name="city" props={props} max={60} autocomplete="address-level2" />
              </div>
            </div>
          </FieldGroup>
        )}
    </>
  );
}

function ContactInputs(props: InputsProps) {
  const { viewer, details, values, errors } = props;
  const { language } = viewer;
  const t = profileText(language, viewer);
  const person = details.subject.kind === "person";
  const others = viewer.people.filter(({ id }) => id !== details.subject.id);
  return (
    <>
      {person && (
        <Field
          name="phone"
          label={t.fields.phone}
          hint={waitingFor(props, "phone")}
          type="tel"
          autocomplete="tel"
          value={values.phone}
          error={errors.phone}
          optional={language}
          maxlength={30}
        />
      )}
      <Field
        name="email"
        label={t.fields.email}
        type="email"
        value={values.email}
        error={errors.email}
        maxlength={254}
        {...person
          ? {
            autocomplete: "email",
            required: true,
            hint: waitingFor(props, "email") ?? (others.length > 0
              ? t.emailShared(others.map(({ name }) => name).join(", "))
              : t.emailHint),
          }
          : { optional: language, hint: waitingFor(props, "email") }}
      />
      {person && !asksOffice(viewer) && (
        <Field
          name="current"
          label={t.password}
          hint={t.passwordHint}
          type="password"
          autocomplete="current-password"
          error={errors.current}
        />
      )}
    </>
  );
}
