import { demoPassword, demoSignIns } from "../../db/demo/sign_ins.ts";
import { Button, Check, Field } from "../../web/components.tsx";
import type { Language } from "../../web/language.ts";
import type { School } from "../../web/viewer.ts";
import {
  type DoorPageProps,
  FormErrors,
  PasswordField,
  ToSignIn,
  UserNameField,
} from "./door.partials.tsx";
import { accountText } from "./text.ts";

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
        <PasswordField {...props} />
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
