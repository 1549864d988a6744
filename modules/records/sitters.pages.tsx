import type { PropsWithChildren } from "hono/jsx";
import {
  Actions,
  Button,
  ButtonLink,
  Confirm,
  Empty,
  ErrorSummary,
  Field,
  Notice,
  TextArea,
  Tiles,
} from "../../web/components.tsx";
import { type Errors, fieldOf, roomToType, value, type Values, valuesOf } from "../../web/forms.ts";
import type { Language } from "../../web/language.ts";
import { ChildPage, PupilPage } from "../../web/own_tabs.tsx";
import type { Child, Viewer } from "../../web/viewer.ts";
import { parsePhone, sentences } from "../school/mod.ts";
import { GroupNames } from "./partials.tsx";
import type { Pupil } from "./pupils.queries.ts";
import { mostName, mostNote, mostPhone } from "./sitters.forms.ts";
import type { Sitter } from "./sitters.queries.ts";
import { sittersText } from "./sitters.text.ts";

interface ListProps {
  viewer: Viewer;
  child: Child;
  sitters: Sitter[];
  /** What was typed in the form for a new one, and what is wrong with it. */
  values?: Values;
  errors?: Errors;
  /** Something happened meanwhile: a sentence about it. */
  notice?: string | undefined;
}

/** *Oppas*, for guardians: the list, and the form for one more. */
export function SittersPage({ viewer, child, sitters, values = {}, errors, notice }: ListProps) {
  const { language } = viewer;
  const t = sittersText(language);
  const here = `/${viewer.school.shortName}/children/${child.id}/sitters`;
  const wrong = sentences(errors ?? {}, language, t.errors);
  return (
    <ChildPage viewer={viewer} child={child} tab="sitters">
      <div class="sheet stack">
        <ErrorSummary errors={wrong} labels={t} language={language} />
        {notice && <Notice tone="bad" live>{notice}</Notice>}
        <p class="soft">{t.lead(child.firstName)}</p>
        <List sitters={sitters} none={t.none} language={language}>
          {viewer.readOnly ? undefined : (sitter) => (
            <div class="row no-print">
              <ButtonLink href={`${here}/${sitter.id}`} look="quiet" small icon="pencil">
                {t.change} <span class="vh">{sitter.name}</span>
              </ButtonLink>
              <Confirm
                label={
                  <>
                    {t.remove} <span class="vh">{sitter.name}</span>
                  </>
                }
                question={t.removeQuestion(sitter.name)}
                action={`${here}/${sitter.id}/removal`}
                confirm={t.removeConfirm}
                icon="trash"
              >
                <input type="hidden" name="seen" value={sitter.version} />
              </Confirm>
            </div>
          )}
        </List>
        {!viewer.readOnly && (
          <section class="no-print">
            <h2>{t.title}</h2>
            <form class="form narrow" method="post" action={here}>
              <input
                type="hidden"
                name="key"
                value={value(values, "key") || crypto.randomUUID()}
              />
              <SitterFields values={values} errors={wrong} language={language} />
              <div>
                <Button icon="plus">{t.add}</Button>
              </div>
            </form>
          </section>
        )}
      </div>
    </ChildPage>
  );
}

interface SitterProps {
  viewer: Viewer;
  child: Child;
  sitter: Sitter;
  values?: Values;
  errors?: Errors;
  /** Someone else changed it meanwhile: `sitter` is what is there now. */
  changedSince?: boolean;
}

/** One sitter being changed. */
export function SitterPage(props: SitterProps) {
  const { viewer, child, sitter, errors } = props;
  const { language } = viewer;
  const t = sittersText(language);
  const list = `/${viewer.school.shortName}/children/${child.id}/sitters`;
  const wrong = sentences(errors ?? {}, language, t.errors);
  const kept: Values = {
    name: sitter.name,
    phone: sitter.phone,
    days: sitter.days.map(String),
    note: sitter.note,
  };
  return (
    <ChildPage viewer={viewer} child={child} tab="sitters">
      <div class="sheet stack">
        <ErrorSummary errors={wrong} labels={t} language={language} />
        {props.changedSince && (
          <Notice tone="bad" live>
            <p>{t.changedSince}</p>
            <p>
              <b>{t.nowThere}</b>
            </p>
            <Facts sitter={sitter} language={language} />
          </Notice>
        )}
        <section>
          <h2>{t.changeTitle(sitter.name)}</h2>
          <form class="form narrow" method="post" action={`${list}/${sitter.id}`}>
            <input type="hidden" name="seen" value={sitter.version} />
            <SitterFields values={props.values ?? kept} errors={wrong} language={language} />
            <Actions>
              <Button>{t.save}</Button>
              <ButtonLink href={list} look="quiet">{t.cancel}</ButtonLink>
            </Actions>
          </form>
        </section>
      </div>
    </ChildPage>
  );
}

/** The same list for staff, who only read it. */
export function PupilSittersPage(
  { viewer, pupil, sitters }: { viewer: Viewer; pupil: Pupil; sitters: Sitter[] },
) {
  const t = sittersText(viewer.language);
  return (
    <PupilPage
      viewer={viewer}
      pupil={pupil}
      tab="sitters"
      lead={<GroupNames pupil={pupil} language={viewer.language} />}
    >
      <div class="sheet stack">
        <p class="soft">{t.staffLead(pupil.firstName)}</p>
        <List sitters={sitters} none={t.noneOf(pupil.firstName)} language={viewer.language} />
      </div>
    </PupilPage>
  );
}

interface SitterListProps {
  sitters: Sitter[];
  none: string;
  language: Language;
  /** What can be done with each. */
  children?: ((sitter: Sitter) => unknown) | undefined;
}

function List({ sitters, none, language, children }: SitterListProps) {
  if (sitters.length === 0) return <Empty>{none}</Empty>;
  return (
    <ul class="rows" role="list">
      {sitters.map((sitter) => (
        <li id={`sitter-${sitter.id}`}>
          <div class="grow">
            <Facts sitter={sitter} language={language} />
          </div>
          {children?.(sitter)}
        </li>
      ))}
    </ul>
  );
}

function Facts({ sitter, language }: { sitter: Sitter; language: Language }) {
  const t = sittersText(language);
  const days = sitter.days.map((day) => t.weekdays[day as keyof typeof t.weekdays]).join(", ");
  return (
    <>
      <p>
        <b>{sitter.name}</b>
      </p>
      <p>
        <a href={`tel:${parsePhone(sitter.phone) ?? sitter.phone}`}>{sitter.phone}</a>
      </p>
      <p>{days || t.anyDay}</p>
      {sitter.note && <p class="soft">{sitter.note}</p>}
    </>
  );
}

interface FieldsProps extends PropsWithChildren {
  values: Values;
  errors: Record<string, string>;
  language: Language;
}

function SitterFields({ values, errors, language }: FieldsProps) {
  const t = sittersText(language);
  const field = fieldOf(values, errors);
  return (
    <>
      <Field
        {...field("name")}
        label={t.name}
        maxlength={roomToType(mostName)}
        required
      />
      <Field
        {...field("phone")}
        type="tel"
        label={t.phone}
        maxlength={mostPhone}
        required
      />
      <Tiles
        name="days"
        type="checkbox"
        legend={t.days}
        hint={t.daysHint}
        options={Object.entries(t.weekdays).map(([day, label]) => ({ value: day, label }))}
        value={valuesOf(values, "days")}
        error={errors.days}
        many
      />
      <TextArea
        {...field("note")}
        label={t.note}
        hint={t.noteHint}
        rows={2}
        maxlength={mostNote}
        optional={language}
      />
    </>
  );
}
