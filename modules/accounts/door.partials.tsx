import { Alert, ErrorSummary, Field, PasswordRules } from "../../web/components.tsx";
import type { Language } from "../../web/language.ts";
import type { School } from "../../web/viewer.ts";
import { accountText } from "./text.ts";

/** What every form here shows again: sentences per field, and what was typed. */
export interface FormState {
  /** Sentences, by field. */
  errors?: Record<string, string>;
  userName?: string;
}

export interface DoorPageProps extends FormState {
  school: School;
  language: Language;
}

/** Says above a form what is not about one field: too many tries, no place at this school. */
export function FormErrors(
  { errors = {}, language }: { errors?: FormState["errors"]; language: Language },
) {
  const { form, ...fields } = errors;
  return (
    <>
      {form && <Alert>{form}</Alert>}
      <ErrorSummary errors={fields} labels={accountText(language)} language={language} />
    </>
  );
}

/** The e-mail address one signs in with. */
export function UserNameField({ language, errors, userName }: Omit<DoorPageProps, "school">) {
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

/** The password one has, with the way out for who forgot it. */
export function PasswordField({ school, language, errors }: DoorPageProps) {
  const t = accountText(language);
  return (
    <Field
      name="password"
      label={t.password}
      type="password"
      autocomplete="current-password"
      error={errors?.password}
      required
    >
      <a class="small" href={`/${school.shortName}/password/forgotten`}>{t.signIn.forgotten}</a>
    </Field>
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

/** The way back to the sign-in page. */
export function ToSignIn({ school, language }: { school: School; language: Language }) {
  return (
    <p>
      <a href={`/${school.shortName}/sign-in`}>{accountText(language).forgotten.toSignIn}</a>
    </p>
  );
}
