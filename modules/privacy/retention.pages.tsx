import { Back, Button, ErrorSummary, Field, Head, Notice, Sheet } from "../../web/components.tsx";
import { moment, type When } from "../../web/dates.ts";
import { value, type Values } from "../../web/forms.ts";
import { formValues, type Overtaken, OvertakenNotice, Was } from "../../web/meanwhile.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { countWords } from "./erasing.text.ts";
import type { RuleState } from "./retention.ts";
import { retentionText, ruleWords } from "./retention.text.ts";

interface RetentionProps {
  viewer: Viewer;
  when: When;
  rules: RuleState[];
  lastNight: Date | undefined;
  values?: Values | undefined;
  /** What others changed since the form was opened. */
  overtaken?: Overtaken | undefined;
  /** Sentences, by field. */
  errors?: Record<string, string>;
}

/** How long what is kept, what is there, what goes next, and what went. */
export function RetentionPage(props: RetentionProps) {
  const { viewer, when, rules, lastNight, overtaken, values = {}, errors = {} } = props;
  const { language } = viewer;
  const t = retentionText(language);
  const kept = formValues(Object.fromEntries(rules.map(({ key, months }) => [key, months])));
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
        <form method="post" action={retentionPath(viewer)} class="sheet stack">
          <Was values={values} kept={kept} />
          <OvertakenNotice overtaken={overtaken} labels={labels} language={language} />
          <ul class="rows" role="list" aria-label={t.list}>
            {rules.map((rule) => <RuleRow {...props} rule={rule} />)}
          </ul>
          <div>
            <Button>{t.save}</Button>
          </div>
        </form>
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
    <li>
      <div class="grow stack near">
        <h2>{name.charAt(0).toUpperCase() + name.slice(1)}</h2>
        <p class="soft">{why}</p>
        <p>
          {t.figures(figure(kept), figure(due))} {last && t.last(moment(last.at, when))}{" "}
          {last && countWords(last.counts, language, "gone").join(", ")}
        </p>
      </div>
      <div class="much">
        {most === 0 ? <p>{t.atOnce}</p> : (
          <Field
            name={key}
            type="number"
            label={
              <>
                {t.unit[since]} <span class="vh">{name}</span>
              </>
            }
            hint={t.most(most)}
            error={errors[key]}
            min={shortest(rule)}
            max={most}
            value={values ? value(values, key) : months}
            required
          />
        )}
      </div>
    </li>
  );
}

/** Nothing but what a school year ends goes within the month. */
export const shortest = ({ since }: Pick<RuleState, "since">) => since === "schoolYear" ? 0 : 1;
