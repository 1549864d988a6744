import {
  Button,
  Choices,
  ErrorSummary,
  Field,
  PasswordRules,
  Sheet,
} from "../../web/components.tsx";
import { fieldOf, value, type Values } from "../../web/forms.ts";
import { type Language, languages } from "../../web/language.ts";
import type { Viewer } from "../../web/viewer.ts";
import { suggestShortName } from "./setup.forms.ts";
import { setupText } from "./setup.text.ts";

interface SetupProps {
  language: Language;
  /** Where the portal is reached, for the example of an address. */
  origin: string;
  /** There are people already: only who has a hand on the machine may open the school. */
  asksCode: boolean;
  values: Values;
  /** Sentences, by field. */
  errors: Record<string, string>;
}

/** What the first school needs: a name, an address, and one person who may do everything. */
export function SetupPage(props: SetupProps) {
  const { language, errors } = props;
  const t = setupText(language);
  return (
    <>
      <ErrorSummary errors={errors} labels={t} language={language} />
      <form class="form" method="post" action="/set-up">
        <SchoolFields {...props} />
        <AdminFields {...props} />
        <Button wide>{t.submit}</Button>
      </form>
    </>
  );
}

function SchoolFields({ language, origin, asksCode, values, errors }: SetupProps) {
  const t = setupText(language);
  const typed = (field: string) => value(values, field);
  const field = fieldOf(values, errors);
  return (
    <>
      <h2>{t.school}</h2>
      {asksCode && (
        <Field
          {...field("code")}
          label={t.code}
          hint={t.codeHint}
          autocomplete="off"
          maxlength={100}
          required
        />
      )}
      <div
        hx-get="/set-up?part=short-name"
        hx-trigger="change"
        hx-include="[name=name]"
        hx-target="#short-name"
        hx-swap="outerHTML"
      >
        <Field
          {...field("name")}
          label={t.name}
          autocomplete="organization"
          maxlength={80}
          required
        />
      </div>
      <Field
        {...field("shortName")}
        label={t.shortName}
        hint={<ShortNameHint language={language} origin={origin} name={typed("name")} />}
        optional={language}
        maxlength={31}
      />
      <Choices
        name="language"
        legend={t.language}
        type="radio"
        options={languages.map((code) => ({ value: code, label: languageName(code) }))}
        value={typed("language") || language}
        error={errors.language}
      />
    </>
  );
}

function AdminFields({ language, values, errors }: SetupProps) {
  const t = setupText(language);
  const typed = (field: string) => value(values, field);
  const field = fieldOf(values, errors);
  return (
    <>
      <h2>{t.you}</h2>
      <Field
        {...field("yourName")}
        label={t.yourName}
        autocomplete="name"
        maxlength={120}
        required
      />
      <Field
        {...field("email")}
        label={t.email}
        hint={t.emailHint}
        type="email"
        autocomplete="username"
        maxlength={254}
        required
      />
      <Field
        name="password"
        label={t.password}
        type="password"
        error={errors.password}
        autocomplete="new-password"
        describedBy="password-rules"
        required
      >
        <PasswordRules for="password" userName={typed("email")} language={language} />
      </Field>
      <Field
        name="repeat"
        label={t.repeat}
        type="password"
        error={errors.repeat}
        autocomplete="new-password"
        required
      />
    </>
  );
}

interface ShortNameHintProps {
  language: Language;
  origin: string;
  /** The name of the school as far as it is typed. */
  name: string;
}

/** Where the portal will be when no short name is filled in; where scripts run it follows the name. */
export function ShortNameHint({ language, origin, name }: ShortNameHintProps) {
  const address = `${origin}/${suggestShortName(name)}`;
  return <span id="short-name">{setupText(language).shortNameHint(address)}</span>;
}

/** *Wat nu?*: for a school that has just opened and has nobody in it yet. */
export function FirstSteps({ viewer }: { viewer: Viewer }) {
  const t = setupText(viewer.language).steps;
  const home = `/${viewer.school.shortName}`;
  const step = (href: string, name: string, hint: string) => (
    <li>
      <a href={href}>{name}</a>
      <p class="soft small">{hint}</p>
    </li>
  );
  return (
    <Sheet title={t.title}>
      <p class="soft">{t.lead}</p>
      <ol class="flow prose">
        <li>
          <b>{t.import}</b>
          <p class="soft small">
            {t.importHint} <a href={`${home}/groups/new`}>{t.byHand}</a>.
          </p>
        </li>
        {step(`${home}/settings`, t.settings, t.settingsHint)}
        {step(`${home}/posts/new`, t.post, t.postHint)}
        {step(`${home}/people/invitations`, t.invite, t.inviteHint)}
      </ol>
    </Sheet>
  );
}

/** A language in its own words: *Nederlands*, *English*. */
export function languageName(code: Language): string {
  const name = new Intl.DisplayNames(code, { type: "language" }).of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
}
