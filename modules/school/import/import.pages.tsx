import type { Child } from "hono/jsx";
import {
  Actions,
  Back,
  Button,
  ButtonLink,
  Check,
  Choices,
  Confirm,
  Empty,
  ErrorSummary,
  Head,
  Notice,
  Select,
  Sheet,
} from "../../../web/components.tsx";
import { Stamp } from "../../../web/components.tsx";
import type { When } from "../../../web/dates.ts";
import { Below, describers } from "../../../web/fields.tsx";
import { ChangeList, CountTiles, newcomers, Warnings } from "./import.partials.tsx";
import { type PagesText, pagesText } from "./pages.text.ts";
import { changeKinds, type EntityKind, entityKinds, type Plan, totalOf } from "./plan.ts";
import { rosterOf, schoolYearName } from "./sources.ts";
import type { ListedImport, StoredImport } from "./store.ts";

interface StartProps {
  home: string;
  history: ListedImport[];
  when: When;
  /** Files that were refused, a sentence each. */
  errors?: string[];
  /** What else there is to do, for a school that has only just opened. */
  first?: Child;
}

/** The steps, the files, and what was imported before. */
export function StartPage({ home, history, when, errors = [], first }: StartProps) {
  const t = pagesText(when.language);
  const hint = t.filesHint;
  const error = errors.length ? t.chooseAgain : undefined;
  return (
    <>
      <Head title={t.title} lead={t.lead} />
      <div class="stack">
        <div class="cols">
          <form
            class="sheet form"
            method="post"
            action={`${home}/import/uploads`}
            enctype="multipart/form-data"
          >
            <ErrorSummary
              errors={Object.fromEntries(
                errors.map((words, i) => [i ? `files-${i}` : "files", words]),
              )}
              language={when.language}
            />
            <div class="field">
              <label for="files">{t.files}</label>
              <input
                class="in"
                id="files"
                name="files"
                type="file"
                multiple
                required
                accept=".xml,.edex,.edexml,.csv,.txt,.tsv,.xlsx"
                aria-invalid={error ? "true" : undefined}
                aria-describedby={describers("files", hint, error)}
              />
              <Below id="files" hint={hint} error={error} />
            </div>
            <Notice>{t.dropped}</Notice>
            <Actions>
              <Button icon="upload">{t.read}</Button>
            </Actions>
          </form>
          <Sheet title={t.stepsTitle}>
            <ol class="flow">{t.steps.map((step: string) => <li>{step}</li>)}</ol>
          </Sheet>
        </div>
        {first}
        <History home={home} history={history} when={when} />
      </div>
    </>
  );
}

function History({ home, history, when }: Pick<StartProps, "home" | "history" | "when">) {
  const t = pagesText(when.language);
  return (
    <Sheet title={t.history}>
      {history.length === 0 ? <Empty>{t.noHistory}</Empty> : (
        <ul class="rows" role="list">
          {history.map((one) => (
            <li>
              <span class="grow">
                <a href={`${home}/import/${one.id}`}>
                  {one.files.map((file) => file.name).join(", ") || t.unreadableTitle}
                </a>
                <br />
                <span class="soft small">
                  <Stamp at={one.createdAt} when={when} />
                  {one.result ? `, ${newcomers(one.result.counts, t)}` : ""}
                </span>
              </span>
              <span class="chip">{t.state[one.state]}</span>
            </li>
          ))}
        </ul>
      )}
    </Sheet>
  );
}

interface CheckProps {
  home: string;
  stored: StoredImport;
  plan: Plan;
  /** School years that may be chosen. */
  years: number[];
  when: When;
  /** Why it was not written just now. */
  failure?: string;
}

/** How many rows of a kind stand on the page itself. */
const firstRows = 10;

/** The dry run: what would change, what to look at, and the choices before it is written. */
export function CheckPage({ home, stored, plan, years, when, failure }: CheckProps) {
  const t = pagesText(when.language);
  const here = `${home}/import/${stored.id}`;
  const files = stored.files.map((file) => file.name).join(", ");
  return (
    <>
      <Back href={`${home}/import`}>{t.title}</Back>
      <Head title={t.check} lead={`${files}. ${t.checkLead}`}>
        {stored.sources.some((source) => source.kind === "table") && (
          <ButtonLink look="quiet" small href={`${here}/columns`}>{t.changeColumns}</ButtonLink>
        )}
      </Head>
      <div class="stack">
        {failure && <Notice tone="bad" live>{failure}</Notice>}
        <CountTiles counts={plan.counts} language={when.language} />
        <Warnings warnings={plan.warnings} language={when.language} />
        <Options here={here} stored={stored} years={years} t={t} />
        <Apply here={here} plan={plan} markGone={stored.options.markGone} t={t} />
        {entityKinds.filter((kind) => plan.rows[kind].length > 0).map((kind) => (
          <Sheet title={t.kinds[kind]} id={kind} aside={String(plan.rows[kind].length)}>
            <ChangeList rows={plan.rows[kind].slice(0, firstRows)} when={when} />
            {plan.rows[kind].length > firstRows && (
              <ButtonLink look="quiet" wide href={`${here}/changes?kind=${kind}`}>
                {t.all(plan.rows[kind].length)}
              </ButtonLink>
            )}
          </Sheet>
        ))}
      </div>
    </>
  );
}

