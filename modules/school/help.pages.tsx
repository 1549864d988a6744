import {
  Alert,
  Button,
  ButtonLink,
  ErrorSummary,
  Field,
  Head,
  Icon,
  TextArea,
} from "../../web/components.tsx";
import { fieldOf, type Values } from "../../web/forms.ts";
import type { Language } from "../../web/language.ts";
import { isOffice, type School, type Viewer } from "../../web/viewer.ts";
import { longestTopic } from "./help.forms.ts";
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
      {form && <Alert>{form}</Alert>}
      <ErrorSummary errors={fields} labels={t} language={language} />
      <ContactFields language={language} values={values} errors={errors} />
      <div>
        <Button look={viewer ? undefined : "quiet"}>{t.submit}</Button>
      </div>
    </form>
  );
}

function ContactFields(
  { language, values, errors }: Pick<HelpProps, "language" | "values" | "errors">,
) {
  const t = helpText(language).contact;
  const field = fieldOf(values, errors);
  return (
    <>
      <div class="split">
        <Field
          {...field("name")}
          label={t.name}
          autocomplete="name"
          maxlength={120}
          required
        />
        <Field
          {...field("email")}
          label={t.email}
          hint={t.emailHint}
          type="email"
          autocomplete="email"
          maxlength={254}
          required
        />
      </div>
      <Field
        {...field("topic")}
        label={t.topic}
        maxlength={longestTopic}
        required
      />
      <TextArea
        {...field("message")}
        label={t.message}
        maxlength={5000}
        required
      />
    </>
  );
}
