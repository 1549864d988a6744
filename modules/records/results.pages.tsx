import {
  ButtonLink,
  Cell,
  Empty,
  Icon,
  Notice,
  Row,
  RowHead,
  Table,
} from "../../web/components.tsx";
import { longDay, type When } from "../../web/dates.ts";
import { fileSize } from "../../web/file_size.ts";
import type { Language } from "../../web/language.ts";
import { ChildPage, PupilPage } from "../../web/own_tabs.tsx";
import type { Child, Viewer } from "../../web/viewer.ts";
import { GroupNames, Paragraphs, Removal } from "./partials.tsx";
import { mayChange, type Pupil } from "./pupils.queries.ts";
import type { Result } from "./results.queries.ts";
import { resultsText } from "./results.text.ts";
import { recordsText } from "./text.ts";

/** *Resultaten*, for guardians. */
export function ChildResultsPage(
  { viewer, child, results, when }: {
    viewer: Viewer;
    child: Child;
    results: Result[];
    when: When;
  },
) {
  const t = resultsText(viewer.language);
  const here = `/${viewer.school.shortName}/children/${child.id}/results`;
  return (
    <ChildPage viewer={viewer} child={child} tab="results">
      <div class="sheet stack">
        <p class="soft">{t.lead(child.firstName)}</p>
        {results.length === 0
          ? <Empty>{t.none(child.firstName)}</Empty>
          : (
            <ul class="rows" role="list">
              {results.map((result) => (
                <li id={`result-${result.id}`}>
                  <ResultArticle result={result} href={`${here}/${result.id}`} when={when} />
                </li>
              ))}
            </ul>
          )}
      </div>
    </ChildPage>
  );
}

interface ResultsProps {
  viewer: Viewer;
  pupil: Pupil;
  results: Result[];
  when: When;
  /** Something happened meanwhile: a sentence about it. */
  notice?: string;
}

/** The results of a pupil, for who keeps them. */
export function PupilResultsPage({ viewer, pupil, results, when, notice }: ResultsProps) {
  const { language } = viewer;
  const t = resultsText(language);
  const here = `/${viewer.school.shortName}/pupils/${pupil.id}/results`;
  return (
    <PupilPage
      viewer={viewer}
      pupil={pupil}
      tab="results"
      lead={<GroupNames pupil={pupil} language={language} />}
    >
      <div class="sheet stack">
        {notice && <Notice tone="bad" live>{notice}</Notice>}
        <div class="no-print">
          <ButtonLink href={`${here}/new`} icon="plus">{t.newTitle}</ButtonLink>
        </div>
        {results.length === 0
          ? <Empty>{t.none(pupil.firstName)}</Empty>
          : (
            <ul class="rows" role="list">
              {results.map((result) => (
                <li id={`result-${result.id}`}>
                  <ResultArticle result={result} href={`${here}/${result.id}`} when={when} />
                  {mayChange(viewer, result) && (
                    <ResultCare result={result} href={`${here}/${result.id}`} language={language} />
                  )}
                </li>
              ))}
            </ul>
          )}
      </div>
    </PupilPage>
  );
}

function ResultCare(
  { result, href, language }: { result: Result; href: string; language: Language },
) {
  const t = resultsText(language);
  return (
    <div class="row no-print">
      <ButtonLink href={href} look="bare" small>
        {recordsText(language).change} <span class="vh">{result.title}</span>
      </ButtonLink>
      <Removal
        href={href}
        version={result.version}
        question={t.removeQuestion}
        confirm={t.removeConfirm}
        language={language}
      />
    </div>
  );
}

/** One result as everyone reads it. @param href where it is; its files are below it */
export function ResultArticle(
  { result, href, when }: { result: Result; href: string; when: When },
) {
  const t = resultsText(when.language);
  return (
    <article class="grow flow">
      <h2>{result.title}</h2>
      <p class="by">
        <span>
          <time datetime={result.heldOn}>{longDay(result.heldOn, when)}</time>
          {`, ${result.authorName}`}
        </span>
      </p>
      {result.note && (
        <div class="well stack near">
          <h3>{t.note}</h3>
          <Paragraphs text={result.note} />
        </div>
      )}
      {result.scores.length > 0 && (
        <Table caption={`${t.scores}: ${result.title}`} columns={[t.subject, t.score]}>
          {result.scores.map(({ subject, score }) => (
            <Row>
              <RowHead>{subject}</RowHead>
              <Cell>{score}</Cell>
            </Row>
          ))}
        </Table>
      )}
      {result.files.length > 0 && (
        <ul class="rows" role="list" aria-label={`${t.files}: ${result.title}`}>
          {result.files.map((file) => (
            <li>
              <Icon name="clip" />
              <span class="grow">
                <a href={`${href}/files/${file.id}`} download>{file.name}</a>
              </span>
              <span class="soft small">{fileSize(file.bytes, when.language)}</span>
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}
