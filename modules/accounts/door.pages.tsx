import type { PropsWithChildren } from "hono/jsx";
import { demoPassword, demoSignIns } from "../../db/demo/sign_ins.ts";
import { Button, ErrorSummary, Field, Notice, PasswordRules } from "../../web/components.tsx";
import { Check } from "../../web/fields.tsx";
import type { Language } from "../../web/language.ts";
import type { School } from "../../web/viewer.ts";
import { accountText } from "./text.ts";

/** What every form here shows again: sentences per field, and what was typed. */
export interface FormState {
  /** Sentences, by field. */
  errors?: Record<string, string>;
  userName?: string;
}

interface DoorPageProps extends FormState {
  school: School;
  language: Language;
}

/** Says above a form what is not about one field: too many tries, no place at this school. */
function FormErrors(
  { errors = {}, language }: { errors?: FormState["errors"]; language: Language },
) {
  const { form, ...fields } = errors;
  return (
    <>
      {form && (
        <div role="alert">
          <Notice tone="bad">{form}</Notice>
        </div>
      )}
      <ErrorSummary errors={fields} labels={accountText(language)} language={language} />
    </>
  );
}

function UserNameField({ language, errors, userName }: Omit<DoorPageProps, "school">) {
  return (
    <Field
      name="userName"
      label={accountText(language).userName}
      type="email"
      autocomplete="username"
      value={userName}
      error={errors?.userName}
      maxlength={254}
      required
    />
  );
}

interface SignInProps extends DoorPageProps {
  stay: boolean;
  /** Where to go once signed in; a path of this school. */
  next: string;
  demo: boolean;
}

export function SignInPage(props: SignInProps) {
  const { school, language, errors, next, demo } = props;
  const t = accountText(language);
  const home = `/${school.shortName}`;
  return (
    <>
      <FormErrors errors={errors} language={language} />
      <form class="form" method="post" action={`${home}/sign-in`}>
        <input type="hidden" name="next" value={next} />
        <UserNameField {...props} />
        <Field
          name="password"
          label={t.password}
          type="password"
          autocomplete="current-password"
          error={errors?.password}
          required
        >
          <a class="small" href={`${home}/password/forgotten`}>{t.signIn.forgotten}</a>
        </Field>
        <Check name="stay" label={t.signIn.stay} checked={props.stay} />
        <Button wide>{t.signIn.submit}</Button>
      </form>
      {demo && <DemoSignIns school={school} language={language} next={next} />}
      <p class="small soft">
        {t.signIn.noAccount} <a href={`${home}/activate/new`}>{t.signIn.askAgain}</a>
        {school.officePhone && (
          <>
            {" "}
            {t.signIn.orCall} <a href={`tel:${school.officePhone}`}>{school.officePhone}</a>
          </>
        )}
        .
        {!school.menu.help?.off && (
          <>
            {" "}
            <a href={`${home}/help`}>{t.signIn.help}</a>
          </>
        )}
      </p>
    </>
  );
}

/** After the right password: the code of the app, or a recovery code. */
export function StepPage(
  { school, language, errors, next }: DoorPageProps & { next: string },
) {
  const t = accountText(language);
  const action = `/${school.shortName}/sign-in/step`;
  return (
    <>
      <FormErrors errors={errors} language={language} />
      <form class="form" method="post" action={action}>
        <input type="hidden" name="next" value={next} />
        <Field
          name="code"
          label={t.code}
          inputmode="numeric"
          autocomplete="one-time-code"
          error={errors?.code}
          maxlength={20}
          required
        />
        <Button wide>{t.signIn.submit}</Button>
      </form>
      <details class="confirm" open={errors?.recoveryCode !== undefined}>
        <summary class="btn quiet s">{t.step.noPhone}</summary>
        <form class="well form" method="post" action={action}>
          <input type="hidden" name="next" value={next} />
          <Field
            name="recoveryCode"
            label={t.recoveryCode}
            hint={t.step.recoveryHint}
            error={errors?.recoveryCode}
            maxlength={40}
            required
          />
          <div>
            <Button small>{t.step.useRecovery}</Button>
          </div>
        </form>
      </details>
      <p class="small soft">{t.step.lost}</p>
      <ToSignIn school={school} language={language} />
    </>
  );
}

