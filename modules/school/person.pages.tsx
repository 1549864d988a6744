import {
  Alert,
  Back,
  Button,
  Check,
  Confirm,
  ErrorSummary,
  Field,
  FieldGroup,
  Head,
  Notice,
  Sheet,
} from "../../web/components.tsx";
import { dayIn } from "../../web/clock.ts";
import { namedDay, stamp } from "../../web/dates.ts";
import { fieldOf, value, type Values } from "../../web/forms.ts";
import type { Language } from "../../web/language.ts";
import { formValues, OvertakenNotice, Was } from "../../web/meanwhile.tsx";
import { shellText } from "../../web/text.ts";
import { ChildrenSheet, RightsSheet, SendersSheet, StaffSheet } from "./access.partials.tsx";
import { accessText } from "./access.text.ts";
import { fullName } from "./names.ts";
import { peoplePath } from "./people.pages.tsx";
import { AccountSign } from "./people.partials.tsx";
import { peopleText } from "./people.text.ts";
import { ContactFields, fieldLabels, NameFields } from "./person.fields.tsx";
import { personPath, type PersonProps, typedIn } from "./person.partials.tsx";
import { mayChange, type Person } from "./person.queries.ts";
import { personText } from "./person.text.ts";
import { PrivacySheet } from "./privacy.partials.tsx";

/** One adult: account, data, children, rights. */
export function PersonPage(props: PersonProps) {
  const { viewer, when, person, errors } = props;
  const t = personText(viewer.language);
  const { state } = peopleText(viewer.language);
  const tab = person.staff ? "staff" : "guardians";
  const may = mayChange(viewer, person);
  const day = (at: Date) => namedDay(dayIn(when.timeZone, at), when);
  const { form, ...fields } = errors;
  return (
    <>
      <Back href={peoplePath(viewer, tab)}>{t.back}</Back>
      <Head
        title={fullName(person)}
        lead={
          <>
            <AccountSign of={person} when={when} />
            {person.deceased && <span class="chip">{state.deceased}</span>}
            {person.leftAt && ` ${accessText(viewer.language).rights.left(day(person.leftAt))}`}
          </>
        }
      />
      <div class="stack">
        {form && <Alert>{form}</Alert>}
        <ErrorSummary
          errors={fields}
          labels={fieldLabels(viewer.language)}
          language={viewer.language}
        />
        {!may && <Notice>{t.adminOnly}</Notice>}
        <AccountSheet {...props} />
        {may && <DetailsSheet {...props} />}
        <ChildrenSheet {...props} />
        <StaffSheet {...props} />
        {!person.staff && person.children.length > 0 && <SendersSheet {...props} />}
        {may && <RightsSheet {...props} />}
        <PrivacySheet viewer={viewer} kind="people" id={person.id} />
      </div>
    </>
  );
}

function AccountSheet(props: PersonProps) {
  const { viewer, when, person } = props;
  const t = accessText(viewer.language).account;
  if (person.accountId === null) {
    return (
      <Sheet title={t.title}>
        <p>{t.none}</p>
      </Sheet>
    );
  }
  const here = personPath(props);
  const day = (at: Date) => namedDay(dayIn(when.timeZone, at), when);
  const { values, errors } = typedIn(props, "userName");
  const field = fieldOf(values, errors);
  return (
    <Sheet title={t.title}>
      <div class="stack near">
        <p>
          <span class="soft">{t.userName}</span> <b>{person.userName}</b>
        </p>
        {person.mailTo !== person.userName && (
          <p>
            <span class="soft">{t.mailTo}</span> {person.mailTo}
          </p>
        )}
        <p>
          <span class="soft">{t.state}</span>{" "}
          {person.activatedAt && !person.blocked && !person.shutOut
            ? t.activeSince(day(person.activatedAt))
            : <AccountSign of={person} when={when} />}
        </p>
        <p>
          <span class="soft">{t.lastSeen}</span>{" "}
          {person.lastSeenAt ? stamp(person.lastSeenAt, when) : t.never}
        </p>
        {person.sharedWith.length > 0 && <Notice>{t.shared(person.sharedWith.join(", "))}</Notice>}
        <div class="actions">
          {mayChange(viewer, person) && !person.activatedAt && !person.blocked &&
            !person.leftAt && (
            <form method="post" action={`${here}/invitation`}>
              <Button look="quiet" small icon="send">
                {person.invitedAt ? t.inviteAgain : t.invite}
              </Button>
            </form>
          )}
        </div>
        {person.twoStep && viewer.roles.has("admin") &&
          person.accountId !== viewer.accountId && (
          <Confirm
            label={t.twoStep}
            question={t.twoStepQuestion}
            action={`${here}/two-step/removal`}
            confirm={t.twoStep}
          />
        )}
        {mayChange(viewer, person) && (
          <details class="confirm" open={props.open === "userName"}>
            <summary class="btn quiet s">{t.change}</summary>
            <form method="post" action={`${here}/user-name`} class="well form">
              <p>{t.changeLead}</p>
              <Field
                {...field("userName")}
                label={t.newUserName}
                type="email"
                maxlength={254}
                required
              />
              <div>
                <Button small>{t.change}</Button>
              </div>
            </form>
          </details>
        )}
      </div>
    </Sheet>
  );
}

function DetailsSheet(props: PersonProps) {
  const { viewer, person } = props;
  const { language } = viewer;
  const t = personText(language);
  const kept = keptValues(person);
  const { values, errors } = typedIn(props, "details", kept);
  return (
    <Sheet title={t.details.title} aside={person.secretAddress && t.details.secret}>
      <form class="form" method="post" action={personPath(props)}>
        <Was values={values} kept={kept} />
        <OvertakenNotice
          overtaken={props.overtaken}
          labels={fieldLabels(language)}
          language={language}
        />
        <NameFields language={language} values={values} errors={errors} />
        <ContactFields
          language={language}
          values={values}
          errors={errors}
          isNew={person.accountId === null}
        />
        <AddressFields language={language} values={values} errors={errors} />
        <Check
          name="secretAddress"
          label={t.details.secretAddress}
          hint={t.details.secretAddressHint}
          checked={values.secretAddress !== undefined}
        />
        <div>
          <Button>{t.save}</Button>
        </div>
      </form>
    </Sheet>
  );
}

/** What the form of the details shows before anything is typed. */
const keptValues = (person: Person): Values => {
  const { firstName, initials, prefix, lastName, email, phone, secretAddress } = person;
  const { street, houseNumber, houseAddition, postcode, city } = person;
  return formValues({
    ...{ firstName, initials, prefix, lastName, email, phone, secretAddress },
    ...{ street, houseNumber, houseAddition, postcode, city },
  });
};

function AddressFields({ language, values, errors }: {
  language: Language;
  values: Values;
  errors: Record<string, string>;
}) {
  const t = personText(language);
  const plain = (
    name: "street" | "houseNumber" | "houseAddition" | "postcode" | "city",
    max: number,
  ) => (
    <Field
      name={name}
      label={t.details[name]}
      value={value(values, name)}
      error={errors[name]}
      maxlength={max}
    />
  );
  return (
    <FieldGroup
      id="address"
      legend={
        <>
          {t.details.address} <span class="soft">({shellText(language).optional})</span>
        </>
      }
    >
      <div class="form">
        <div class="split">
          {plain("street", 80)}
          {plain("houseNumber", 10)}
          {plain("houseAddition", 10)}
        </div>
        <div class="split">
          {plain("postcode", 10)}
          {plain("city", 60)}
        </div>
      </div>
    </FieldGroup>
  );
}
