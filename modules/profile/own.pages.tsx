import { Actions, ButtonLink, ErrorSummary, Head, Icon } from "../../web/components.tsx";
import type { When } from "../../web/dates.ts";
import { AccountPage, ChildPage } from "../../web/own_tabs.tsx";
import { onlyReads, type School, type Viewer } from "../../web/viewer.ts";
import { OwnSettings } from "../accounts/mod.ts";
import type { OwnChild } from "../school/mod.ts";
import { Entries } from "./entries.partials.tsx";
import type { Subject, Tab } from "./fields.ts";
import type { Editing } from "./own.form.partials.tsx";
import { Fields } from "./own.partials.tsx";
import type { Details, Rejection } from "./own.queries.ts";
import { OwnFace, PhotoField } from "./photos.partials.tsx";
import { profileText } from "./text.ts";

/** The page of a tab. */
export function tabPath({ shortName }: School, { kind, id }: Subject, tab: Tab): string {
  const home = kind === "person" ? `/${shortName}/account` : `/${shortName}/children/${id}`;
  return tab === "contact" ? `${home}/contact` : home;
}

/** Where the forms of an adult or child go. */
const actionPath = ({ shortName }: School, { kind, id }: Subject) =>
  kind === "person" ? `/${shortName}/account/people/${id}` : `/${shortName}/children/${id}`;

interface OwnPageProps {
  viewer: Viewer;
  tab: Tab;
  editing: Editing | undefined;
  rejected: Rejection[];
  when: When;
}

/** *Mijn account*: the own data of each of those who share the account. */
export function OwnAccountPage(
  { people, ...props }: OwnPageProps & { people: Details[] },
) {
  const { viewer, tab, editing } = props;
  return (
    <AccountPage viewer={viewer} tab={tab}>
      <div class="sheet stack">
        <Wrong {...props} />
        {people.map((details) => (
          <section class="stack" id={`person-${details.subject.id}`}>
            {people.length > 1 ? <h2>{details.name}</h2> : <h2 class="vh">{details.name}</h2>}
            <OwnData {...props} details={details} />
          </section>
        ))}
        {tab === "personal" && !editing && <OwnSettings viewer={viewer} />}
      </div>
    </AccountPage>
  );
}

/** A child's data, for its guardians. */
export function OwnChildPage(
  { details, groups, ...props }: OwnPageProps & { details: Details; groups: string[] },
) {
  const { viewer, tab } = props;
  const t = profileText(viewer.language, viewer).children;
  return (
    <ChildPage
      viewer={viewer}
      child={{ id: details.subject.id, firstName: details.firstName }}
      tab={tab}
    >
      <div class="sheet stack">
        <Wrong {...props} />
        <h2 class="vh">{details.name}</h2>
        <p class="soft">{t.together(details.firstName)}</p>
        {tab === "personal" && (
          <dl class="facts">
            <div class="wide">
              <dt class="small soft">{t.group}</dt>
              <dd>{groups.map(t.groupNamed).join(", ") || t.noGroup}</dd>
            </div>
          </dl>
        )}
        <OwnData {...props} details={details} />
      </div>
    </ChildPage>
  );
}

function OwnData(props: OwnPageProps & { details: Details }) {
  const { details: { subject }, tab } = props;
  const { school, people, children, readOnly } = props.viewer;
  const reads = onlyReads(subject.kind === "person" ? people : children, subject.id);
  const viewer = { ...props.viewer, readOnly: readOnly || reads };
  const editing = viewer.readOnly ? undefined : props.editing;
  const paths = { here: tabPath(school, subject, tab), action: actionPath(school, subject) };
  return (
    <>
      {tab === "personal" && <PhotoField viewer={viewer} subject={subject} />}
      <Fields {...props} {...paths} {...{ viewer, editing }} />
      {tab === "contact" && <Entries {...props} {...paths} {...{ viewer, editing }} />}
    </>
  );
}

function Wrong({ viewer, editing }: OwnPageProps) {
  if (!editing) return null;
  const { fields, entries } = profileText(viewer.language, viewer);
  const labels = { ...fields, kind: entries.kind };
  return <ErrorSummary errors={editing.errors} labels={labels} language={viewer.language} />;
}

/** *Mijn kinderen*: a card per child, that opens its page. */
export function ChildrenPage({ viewer, pupils }: { viewer: Viewer; pupils: OwnChild[] }) {
  const t = profileText(viewer.language, viewer).children;
  const home = `/${viewer.school.shortName}/children`;
  return (
    <>
      <Head title={t.title} lead={viewer.readOnly ? t.leadReader : t.lead} />
      <div class="stack">
        <ul class="stack" role="list">
          {pupils.map((child) => (
            <li class="sheet row">
              <OwnFace viewer={viewer} subject={{ kind: "pupil", id: child.id }} />
              <div class="grow">
                <h2>
                  <a href={`${home}/${child.id}`}>{child.name}</a>
                </h2>
                {child.groups.length === 0 && <p class="soft">{t.noGroup}</p>}
                {child.groups.map(({ name, teachers }) => (
                  <p>
                    {t.groupNamed(name)}{" "}
                    <span class="soft">
                      {teachers.map((teacher) => teacher.name).join(", ") || t.noTeachers}
                    </span>
                  </p>
                ))}
              </div>
              <Icon name="right" />
            </li>
          ))}
        </ul>
        {!viewer.readOnly && (
          <Actions>
            <ButtonLink look="quiet" icon="plus" href={`${home}/coupling`}>{t.couple}</ButtonLink>
          </Actions>
        )}
      </div>
    </>
  );
}
