import type { PropsWithChildren } from "hono/jsx";
import { Button, ErrorSummary, Head, Notice, Tabs } from "../../web/components.tsx";
import { addDays, longDay } from "../../web/dates.ts";
import type { Values } from "../../web/forms.ts";
import type { Language } from "../../web/language.ts";
import { type Overtaken, OvertakenNotice, Was } from "../../web/meanwhile.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { menuKeys } from "./settings.forms.ts";
import { settingsText } from "./settings.text.ts";
import { languageName } from "./setup.pages.tsx";

export type SettingsTab = "school" | "menu" | "messages" | "data";

export interface SettingsProps {
  viewer: Viewer;
  values: Values;
  /** What is set now. */
  kept: Values;
  /** What others changed since the form was opened. */
  overtaken?: Overtaken | undefined;
  /** Sentences, by field. */
  errors: Record<string, string>;
}

/** Only the admin changes settings; the office reads them. */
export const mayChange = ({ roles }: Viewer) => roles.has("admin");

/** What all tabs share: heading, tabs, and what was wrong. */
export function SettingsFrame({ viewer, tab, errors, children }: PropsWithChildren<
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
export function SettingsForm(
  { viewer, values, kept, overtaken, action, children }: PropsWithChildren<
    SettingsProps & { action: string }
  >,
) {
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

/** Monday to Sunday, by their ISO number. */
export function weekdays(language: Language) {
  const aMonday = "2026-11-02";
  const when = { now: new Date(`${aMonday}T12:00Z`), timeZone: "UTC", language };
  return [1, 2, 3, 4, 5, 6, 7].map((number) => ({
    value: String(number),
    label: longDay(addDays(aMonday, number - 1), when).split(/[\s,]/)[0]!,
  }));
}
