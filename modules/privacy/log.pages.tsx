import {
  Back,
  Button,
  ButtonLink,
  Cell,
  Empty,
  Field,
  Head,
  Notice,
  Row,
  RowHead,
  Select,
  Table,
} from "../../web/components.tsx";
import { moment, type When } from "../../web/dates.ts";
import type { Viewer } from "../../web/viewer.ts";
import { type Asked, queryOf } from "./log.asked.ts";
import { logKinds } from "./log.kinds.ts";
import { detailsOf, doerOf, sentenceOf } from "./log.lines.ts";
import type { LogEntry, LogPerson } from "./log.queries.ts";
import { logText } from "./log.text.ts";

interface LogProps {
  viewer: Viewer;
  when: When;
  asked: Asked;
  /** Names of who was chosen; null for who is erased. */
  chosen: { about: string | null; by: string | null };
  /** Who fits the letters that were typed, when it is not clear who is meant. */
  fitting: { about?: LogPerson[]; by?: LogPerson[] };
  entries: LogEntry[];
  /** Where the next page begins. */
  next: string | undefined;
}

const logPath = ({ school }: Viewer, asked: Asked = {}) =>
  `/${school.shortName}/privacy/log${queryOf(asked)}`;

/** Who looked at or changed whose data, newest first. */
export function LogPage(props: LogProps) {
  const { viewer, asked, fitting, entries, next } = props;
  const t = logText(viewer.language);
  const open = fitting.about ?? fitting.by;
  return (
    <>
      <Back href={`/${viewer.school.shortName}/privacy`}>{t.back}</Back>
      <Head title={t.title} lead={t.lead} />
      <div class="sheet stack">
        <SearchForm {...props} />
        {fitting.about && <Fitting {...props} of="about" people={fitting.about} />}
        {fitting.by && <Fitting {...props} of="by" people={fitting.by} />}
        {!open && !isBackwards(asked) && entries.length === 0 && <Empty>{t.none}</Empty>}
        {!open && entries.length > 0 && <Entries {...props} />}
        {!open && entries.length > 0 && (
          <div class="pager actions">
            {next && (
              <ButtonLink look="quiet" small href={logPath(viewer, { ...asked, under: next })}>
                {t.older}
              </ButtonLink>
            )}
            <ButtonLink
              look="quiet"
              small
              icon="download"
              href={`/${viewer.school.shortName}/privacy/log.csv${
                queryOf({ ...asked, under: undefined })
              }`}
            >
              {t.export}
            </ButtonLink>
          </div>
        )}
      </div>
    </>
  );
}

/** From a day to one before it. */
const isBackwards = ({ from, until }: Asked) =>
  from !== undefined && until !== undefined && until < from;

function SearchForm({ viewer, asked, chosen }: LogProps) {
  const t = logText(viewer.language);
  const isAbout = asked.pupil !== undefined || asked.person !== undefined;
  const hidden = (name: "pupil" | "person" | "account") =>
    asked[name] !== undefined && <input type="hidden" name={name} value={asked[name]} />;
  return (
    <form method="get" action={logPath(viewer)} role="search" aria-label={t.form} class="form">
      <div class="split">
        {isAbout
          ? (
            <p class="field">
              <b>{t.chosenAbout(chosen.about ?? t.erased)}</b>{" "}
              <a href={logPath(viewer, without(asked, "pupil", "person"))}>{t.another}</a>
            </p>
          )
          : (
            <Field
              name="about"
              label={t.about}
              hint={t.aboutHint}
              value={asked.about}
              maxlength={100}
            />
          )}
        {asked.account !== undefined
          ? (
            <p class="field">
              <b>{t.chosenBy(chosen.by ?? t.erased)}</b>{" "}
              <a href={logPath(viewer, without(asked, "account"))}>{t.another}</a>
            </p>
          )
          : <Field name="by" label={t.by} hint={t.byHint} value={asked.by} maxlength={100} />}
      </div>
      <div class="split">
        <Select
          name="kind"
          label={t.kind}
          value={asked.kind ?? ""}
          options={[
            { value: "", label: t.anyKind },
            ...logKinds.map((kind) => ({ value: kind, label: t.kinds[kind] })),
          ]}
        />
        <Field name="from" type="date" label={t.from} value={asked.from} />
        <Field
          name="until"
          type="date"
          label={t.until}
          value={asked.until}
          error={isBackwards(asked) ? t.untilBefore : undefined}
        />
      </div>
      {hidden("pupil")}
      {hidden("person")}
      {hidden("account")}
      <div class="actions">
        <Button>{t.search}</Button>
        <a href={logPath(viewer)}>{t.clear}</a>
      </div>
    </form>
  );
}

const without = (asked: Asked, ...keys: (keyof Asked)[]): Asked => ({
  ...asked,
  ...Object.fromEntries(keys.map((key) => [key, undefined])),
  under: undefined,
});

/** Names to choose from, or that there are none. */
function Fitting(
  { viewer, asked, of, people }: LogProps & { of: "about" | "by"; people: LogPerson[] },
) {
  const t = logText(viewer.language);
  const typed = asked[of] ?? "";
  if (people.length === 0) return <Notice>{t.nobodyFound(typed)}</Notice>;
  const chosen = ({ kind, id, accountId }: LogPerson): Asked =>
    of === "by"
      ? { account: accountId ?? undefined }
      : kind === "pupil"
      ? { pupil: id }
      : { person: id };
  return (
    <div class="stack near">
      <p>{t.whichOne(typed)}</p>
      <ul class="rows" role="list">
        {people.map((person) => (
          <li>
            <a class="row" href={logPath(viewer, { ...without(asked, of), ...chosen(person) })}>
              {person.name}
            </a>
            <span class="soft small">
              {person.kind === "pupil" ? t.child : person.staff ? t.staff : t.guardian}
              {person.left && `, ${t.left}`}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Entries({ viewer, when, entries }: LogProps) {
  const { language } = viewer;
  const t = logText(language);
  return (
    <Table caption={t.list} columns={[t.columns.when, t.columns.who, t.columns.what]}>
      {entries.map((entry) => (
        <Row>
          <RowHead>{moment(entry.at, when)}</RowHead>
          <Cell>
            {entry.accountId === null
              ? doerOf(entry, language)
              : (
                <a href={logPath(viewer, { account: entry.accountId })}>
                  {doerOf(entry, language)}
                </a>
              )}
          </Cell>
          <Cell wide>
            {sentenceOf(entry, language)}
            {detailsOf(entry, language).map((line) => (
              <>
                <br />
                <span class="soft small">{line}</span>
              </>
            ))}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
