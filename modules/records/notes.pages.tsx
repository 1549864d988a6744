import {
  Actions,
  Button,
  ButtonLink,
  Check,
  Empty,
  ErrorSummary,
  Notice,
  Stamp,
  TextArea,
} from "../../web/components.tsx";
import type { When } from "../../web/dates.ts";
import { type Errors, fieldOf, value, type Values } from "../../web/forms.ts";
import { ChildPage, PupilPage } from "../../web/own_tabs.tsx";
import type { Child, Viewer } from "../../web/viewer.ts";
import { sentences } from "../school/mod.ts";
import { mostBody } from "./notes.forms.ts";
import type { Note } from "./notes.queries.ts";
import { notesText } from "./notes.text.ts";
import { ChangedSince, GroupNames, Paragraphs, Removal } from "./partials.tsx";
import { mayChange, type Pupil } from "./pupils.queries.ts";
import { recordsText } from "./text.ts";

/** *Notities*, for guardians: what is shared with them. */
export function ChildNotesPage(
  { viewer, child, notes, when }: { viewer: Viewer; child: Child; notes: Note[]; when: When },
) {
  const t = notesText(viewer.language);
  return (
    <ChildPage viewer={viewer} child={child} tab="notes">
      <div class="sheet stack">
        <p class="soft">{t.lead(child.firstName)}</p>
        {notes.length === 0
          ? <Empty>{t.noneShared(child.firstName)}</Empty>
          : notes.map((note) => (
            <article class="flow" id={`note-${note.id}`}>
              <Signature note={note} when={when} />
              <blockquote class="note">
                <Paragraphs text={note.body} />
              </blockquote>
            </article>
          ))}
      </div>
    </ChildPage>
  );
}

interface NotesProps {
  viewer: Viewer;
  pupil: Pupil;
  notes: Note[];
  when: When;
  /** What was typed in the form for a new one, and what is wrong with it. */
  values?: Values;
  errors?: Errors;
  /** Something happened meanwhile: a sentence about it. */
  notice?: string;
}

/** All notes about a pupil, and the form for one more; for who keeps them. */
export function PupilNotesPage(props: NotesProps) {
  const { viewer, pupil, notes, when, values = {}, errors, notice } = props;
  const { language } = viewer;
  const t = notesText(language);
  const here = `/${viewer.school.shortName}/pupils/${pupil.id}/notes`;
  const wrong = sentences(errors ?? {}, language);
  return (
    <PupilPage
      viewer={viewer}
      pupil={pupil}
      tab="notes"
      lead={<GroupNames pupil={pupil} language={language} />}
    >
      <div class="sheet stack">
        <ErrorSummary errors={wrong} labels={t} language={language} />
        {notice && <Notice tone="bad" live>{notice}</Notice>}
        <section class="no-print">
          <h2>{t.title}</h2>
          <form class="form narrow" method="post" action={here}>
            <input type="hidden" name="key" value={value(values, "key") || crypto.randomUUID()} />
            <NoteFields viewer={viewer} pupil={pupil} values={values} errors={wrong} />
            <div>
              <Button>{t.add}</Button>
            </div>
          </form>
        </section>
        <section>
          <h2>{t.listTitle}</h2>
          {notes.length === 0
            ? <Empty>{t.none(pupil.firstName)}</Empty>
            : (
              <ul class="rows" role="list">
                {notes.map((note) => (
                  <li id={`note-${note.id}`}>
                    <article class="grow flow">
                      <Signature note={note} when={when} />
                      <Paragraphs text={note.body} />
                      <p>
                        <span class={note.shared ? "chip good" : "chip"}>
                          {note.shared ? t.shared : t.notShared}
                        </span>
                      </p>
                      {mayChange(viewer, note) && (
                        <NoteCare viewer={viewer} note={note} href={`${here}/${note.id}`} />
                      )}
                    </article>
                  </li>
                ))}
              </ul>
            )}
        </section>
      </div>
    </PupilPage>
  );
}

function NoteCare({ viewer, note, href }: { viewer: Viewer; note: Note; href: string }) {
  const t = notesText(viewer.language);
  return (
    <div class="row no-print">
      <ButtonLink href={href} look="bare" small>
        {recordsText(viewer.language).change}
      </ButtonLink>
      <Removal
        href={href}
        version={note.version}
        question={t.removeQuestion}
        confirm={t.removeConfirm}
        language={viewer.language}
      />
    </div>
  );
}

interface NoteProps {
  viewer: Viewer;
  pupil: Pupil;
  note: Note;
  values?: Values;
  errors?: Errors;
  /** Someone else changed it meanwhile: `note` is what is there now. */
  changedSince?: boolean;
}

/** One note being changed. */
export function NotePage({ viewer, pupil, note, values, errors, changedSince }: NoteProps) {
  const { language } = viewer;
  const t = notesText(language);
  const common = recordsText(language);
  const list = `/${viewer.school.shortName}/pupils/${pupil.id}/notes`;
  const wrong = sentences(errors ?? {}, language);
  const kept: Values = { body: note.body, ...(note.shared && { shared: "yes" }) };
  return (
    <PupilPage viewer={viewer} pupil={pupil} tab="notes">
      <div class="sheet stack">
        <ErrorSummary errors={wrong} labels={t} language={language} />
        {changedSince && (
          <ChangedSince language={language}>
            <Paragraphs text={note.body} />
            <p class="soft">{note.shared ? t.shared : t.notShared}</p>
          </ChangedSince>
        )}
        <section>
          <h2>{t.changeTitle}</h2>
          <form class="form narrow" method="post" action={`${list}/${note.id}`}>
            <input type="hidden" name="seen" value={note.version} />
            <NoteFields viewer={viewer} pupil={pupil} values={values ?? kept} errors={wrong} />
            <Actions>
              <Button>{common.save}</Button>
              <ButtonLink href={list} look="quiet">{common.cancel}</ButtonLink>
            </Actions>
          </form>
        </section>
      </div>
    </PupilPage>
  );
}

interface FieldsProps {
  viewer: Viewer;
  pupil: Pupil;
  values: Values;
  errors: Record<string, string>;
}

function NoteFields({ viewer, pupil, values, errors }: FieldsProps) {
  const t = notesText(viewer.language);
  const field = fieldOf(values, errors);
  return (
    <>
      <TextArea
        {...field("body")}
        label={t.body}
        maxlength={mostBody}
        required
      />
      <Check
        name="shared"
        value="yes"
        label={t.share}
        hint={t.shareHint(pupil.firstName)}
        checked={value(values, "shared") !== ""}
      />
    </>
  );
}

/** *juf Hanneke, gisteren, gewijzigd vandaag 8:12*. */
function Signature({ note, when }: { note: Note; when: When }) {
  const t = recordsText(when.language);
  return (
    <p class="by">
      <span>
        <b>{note.authorName}</b>
        {", "}
        <Stamp at={note.createdAt} when={when} />
        {note.updatedAt > note.createdAt && (
          <>
            {` (${t.changed} `}
            <Stamp at={note.updatedAt} when={when} />
            {")"}
          </>
        )}
      </span>
    </p>
  );
}