function Options(
  { here, stored, years, t }: {
    here: string;
    stored: StoredImport;
    years: number[];
    t: PagesText;
  },
) {
  const roster = rosterOf(stored.sources)?.roster;
  if (!roster) return null;
  const { schoolYear, merges } = roster;
  return (
    <form class="sheet form" method="post" action={`${here}/options`}>
      <h2>{t.options}</h2>
      <Select
        name="year"
        label={t.year}
        hint={schoolYear === null ? undefined : t.yearHint(schoolYearName(schoolYear))}
        value={String(stored.options.year)}
        options={years.map((year) => ({ value: String(year), label: schoolYearName(year) }))}
      />
      {merges.length > 0 && (
        <Choices
          name="merge"
          type="checkbox"
          legend={t.merge}
          value={stored.options.merge}
          options={merges.map((merge) => ({
            value: merge.mergeKey,
            label: t.mergeOne(merge.name, merge.years.join(", ")),
          }))}
        />
      )}
      <Actions>
        <Button look="quiet">{t.recalculate}</Button>
      </Actions>
    </form>
  );
}

function Apply(
  { here, plan, markGone, t }: { here: string; plan: Plan; markGone: boolean; t: PagesText },
) {
  const gone = totalOf(plan.counts, "gone");
  const what = newcomers(plan.counts, t);
  const changes = changeKinds.reduce((sum, change) => sum + totalOf(plan.counts, change), 0);
  return (
    <div class="sheet stack">
      {changes === 0
        ? <Notice tone="good">{t.nothing}</Notice>
        : (
          <form class="form" method="post" action={`${here}/application`}>
            {gone > 0 && (
              <Check
                name="markGone"
                value="yes"
                label={t.markGone(gone)}
                hint={t.markGoneHint}
                checked={markGone}
              />
            )}
            <Actions>
              <Button icon="check">{what ? t.apply(what) : t.applyChanges}</Button>
            </Actions>
          </form>
        )}
      <ThrowAway here={here} t={t} />
    </div>
  );
}

const ThrowAway = ({ here, t }: { here: string; t: PagesText }) => (
  <Confirm
    label={t.remove}
    question={t.removeQuestion}
    action={`${here}/removal`}
    confirm={t.removeConfirm}
    icon="trash"
  />
);

/** Of an import that another version kept, or that was damaged. */
export function UnreadablePage(
  { home, stored, when }: Pick<CheckProps, "home" | "stored" | "when">,
) {
  const t = pagesText(when.language);
  const applied = stored.state === "applied";
  return (
    <>
      <Back href={`${home}/import`}>{t.title}</Back>
      <Head
        title={t.unreadableTitle}
        lead={stored.files.map((file) => file.name).join(", ") || undefined}
      />
      <div class="sheet stack">
        <Notice tone="bad">{applied ? t.unreadableApplied : t.unreadable}</Notice>
        {!applied && <ThrowAway here={`${home}/import/${stored.id}`} t={t} />}
      </div>
    </>
  );
}

export const rowsPerPage = 100;

/** All rows of one kind, page by page. */
export function ChangesPage(
  { home, id, kind, plan, page, when }: {
    home: string;
    id: number;
    kind: EntityKind;
    plan: Plan;
    /** From 1. */
    page: number;
    when: When;
  },
) {
  const t = pagesText(when.language);
  const rows = plan.rows[kind];
  const pages = Math.max(1, Math.ceil(rows.length / rowsPerPage));
  const href = (n: number) => `${home}/import/${id}/changes?kind=${kind}&page=${n}`;
  return (
    <>
      <Back href={`${home}/import/${id}#${kind}`}>{t.back}</Back>
      <Head title={t.kinds[kind]} lead={t.page(page, pages)} />
      <Sheet>
        <ChangeList rows={rows.slice((page - 1) * rowsPerPage, page * rowsPerPage)} when={when} />
        <Actions>
          {page > 1 && <ButtonLink look="quiet" href={href(page - 1)}>{t.previous}</ButtonLink>}
          {page < pages && <ButtonLink look="quiet" href={href(page + 1)}>{t.next}</ButtonLink>}
        </Actions>
      </Sheet>
    </>
  );
}
