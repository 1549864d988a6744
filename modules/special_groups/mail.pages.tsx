import {
  Alert,
  Back,
  Button,
  Empty,
  ErrorSummary,
  Field,
  Head,
  Notice,
  TextArea,
} from "../../web/components.tsx";
import { fieldOf, value, type Values } from "../../web/forms.ts";
import type { Viewer } from "../../web/viewer.ts";
import { groupPath } from "./group.pages.tsx";
import { groupMailText } from "./mail.text.ts";
import type { Receiver, SpecialGroup } from "./queries.ts";

interface MailProps {
  viewer: Viewer;
  group: SpecialGroup;
  receivers: Receiver[];
  /** Where answers go. */
  sender: { name: string; address: string };
  values: Values;
  /** Sentences, by field. */
  errors: Record<string, string>;
}

/** A mail to the members: before it is written it says how many people it will reach. */
export function MailPage({ viewer, group, receivers, sender, values, errors }: MailProps) {
  const { language } = viewer;
  const t = groupMailText(language);
  const reached = receivers.filter((receiver) => receiver.address !== null).length;
  const unreachable = receivers.filter((receiver) => receiver.address === null);
  const { form, ...fields } = errors;
  const here = groupPath(viewer, group);
  const field = fieldOf(values, errors);
  return (
    <>
      <Back href={here}>{group.name}</Back>
      <Head title={t.title(group.name)} />
      {form && <Alert>{form}</Alert>}
      {reached === 0
        ? <Empty>{t.nobody}</Empty>
        : (
          <form method="post" action={`${here}/mails`} class="sheet form">
            <ErrorSummary errors={fields} labels={t} language={language} />
            <Notice>
              <p>
                <b>{t.reach(reached)}</b> {t.replies(sender.address)}
              </p>
              {unreachable.length > 0 && (
                <p>{t.unreachable(unreachable.map((receiver) => receiver.name))}</p>
              )}
            </Notice>
            <input type="hidden" name="key" value={value(values, "key")} />
            <Field
              {...field("subject")}
              label={t.subject}
              maxlength={150}
              required
            />
            <TextArea
              {...field("body")}
              label={t.body}
              rows={10}
              maxlength={10_000}
              required
            />
            <div>
              <Button icon="mail">{t.send(reached)}</Button>
            </div>
          </form>
        )}
    </>
  );
}
