import {
  Back,
  Button,
  Confirm,
  ErrorSummary,
  Field,
  Head,
  Icon,
  TextArea,
} from "../../web/components.tsx";
import { fieldOf, type Values } from "../../web/forms.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { HelpItem } from "./help.queries.ts";
import { helpText } from "./help.text.ts";

interface EditProps {
  viewer: Viewer;
  /** The school's own; empty while the standard ones are there. */
  own: HelpItem[];
  standard: Omit<HelpItem, "id">[];
  /** The question whose form came back, or `new`. */
  open?: number | "new";
  values: Values;
  errors: Record<string, string>;
}

/** Where the office keeps the questions. */
export function EditHelpPage({ viewer, own, standard, open, values, errors }: EditProps) {
  const t = helpText(viewer.language).editing;
  const home = `/${viewer.school.shortName}/help`;
  return (
    <>
      <Back href={home}>{t.back}</Back>
      <Head title={t.title} lead={own.length > 0 ? t.ownLead : t.standardLead} />
      <div class="stack">
        <ErrorSummary errors={errors} labels={t} language={viewer.language} />
        {own.length === 0
          ? <Standard items={standard} home={home} viewer={viewer} />
          : (
            <div class="sheet">
              <ul class="rows" role="list">
                {own.map((item, place) => (
                  <EditRow
                    item={item}
                    viewer={viewer}
                    home={home}
                    first={place === 0}
                    last={place === own.length - 1}
                    typed={open === item.id ? { values, errors } : undefined}
                  />
                ))}
              </ul>
            </div>
          )}
        {own.length > 0 && (
          <>
            <form class="sheet form" method="post" action={`${home}/questions`}>
              <h2>{t.add}</h2>
              <QuestionFields
                viewer={viewer}
                values={open === "new" ? values : {}}
                errors={open === "new" ? errors : {}}
              />
              <div>
                <Button>{t.addSubmit}</Button>
              </div>
            </form>
            <Confirm
              label={t.restore}
              icon="undo"
              question={t.restoreQuestion}
              action={`${home}/standard`}
              confirm={t.restore}
            />
          </>
        )}
      </div>
    </>
  );
}

function Standard(
  { items, home, viewer }: { items: Omit<HelpItem, "id">[]; home: string; viewer: Viewer },
) {
  return (
    <div class="sheet stack">
      <ul class="rows" role="list">{items.map((item) => <li class="row">{item.question}</li>)}</ul>
      <form method="post" action={`${home}/questions/own`}>
        <Button>{helpText(viewer.language).editing.adopt}</Button>
      </form>
    </div>
  );
}

interface EditRowProps {
  item: HelpItem;
  viewer: Viewer;
  home: string;
  first: boolean;
  last: boolean;
  /** What came back with something wrong; then it stands open. */
  typed: { values: Values; errors: Record<string, string> } | undefined;
}

function EditRow({ item, viewer, home, first, last, typed }: EditRowProps) {
  const t = helpText(viewer.language).editing;
  const here = `${home}/questions/${item.id}`;
  const id = String(item.id);
  return (
    <li class="row">
      <details class="grow" open={typed !== undefined}>
        <summary class="row nowrap">
          <b class="grow">{item.question}</b>
          <Icon name="pencil" />
        </summary>
        <form class="form" method="post" action={here}>
          <QuestionFields
            viewer={viewer}
            id={typed ? undefined : id}
            values={typed?.values ?? { question: item.question, answer: item.answer }}
            errors={typed?.errors ?? {}}
          />
          <div class="actions">
            <Button small>{t.save}</Button>
            <Button small look="bare" formaction={`${here}/removal`}>{t.remove}</Button>
          </div>
        </form>
      </details>
      <form method="post" action={`${here}/moves`} class="row nowrap">
        {!first && (
          <Button look="bare" small name="direction" value="up">
            <span aria-hidden="true">↑</span>
            <span class="vh">{t.up(item.question)}</span>
          </Button>
        )}
        {!last && (
          <Button look="bare" small name="direction" value="down">
            <span aria-hidden="true">↓</span>
            <span class="vh">{t.down(item.question)}</span>
          </Button>
        )}
      </form>
    </li>
  );
}

function QuestionFields({ viewer, id, values, errors }: {
  viewer: Viewer;
  /** Tells several on one page apart; the one an error links to has none. */
  id?: string | undefined;
  values: Values;
  errors: Record<string, string>;
}) {
  const t = helpText(viewer.language).editing;
  const named = (name: string) => id ? `${name}-${id}` : name;
  const field = fieldOf(values, errors);
  return (
    <>
      <Field
        {...field("question")}
        id={named("question")}
        label={t.question}
        maxlength={200}
        required
      />
      <TextArea
        {...field("answer")}
        id={named("answer")}
        label={t.answer}
        hint={t.answerHint}
        maxlength={5000}
        required
      />
    </>
  );
}
