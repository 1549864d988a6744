import type { PropsWithChildren } from "hono/jsx";
import {
  Button,
  Check,
  Choices,
  ErrorSummary,
  Field,
  FieldGroup,
  Head,
  Notice,
  Select,
  Tabs,
  Tiles,
} from "../../web/components.tsx";
import { addDays, longDay } from "../../web/dates.ts";
import { value, type Values, valuesOf } from "../../web/forms.ts";
import { type Language, languages } from "../../web/language.ts";
import type { Viewer } from "../../web/viewer.ts";
import { acceptedLogos, mostLogoMegabytes } from "./logo.ts";
import { menuKeys, regions, timeZones } from "./settings.forms.ts";
import { settingsText } from "./settings.text.ts";
import { languageName } from "./setup.pages.tsx";

export type SettingsTab = "school" | "menu" | "messages";

interface SettingsProps {
  viewer: Viewer;
  values: Values;
  /** Sentences, by field. */
  errors: Record<string, string>;
}

const mayChange = ({ roles }: Viewer) => roles.has("admin");

/** What all tabs share: heading, tabs, and what was wrong. */
function Frame({ viewer, tab, errors, children }: PropsWithChildren<
  Omit<SettingsProps, "values"> & { tab: SettingsTab }
>) {
  const t = settingsText(viewer.language);
  const home = `/${viewer.school.shortName}/settings`;
  const paths = { school: home, menu: `${home}/menu`, messages: `${home}/messages` };
  return (
    <>
      <Head title={t.title} lead={t.lead} />
      <ErrorSummary
        errors={errors}
        labels={{ ...t.school, ...t.messages }}
        language={viewer.language}
      />
      {!mayChange(viewer) && <Notice>{t.adminOnly}</Notice>}
      <Tabs
        label={t.tabs.label}
        links={(["school", "menu", "messages"] as const).map((key) => ({
          href: paths[key],
          label: t.tabs[key],
          current: key === tab,
        }))}
      />
      <div class="sheet stack">{children}</div>
    </>
  );
}

/** A form that only the admin can use; others read it. */
function SettingsForm({ viewer, action, children }: PropsWithChildren<
  { viewer: Viewer; action: string }
>) {
  const t = settingsText(viewer.language);
  return (
    <form method="post" action={`/${viewer.school.shortName}/settings${action}`}>
      <fieldset class="form" disabled={!mayChange(viewer)}>
        {children}
        {mayChange(viewer) && (
          <div>
            <Button>{t.save}</Button>
          </div>
        )}
      </fieldset>
    </form>
  );
}

export function SchoolSettingsPage({ viewer, values, errors }: SettingsProps) {
  const t = settingsText(viewer.language).school;
  const typed = (field: string) => value(values, field);
  const zones = timeZones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
  const none = { value: "", label: t.regions.none };
  return (
    <Frame viewer={viewer} tab="school" errors={errors}>
      <Logo viewer={viewer} error={errors.logo} />
      <SettingsForm viewer={viewer} action="">
        <h2>{t.title}</h2>
        <Field
          name="name"
          label={t.name}
          value={typed("name")}
          error={errors.name}
          maxlength={80}
          required
        />
        <div class="split">
          <Field
            name="officePhone"
            label={t.officePhone}
            hint={t.officePhoneHint}
            type="tel"
            value={typed("officePhone")}
            error={errors.officePhone}
            optional={viewer.language}
            maxlength={30}
          />
          <Field
            name="officeEmail"
            label={t.officeEmail}
            hint={t.officeEmailHint}
            type="email"
            value={typed("officeEmail")}
            error={errors.officeEmail}
            optional={viewer.language}
            maxlength={254}
          />
        </div>
        <div class="split">
          <Select
            name="region"
            label={t.region}
            options={[none, ...regions.map((key) => ({ value: key, label: t.regions[key] }))]}
            value={typed("region")}
            error={errors.region}
          />
          <Select
            name="timeZone"
            label={t.timeZone}
            options={zones}
            value={typed("timeZone")}
            error={errors.timeZone}
          />
        </div>
        <Choices
          name="language"
          legend={t.language}
          hint={t.languageHint}
          type="radio"
          options={languages.map((code) => ({ value: code, label: languageName(code) }))}
          value={typed("language")}
          error={errors.language}
        />
      </SettingsForm>
    </Frame>
  );
}