/** The demo shows who one can be; each is one press. */
function DemoSignIns(
  { school, language, next }: { school: School; language: Language; next: string },
) {
  const t = accountText(language).signIn;
  return (
    <section class="stack near">
      <h2 class="small">{t.demo}</h2>
      {demoSignIns.map((person) => (
        <form method="post" action={`/${school.shortName}/sign-in`}>
          <input type="hidden" name="next" value={next} />
          <input type="hidden" name="userName" value={person.userName} />
          <input type="hidden" name="password" value={demoPassword} />
          <Button look="quiet" small wide>{language === "nl" ? person.nl : person.en}</Button>
        </form>
      ))}
    </section>
  );
}

interface ChoosePasswordProps extends DoorPageProps {
  /** Where it is posted: the address of the page itself. */
  action: string;
  userName: string;
  submit: string;
}

/** Behind a mailed link. */
export function ChoosePasswordPage(props: ChoosePasswordProps) {
  const { language, errors, userName } = props;
  const t = accountText(language);
  return (
    <>
      <FormErrors errors={errors} language={language} />
      <form class="form" method="post" action={props.action}>
        <p>{t.activate.yours(userName)}</p>
        <NewPassword userName={userName} errors={errors} language={language} />
        <Button wide>{props.submit}</Button>
      </form>
    </>
  );
}

/** Behind a link mailed to who is in at another school: the account stays as it is. */
export function ConfirmPage(
  props: DoorPageProps & { action: string; userName: string },
) {
  const { school, language, errors, userName } = props;
  const t = accountText(language);
  return (
    <>
      <FormErrors errors={errors} language={language} />
      <form class="form" method="post" action={props.action}>
        <p>{t.activate.yours(userName)}</p>
        <input type="text" autocomplete="username" value={userName} hidden readonly />
        <Field
          name="password"
          label={t.password}
          type="password"
          autocomplete="current-password"
          error={errors?.password}
          required
        >
          <a class="small" href={`/${school.shortName}/password/forgotten`}>
            {t.signIn.forgotten}
          </a>
        </Field>
        <Button wide>{t.confirm.submit}</Button>
      </form>
    </>
  );
}

/** The two fields and the live checklist; the hidden one tells password managers whose it is. */
export function NewPassword(
  { userName, errors, language }: {
    userName: string;
    errors?: FormState["errors"];
    language: Language;
  },
) {
  const t = accountText(language);
  return (
    <>
      <input type="text" autocomplete="username" value={userName} hidden readonly />
      <Field
        name="password"
        label={t.newPassword}
        type="password"
        autocomplete="new-password"
        error={errors?.password}
        describedBy="password-rules"
        required
      >
        <PasswordRules for="password" userName={userName} language={language} />
      </Field>
      <Field
        name="repeat"
        label={t.repeat}
        type="password"
        autocomplete="new-password"
        error={errors?.repeat}
        required
      />
    </>
  );
}

interface AskProps extends DoorPageProps {
  action: string;
  submit: string;
}

/** Asks for a mail with a link: forgotten password, new invitation. */
export function AskPage(props: AskProps) {
  const { school, language, errors } = props;
  return (
    <>
      <FormErrors errors={errors} language={language} />
      <form class="form" method="post" action={props.action}>
        <UserNameField {...props} />
        <Button wide>{props.submit}</Button>
      </form>
      <ToSignIn school={school} language={language} />
    </>
  );
}

/** The same for everyone, known or not. */
export function AskedPage({ school, language, userName }: DoorPageProps & { userName: string }) {
  const t = accountText(language).forgotten;
  return (
    <>
      <div class="flow">
        <p>{t.sent(userName)}</p>
        <p class="soft">{t.notThere}</p>
      </div>
      <ToSignIn school={school} language={language} />
    </>
  );
}

/** A link that does not work: the way to a new one, and to the sign-in page. */
export function SpentPage(
  { children, ...props }: PropsWithChildren<AskProps>,
) {
  return (
    <>
      <p>{children}</p>
      <AskPage {...props} />
    </>
  );
}

function ToSignIn({ school, language }: { school: School; language: Language }) {
  return (
    <p>
      <a href={`/${school.shortName}/sign-in`}>{accountText(language).forgotten.toSignIn}</a>
    </p>
  );
}
