import {
  Back,
  Button,
  Cell,
  ErrorSummary,
  Head,
  Notice,
  Row,
  RowHead,
  Sheet,
  Table,
} from "../../web/components.tsx";
import { moment, type When } from "../../web/dates.ts";
import { value, type Values } from "../../web/forms.ts";
import type { Viewer } from "../../web/viewer.ts";
import { countWords } from "./erasing.text.ts";
import type { RuleState } from "./retention.ts";
import { retentionText, ruleWords } from "./retention.text.ts";

interface RetentionProps {
  viewer: Viewer;
  when: When;
  rules: RuleState[];
  lastNight: Date | undefined;
  values?: Values;
  /** Sentences, by field. */
  errors?: Record<string, string>;
}

/** How long what is kept, what is there, what goes next, and what went. */
export function RetentionPage(props: RetentionProps) {
  const { viewer, when, rules, lastNight, errors = {} } = props;
  const { language } = viewer;
  const t = retentionText(language);
  const { what, months, kept, due, last } = t.columns;
  const labels = Object.fromEntries(
    rules.map(({ key }) => [key, t.monthsOf(ruleWords(key, language).name)]),
  );
  return (
    <>
      <Back href={`/${viewer.school.shortName}/privacy`}>{t.back}</Back>
      <Head title={t.title} lead={t.lead} />
      <div class="stack">
        <ErrorSummary errors={errors} labels={labels} language={language} />
        <Notice>{lastNight ? t.lastNight(moment(lastNight, when)) : t.notYet}</Notice>
        <Sheet>
          <form method="post" action={retentionPath(viewer)} class="stack">
            <Table caption={t.list} columns={[what, months, kept, due, last]}>
              {rules.map((rule) => <RuleRow {...props} rule={rule} />)}
            </Table>
            <div>
              <Button>{t.save}</Button>
            </div>
          </form>
        </Sheet>
        <Sheet title={t.elsewhereTitle}>
          <p>{t.elsewhere}</p>
          <p>{t.short}</p>
        </Sheet>
      </div>
    </>
  );
}

export const retentionPath = ({ school }: Viewer) => `/${school.shortName}/privacy/retention`;

function RuleRow(
  { viewer, when, rule, values, errors = {} }: RetentionProps & { rule: RuleState },
) {
  const { language } = viewer;
  const t = retentionText(language);
  const { key, since, most, months, kept, due, last } = rule;
  const { name, why } = ruleWords(key, language);
  const figure = (n: number) => n.toLocaleString(language);
  return (
    <Row>
      <RowHead>
        {name.charAt(0).toUpperCase() + name.slice(1)}
        <br />
        <span class="soft small">{why}</span>
      </RowHead>
      <Cell>
        {most === 0 ? t.at[since](0) : (
          <>
            <input
              class="in"
              type="number"
              id={key}
              name={key}
              min={shortest(rule)}
              max={most}
              value={values ? value(values, key) : months}
              aria-label={t.monthsOf(name)}
              aria-invalid={errors[key] ? "true" : undefined}
              aria-describedby={`${key}-unit`}
            />{" "}
            <span class="soft small" id={`${key}-unit`}>{t.unit[since]}, {t.most(most)}</span>
          </>
        )}
      </Cell>
      <Cell num>{figure(kept)}</Cell>
      <Cell num>{figure(due)}</Cell>
      <Cell>
        {last
          ? (
            <>
              {countWords(last.counts, language, "gone").join(", ")}
              <br />
              <span class="soft small">{moment(last.at, when)}</span>
            </>
          )
          : <span class="soft">{t.never}</span>}
      </Cell>
    </Row>
  );
}

/** Nothing but what a school year ends goes within the month. */
export const shortest = ({ since }: Pick<RuleState, "since">) => since === "schoolYear" ? 0 : 1;
