import {
  Back,
  Button,
  ButtonLink,
  Confirm,
  ErrorSummary,
  Field,
  Head,
  Icon,
  Notice,
  TextArea,
} from "../../web/components.tsx";
import { value, type Values } from "../../web/forms.ts";
import type { Language } from "../../web/language.ts";
import { isOffice, type School, type Viewer } from "../../web/viewer.ts";
import type { HelpItem } from "./help.queries.ts";
import { helpText } from "./help.text.ts";

/** What the school calls the menu item. */
export const helpName = (school: School, language: Language) =>
  school.menu.help?.name || helpText(language).help;

interface HelpProps {
  school: School;
  language: Language;
  /** Undefined for who is not signed in. */
  viewer: Viewer | undefined;
  items: Omit<HelpItem, "id">[];
  values: Values;
  /** Sentences, by field. */
  errors: Record<string, string>;
}

/** Questions and answers, then the form for what is not among them. */
export function HelpPage(props: HelpProps) {
  const { school, language, viewer, items } = props;
  const t = helpText(language);
  const home = `/${school.shortName}`;
  return (
    <>
      {viewer && (
        <Head title={helpName(school, language)} lead={t.lead}>
          {isOffice(viewer) && (
            <ButtonLink look="quiet" icon="pencil" href={`${home}/help/edit`}>{t.edit}</ButtonLink>
          )}
        </Head>
      )}
      <div class="stack">
        <div class="sheet">
          <ul class="rows" role="list">
            {items.map((item) => (
              <li class="row">
                <details>
                  <summary class="row nowrap">
                    <b class="grow">{item.question}</b>
                    <Icon name="down" />
                  </summary>
                  <div class="flow prose">
                    {item.answer.split(/\n\s*\n/).map((paragraph) => <p>{paragraph}</p>)}
                  </div>
                </details>
              </li>
            ))}
          </ul>
        </div>
        <ContactForm {...props} />
        {!viewer && (
          <p>
            <a href={`${home}/sign-in`}>{t.toSignIn}</a>
          </p>
        )}
      </div>
    </>
  );
}

function ContactForm({ school, language, viewer, values, errors }: HelpProps) {
  const t = helpText(language).contact;
  const { form, ...fields } = errors;
  return (
    <form
      id="contact"
      class="sheet form"
      method="post"
      action={`/${school.shortName}/help/contact`}
    >
      <div>
        <h2>{t.title}</h2>
        <p class="soft">
          {t.lead}
          {school.officePhone && (
            <>
              {` ${t.orCall} `}
              <a href={`tel:${school.officePhone.replace(/[^\d+]/g, "")}`}>{school.officePhone}</a>
              .
            </>
          )}
        </p>
      </div>
      {form && (
        <div role="alert">
          <Notice tone="bad">{form}</Notice>
        </div>
      )}
      <ErrorSummary errors={fields} language={language} />
      <div class="split">
        <Field
          name="name"
          label={t.name}
          autocomplete="name"
          value={value(values, "name")}
          error={errors.name}
          maxlength={120}
          required
        />
        <Field
          name="email"
          label={t.email}
          hint={t.emailHint}
          type="email"
          autocomplete="email"
          value={value(values, "email")}
          error={errors.email}
          maxlength={254}
          required
        />
      </div>
      <Field
        name="topic"
        label={t.topic}
        value={value(values, "topic")}
        error={errors.topic}
        maxlength={120}
        required
      />
      <TextArea
        name="message"
        label={t.message}
        value={value(values, "message")}
        error={errors.message}
        maxlength={5000}
        required
      />
      <div>
        <Button look={viewer ? undefined : "quiet"}>{t.submit}</Button>
      </div>
    </form>
  );
}

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
        <ErrorSummary errors={errors} language={viewer.language} />
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
  return (
    <>
      <Field
        name="question"
        id={named("question")}
        label={t.question}
        value={value(values, "question")}
        error={errors.question}
        maxlength={200}
        required
      />
      <TextArea
        name="answer"
        id={named("answer")}
        label={t.answer}
        hint={t.answerHint}
        value={value(values, "answer")}
        error={errors.answer}
        maxlength={5000}
        required
      />
    </>
  );
}
