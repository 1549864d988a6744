import { Alert, Button, ErrorSummary, Field, Select, Sheet, Stamp } from "../../web/components.tsx";
import type { When } from "../../web/dates.ts";
import { AccountPage } from "../../web/own_tabs.tsx";
import { Check, FieldGroup } from "../../web/fields.tsx";
import { kindName } from "../../web/kinds.ts";
import { type Language, languages } from "../../web/language.ts";
import type { Kind, Viewer } from "../../web/viewer.ts";
import { NewPassword } from "./door.partials.tsx";
import type { OwnSession } from "./sessions.ts";
import { accountText, languageNames } from "./text.ts";

/** The user name and the language; they stand under one's own data. */
export function OwnSettings({ viewer }: { viewer: Viewer }) {
  const t = accountText(viewer.language, viewer).account;
  return (
    <section class="stack">
      <h2>{t.signIn}</h2>
      <dl class="facts">
        <div class="wide">
          <dt class="small soft">{t.userName}</dt>
          <dd>{viewer.userName}</dd>
        </div>
      </dl>
      <form
        class="narrow form"
        method="post"
        action={`/${viewer.school.shortName}/account/language`}
      >
        <Select
          name="language"
          label={t.language}
          hint={t.languageHint}
          value={viewer.language}
          options={languages.map((code) => ({ value: code, label: languageNames[code] ?? code }))}
        />
        <div>
          <Button>{t.languageSubmit}</Button>
        </div>
      </form>
    </section>
  );
}

interface NotificationsProps {
  viewer: Viewer;
  /** The kinds this school uses and that can be switched off. */
  kinds: Kind[];
  unwanted: string[];
}

export function NotificationsPage({ viewer, kinds, unwanted }: NotificationsProps) {
  const { school, language } = viewer;
  const t = accountText(language, viewer).notifications;
  return (
    <AccountPage viewer={viewer} tab="notifications">
      <form
        class="sheet stack"
        method="post"
        action={`/${school.shortName}/account/notifications`}
      >
        <div>
          <h2>{t.title}</h2>
          <p>{t.lead}</p>
        </div>
        <FieldGroup legend={t.legend} id="kinds">
          {kinds.map((kind) => (
            <Check
              name="kinds"
              value={kind}
              label={kindName(kind, school, language)}
              checked={!unwanted.includes(kind)}
            />
          ))}
          <Check
            name="urgent"
            label={kindName("urgent", school, language)}
            hint={t.always}
            checked
            disabled
          />
        </FieldGroup>
        <div>
          <Button>{t.submit}</Button>
        </div>
      </form>
    </AccountPage>
  );
}

export function SessionsPage(
  { viewer, sessions, when }: { viewer: Viewer; sessions: OwnSession[]; when: When },
) {
  const t = accountText(viewer.language, viewer).sessions;
  const path = `/${viewer.school.shortName}/account/sessions`;
  return (
    <AccountPage viewer={viewer} tab="sessions">
      <Sheet>
        <div class="stack">
          <div>
            <h2>{t.title}</h2>
            <p>{t.lead}</p>
          </div>
          <ul class="rows" role="list">
            {sessions.map((session) => <SessionRow session={session} path={path} when={when} />)}
          </ul>
          {sessions.length > 1 && (
            <form method="post" action={`${path}/sign-out`}>
              <Button look="quiet" icon="logout">{t.endOthers}</Button>
            </form>
          )}
        </div>
      </Sheet>
    </AccountPage>
  );
}

function SessionRow({ session, path, when }: { session: OwnSession; path: string; when: When }) {
  const t = accountText(when.language).sessions;
  const device = deviceName(session.device, when.language);
  return (
    <li>
      <span class="grow">
        <b>{device}</b>
        <br />
        <span class="small soft">
          {session.current ? t.now : (
            <>
              {t.lastSeen} <Stamp at={session.lastSeenAt} when={when} />
            </>
          )}
        </span>
      </span>
      {session.current
        ? <span class="chip">{t.current}</span>
        : (
          <form method="post" action={`${path}/${session.id}/sign-out`}>
            <Button look="quiet" small>
              {t.end}
              <span class="vh">{t.endNamed(device)}</span>
            </Button>
          </form>
        )}
    </li>
  );
}

/** "Chrome op Android", of what `describeDevice` kept. */
function deviceName(device: string, language: Language): string {
  const t = accountText(language).sessions;
  const [browser, system] = device.split("/");
  return browser && system ? t.on(browser, system) : browser || system || t.unknown;
}

interface PasswordProps {
  viewer: Viewer;
  errors: Record<string, string>;
}

export function PasswordPage({ viewer, errors }: PasswordProps) {
  const { school, language } = viewer;
  const t = accountText(language, viewer).changePassword;
  const { form, ...fields } = errors;
  return (
    <AccountPage viewer={viewer} tab="password">
      <form class="sheet stack" method="post" action={`/${school.shortName}/account/password`}>
        <div class="narrow form">
          <div>
            <h2>{t.title}</h2>
            <p>{t.lead}</p>
          </div>
          {form && <Alert>{form}</Alert>}
          <ErrorSummary errors={fields} labels={t} language={language} />
          <Field
            name="current"
            label={t.current}
            type="password"
            autocomplete="current-password"
            error={errors.current}
            required
          />
          <NewPassword userName={viewer.userName} errors={errors} language={language} />
          <div>
            <Button>{t.submit}</Button>
          </div>
        </div>
      </form>
    </AccountPage>
  );
}
