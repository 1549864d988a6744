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
import { type Overtaken, OvertakenNotice, Was } from "../../web/meanwhile.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { LogoSettings } from "./logo.partials.tsx";
import { menuKeys, regions, timeZones } from "./settings.forms.ts";
import { settingsText } from "./settings.text.ts";
import { languageName } from "./setup.pages.tsx";

export type SettingsTab = "school" | "menu" | "messages" | "data";

interface SettingsProps {
  viewer: Viewer;
  values: Values;
  /** What is set now. */
  kept: Values;
  /** What others changed since the form was opened. */
  overtaken?: Overtaken | undefined;
  /** Sentences, by field. */
  errors: Record<string, string>;
}

const mayChange = ({ roles }: Viewer) => roles.has("admin");

/** What all tabs share: heading, tabs, and what was wrong. */
function Frame({ viewer, tab, errors, children }: PropsWithChildren<
  Pick<SettingsProps, "viewer" | "errors"> & { tab: SettingsTab }
>) {
  const t = settingsText(viewer.language);
  const home = `/${viewer.school.shortName}/settings`;
  const tabs: SettingsTab[] = ["school", "menu", "messages", "data"];
  return (
    <>
      <Head title={t.title} lead={t.lead} />
      <ErrorSummary
        errors={errors}
        labels={{ ...t.school, ...t.messages, ...t.data }}
        language={viewer.language}
      />
      {!mayChange(viewer) && <Notice>{t.adminOnly}</Notice>}
      <Tabs
        label={t.tabs.label}
        links={tabs.map((key) => ({
          href: key === "school" ? home : `${home}/${key}`,
          label: t.tabs[key],
          current: key === tab,
        }))}
      />
      <div class="sheet stack">{children}</div>
    </>
  );
}

/** A form that only the admin can use; others read it. */
function SettingsForm({ viewer, values, kept, overtaken, action, children }: PropsWithChildren<
  SettingsProps & { action: string }
>) {
  const t = settingsText(viewer.language);
  return (
    <form method="post" action={`/${viewer.school.shortName}/settings${action}`}>
      <fieldset class="form" disabled={!mayChange(viewer)}>
        <Was values={values} kept={kept} />
        <OvertakenNotice
          overtaken={overtaken}
          labels={settingLabels(viewer.language)}
          named={(field, chosen) => nameOfChoice(field, chosen, viewer.language)}
          language={viewer.language}
        />
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

function settingLabels(language: Language): Record<string, unknown> {
  const t = settingsText(language);
  const own = Object.fromEntries(menuKeys.map((key) => [key, t.menu.ownOf(t.menu.items[key])]));
  return { ...t.school, ...t.messages, ...t.data, ...own, on: t.menu.title };
}

/** What a choice is called on the form. */
function nameOfChoice(field: string, chosen: string, language: Language): string | undefined {
  const { menu, school, data } = settingsText(language);
  if (field === "on") return menu.items[chosen as keyof typeof menu.items];
  if (field === "region") return school.regions[chosen as keyof typeof school.regions];
  if (field === "changes") return data[chosen as "office" | "direct"];
  if (field === "language") return languageName(chosen as Language);
  if (field === "days") return weekdays(language).find(({ value }) => value === chosen)?.label;
  return undefined;
}

export function SchoolSettingsPage(props: SettingsProps) {
  const { viewer, values, errors } = props;
  const t = settingsText(viewer.language).school;
  const typed = (field: string) => value(values, field);
  const zones = timeZones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
  const none = { value: "", label: t.regions.none };
  return (
    <Frame viewer={viewer} tab="school" errors={errors}>
      <LogoSettings viewer={viewer} error={errors.logo} mayChange={mayChange(viewer)} />
      <SettingsForm {...props} action="">
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
        <Field
          name="talkGap"
          label={t.talkGap}
          hint={t.talkGapHint}
          type="number"
          min={0}
          max={60}
          value={typed("talkGap")}
          error={errors.talkGap}
          required
        />
      </SettingsForm>
    </Frame>
  );
}

export function MenuSettingsPage(props: SettingsProps) {
  const { viewer, values, errors } = props;
  const t = settingsText(viewer.language).menu;
  const on = valuesOf(values, "on");
  return (
    <Frame viewer={viewer} tab="menu" errors={errors}>
      <SettingsForm {...props} action="/menu">
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

export function MessageSettingsPage(props: SettingsProps) {
  const { viewer, values, errors } = props;
  const t = settingsText(viewer.language).messages;
  return (
    <Frame viewer={viewer} tab="messages" errors={errors}>
      <SettingsForm {...props} action="/messages">
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

export function DataSettingsPage(props: SettingsProps) {
  const { viewer, values, errors } = props;
  const t = settingsText(viewer.language).data;
  const box = (name: "usesNotes" | "usesResults" | "twoStepRequired") => (
    <Check
      name={name}
      label={t[name]}
      hint={t[`${name}Hint`]}
      checked={values[name] !== undefined}
    />
  );
  return (
    <Frame viewer={viewer} tab="data" errors={errors}>
      <SettingsForm {...props} action="/data">
        <div>
          <h2>{t.title}</h2>
          <p class="soft">{t.lead}</p>
        </div>
        <Choices
          name="changes"
          legend={t.changes}
          type="radio"
          options={(["office", "direct"] as const).map((key) => ({
            value: key,
            label: t[key],
            hint: t[`${key}Hint`],
          }))}
          value={value(values, "changes")}
          error={errors.changes}
        />
        <FieldGroup id="uses" legend={t.uses}>
          {box("usesNotes")}
          {box("usesResults")}
        </FieldGroup>
        <FieldGroup id="security" legend={t.security}>{box("twoStepRequired")}</FieldGroup>
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
