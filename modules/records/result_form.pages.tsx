import {
  Actions,
  Button,
  ButtonLink,
  ErrorSummary,
  Field,
  FieldGroup,
  TextArea,
  Upload,
} from "../../web/components.tsx";
import type { When } from "../../web/dates.ts";
import { acceptedFiles } from "../../web/file_types.ts";
import { fieldOf, value, type Values, valuesOf } from "../../web/forms.ts";
import type { Language } from "../../web/language.ts";
import { PupilPage } from "../../web/own_tabs.tsx";
import { mostMegabytes, type Upload as Kept } from "../../web/uploads.ts";
import type { Viewer } from "../../web/viewer.ts";
import { ChangedSince } from "./partials.tsx";
import type { Pupil } from "./pupils.queries.ts";
import {
  mostFiles,
  mostNote,
  mostRows,
  mostScore,
  mostSubject,
  mostTitle,
} from "./results.forms.ts";
import { ResultArticle } from "./results.pages.tsx";
import type { Result } from "./results.queries.ts";
import { resultsText } from "./results.text.ts";
import { recordsText } from "./text.ts";

interface ResultFormProps {
  viewer: Viewer;
  pupil: Pupil;
  when: When;
  /** The one that is changed, as it is now; none: a new one. */
  result?: Result | undefined;
  values: Values;
  files: Pick<Kept, "id" | "name">[];
  /** Sentences, by field. */
  errors: Record<string, string>;
  /** Someone else changed it meanwhile. */
  changedSince?: boolean;
  /** Something else happened meanwhile: a sentence about it. */
  notice?: string;
}

/** A result being written or changed. */
export function ResultFormPage(props: ResultFormProps) {
  const { viewer, pupil, when, result, values, files } = props;
  const { language } = viewer;
  const t = resultsText(language);
  const common = recordsText(language);
  const list = `/${viewer.school.shortName}/pupils/${pupil.id}/results`;
  const { scores, subject, score, fileId, ...others } = props.errors;
  const errors = {
    ...others,
    ...((subject ?? score ?? scores) && { scores: subject ?? score ?? scores }),
    ...((others.files ?? fileId) && { files: others.files ?? fileId }),
  } as Record<string, string>;
  const field = fieldOf(values, errors);
  return (
    <PupilPage viewer={viewer} pupil={pupil} tab="results">
      <div class="sheet stack">
        <ErrorSummary
          errors={{ ...errors, ...(props.notice && { form: props.notice }) }}
          labels={t}
          language={language}
        />
        {props.changedSince && result && (
          <ChangedSince language={language}>
            <ResultArticle result={result} href={`${list}/${result.id}`} when={when} />
          </ChangedSince>
        )}
        <section>
          <h2>{result ? t.changeTitle : t.newTitle}</h2>
          <form
            class="form narrow"
            id="form"
            method="post"
            action={result ? `${list}/${result.id}` : list}
            enctype="multipart/form-data"
          >
            {result ? <input type="hidden" name="seen" value={result.version} /> : (
              <input
                type="hidden"
                name="key"
                value={value(values, "key") || crypto.randomUUID()}
              />
            )}
            <Field
              {...field("title")}
              label={t.title}
              hint={t.titleHint}
              maxlength={mostTitle}
              required
            />
            <Field
              {...field("heldOn")}
              type="date"
              label={t.heldOn}
              required
            />
            <TextArea
              {...field("note")}
              label={t.note}
              hint={t.noteHint}
              rows={3}
              maxlength={mostNote}
              optional={language}
            />
            <Scores values={values} error={errors.scores} language={language} />
            <Upload
              name="files"
              label={t.files}
              hint={t.filesHint(mostMegabytes, mostFiles)}
              action={`${list}/uploads`}
              accept={acceptedFiles}
              maxMegabytes={mostMegabytes}
              maxDescription={0}
              files={files.map(({ id, name }) => ({ id: String(id), name }))}
              error={errors.files}
              language={language}
            />
            <p class="soft">
              {result ? t.readersOfChange(pupil.firstName) : t.readers(pupil.firstName)}
            </p>
            <Actions>
              <Button name="intent" value="save">{result ? common.save : t.add}</Button>
              <button type="submit" class="btn quiet" name="intent" value="rows" formnovalidate>
                {t.moreRows}
              </button>
              <ButtonLink href={list} look="quiet">{common.cancel}</ButtonLink>
            </Actions>
          </form>
        </section>
      </div>
    </PupilPage>
  );
}

/** How many empty rows wait below the filled ones. */
const spareRows = 4;

function Scores(
  { values, error, language }: { values: Values; error: string | undefined; language: Language },
) {
  const t = resultsText(language);
  const [subjects, scores] = [valuesOf(values, "subject"), valuesOf(values, "score")];
  const given = Math.max(subjects.length, scores.length);
  const filled = Array.from({ length: given }, (_, i) => ({
    subject: subjects[i] ?? "",
    score: scores[i] ?? "",
  })).filter((row) => row.subject.trim() || row.score.trim());
  const empty = { subject: "", score: "" };
  const rows = [...filled, ...Array(spareRows).fill(empty)].slice(0, mostRows);
  return (
    <FieldGroup legend={t.scores} id="scores" hint={t.scoresHint} error={error}>
      <div class="stack near">
        <div class="join small soft" aria-hidden="true">
          <span class="grow">{t.subject}</span>
          <span class="grow">{t.score}</span>
        </div>
        {rows.map((row, i) => {
          const wrong = Boolean(row.subject) !== Boolean(row.score) ||
            row.subject.length > mostSubject || row.score.length > mostScore;
          const invalid = error && wrong ? "true" : undefined;
          return (
            <div class="join">
              <input
                class="in grow"
                name="subject"
                aria-label={t.subjectNumbered(i + 1)}
                value={row.subject}
                maxlength={mostSubject}
                aria-invalid={invalid}
              />
              <input
                class="in grow"
                name="score"
                aria-label={t.scoreNumbered(i + 1)}
                value={row.score}
                maxlength={mostScore}
                aria-invalid={invalid}
              />
            </div>
          );
        })}
      </div>
    </FieldGroup>
  );
}