function Logo({ viewer, error }: { viewer: Viewer; error?: string | undefined }) {
  const t = settingsText(viewer.language).logo;
  const { shortName, logoFileId } = viewer.school;
  const home = `/${shortName}`;
  return (
    <section class="stack near">
      <h2>{t.title}</h2>
      <p class="soft">{t.lead}</p>
      {logoFileId === null
        ? <p>{t.none}</p>
        : <img src={`${home}/logo?v=${logoFileId}`} alt={t.current} width="96" height="96" />}
      {mayChange(viewer) && (
        <form
          method="post"
          action={`${home}/settings/uploads/logo`}
          enctype="multipart/form-data"
          class="form"
        >
          <div class="field">
            <label for="logo">{t.choose}</label>
            <input
              class="in"
              type="file"
              id="logo"
              name="logo"
              accept={acceptedLogos}
              aria-describedby="logo-hint"
            />
            <p class="hint" id="logo-hint">{t.hint(mostLogoMegabytes)}</p>
            {error && <p class="error" id="logo-error">{error}</p>}
          </div>
          <div>
            <Button look="quiet" small icon="upload">{t.upload}</Button>
          </div>
        </form>
      )}
      {mayChange(viewer) && logoFileId !== null && (
        <form method="post" action={`${home}/settings/logo/removal`}>
          <Button look="bare" small>{t.remove}</Button>
        </form>
      )}
    </section>
  );
}

export function MenuSettingsPage({ viewer, values, errors }: SettingsProps) {
  const t = settingsText(viewer.language).menu;
  const on = valuesOf(values, "on");
  return (
    <Frame viewer={viewer} tab="menu" errors={errors}>
      <SettingsForm viewer={viewer} action="/menu">
        <div>
          <h2>{t.title}</h2>
          <p class="soft">{t.lead}</p>
        </div>
        {menuKeys.map((key) => (
          <div class="split">
            <Check
              name="on"
              value={key}
              label={t.shown(t.items[key])}
              checked={on.includes(key)}
            />
            <Field
              name={key}
              label={
                <>
                  <span aria-hidden="true">{t.own}</span>
                  <span class="vh">{t.ownOf(t.items[key])}</span>
                </>
              }
              value={value(values, key)}
              error={errors[key]}
              optional={viewer.language}
              maxlength={24}
            />
          </div>
        ))}
      </SettingsForm>
    </Frame>
  );
}

export function MessageSettingsPage({ viewer, values, errors }: SettingsProps) {
  const t = settingsText(viewer.language).messages;
  return (
    <Frame viewer={viewer} tab="messages" errors={errors}>
      <SettingsForm viewer={viewer} action="/messages">
        <div>
          <h2>{t.title}</h2>
          <p class="soft">{t.lead}</p>
        </div>
        <Tiles
          name="days"
          legend={t.days}
          hint={t.daysHint}
          type="checkbox"
          many
          options={weekdays(viewer.language)}
          value={valuesOf(values, "days")}
          error={errors.days}
        />
        <Field
          name="time"
          label={t.time}
          type="time"
          value={value(values, "time")}
          error={errors.time}
          required
        />
        <FieldGroup id="guardians" legend={t.guardians}>
          <Check
            name="guardiansMayPost"
            label={t.guardiansMayPost}
            hint={t.guardiansMayPostHint}
            checked={values.guardiansMayPost !== undefined}
          />
        </FieldGroup>
        <FieldGroup id="signIn" legend={t.signIn}>
          <Check
            name="reveal"
            label={t.reveal}
            hint={t.revealHint}
            checked={values.reveal !== undefined}
          />
        </FieldGroup>
      </SettingsForm>
    </Frame>
  );
}

/** Monday to Sunday, by their ISO number. */
function weekdays(language: Language) {
  const aMonday = "2026-11-02";
  const when = { now: new Date(`${aMonday}T12:00Z`), timeZone: "UTC", language };
  return [1, 2, 3, 4, 5, 6, 7].map((number) => ({
    value: String(number),
    label: longDay(addDays(aMonday, number - 1), when).split(/[\s,]/)[0]!,
  }));
}
