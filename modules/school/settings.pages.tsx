import { Check, Choices, Field, FieldGroup, Select, Tiles } from "../../web/components.tsx";
import { fieldOf, value, valuesOf } from "../../web/forms.ts";
import { languages } from "../../web/language.ts";
import { LogoSettings } from "./logo.partials.tsx";
import { menuKeys, regions, timeZones } from "./settings.forms.ts";
import {
  mayChange,
  SettingsForm,
  SettingsFrame,
  type SettingsProps,
  weekdays,
} from "./settings.partials.tsx";
import { settingsText } from "./settings.text.ts";
import { languageName } from "./setup.pages.tsx";

export function SchoolSettingsPage(props: SettingsProps) {
  const { viewer, values, errors } = props;
  const t = settingsText(viewer.language).school;
  const zones = timeZones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
  const none = { value: "", label: t.regions.none };
  const field = fieldOf(values, errors);
  return (
    <SettingsFrame viewer={viewer} tab="school" errors={errors}>
      <LogoSettings viewer={viewer} error={errors.logo} mayChange={mayChange(viewer)} />
      <SettingsForm {...props} action="">
        <h2>{t.title}</h2>
        <Field
          {...field("name")}
          label={t.name}
          maxlength={80}
          required
        />
        <div class="split">
          <Field
            {...field("officePhone")}
            label={t.officePhone}
            hint={t.officePhoneHint}
            type="tel"
            optional={viewer.language}
            maxlength={30}
          />
          <Field
            {...field("officeEmail")}
            label={t.officeEmail}
            hint={t.officeEmailHint}
            type="email"
            optional={viewer.language}
            maxlength={254}
          />
        </div>
        <div class="split">
          <Select
            {...field("region")}
            label={t.region}
            options={[none, ...regions.map((key) => ({ value: key, label: t.regions[key] }))]}
          />
          <Select
            {...field("timeZone")}
            label={t.timeZone}
            options={zones}
          />
        </div>
        <Choices
          {...field("language")}
          legend={t.language}
          hint={t.languageHint}
          type="radio"
          options={languages.map((code) => ({ value: code, label: languageName(code) }))}
        />
        <Field
          {...field("talkGap")}
          label={t.talkGap}
          hint={t.talkGapHint}
          type="number"
          min={0}
          max={60}
          required
        />
      </SettingsForm>
    </SettingsFrame>
  );
}

export function MenuSettingsPage(props: SettingsProps) {
  const { viewer, values, errors } = props;
  const t = settingsText(viewer.language).menu;
  const on = valuesOf(values, "on");
  return (
    <SettingsFrame viewer={viewer} tab="menu" errors={errors}>
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
    </SettingsFrame>
  );
}

export function MessageSettingsPage(props: SettingsProps) {
  const { viewer, values, errors } = props;
  const t = settingsText(viewer.language).messages;
  const field = fieldOf(values, errors);
  return (
    <SettingsFrame viewer={viewer} tab="messages" errors={errors}>
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
          {...field("time")}
          label={t.time}
          type="time"
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
    </SettingsFrame>
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
  const field = fieldOf(values, errors);
  return (
    <SettingsFrame viewer={viewer} tab="data" errors={errors}>
      <SettingsForm {...props} action="/data">
        <div>
          <h2>{t.title}</h2>
          <p class="soft">{t.lead}</p>
        </div>
        <Choices
          {...field("changes")}
          legend={t.changes}
          type="radio"
          options={(["office", "direct"] as const).map((key) => ({
            value: key,
            label: t[key],
            hint: t[`${key}Hint`],
          }))}
        />
        <FieldGroup id="uses" legend={t.uses}>
          {box("usesNotes")}
          {box("usesResults")}
        </FieldGroup>
        <FieldGroup id="security" legend={t.security}>{box("twoStepRequired")}</FieldGroup>
      </SettingsForm>
    </SettingsFrame>
  );
}
