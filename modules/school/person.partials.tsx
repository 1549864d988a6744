import { Button, Field } from "../../web/components.tsx";
import type { When } from "../../web/dates.ts";
import type { Values } from "../../web/forms.ts";
import type { Overtaken } from "../../web/meanwhile.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { accessText } from "./access.text.ts";
import type { Group } from "./groups.queries.ts";
import type { NamedPupil } from "./people.queries.ts";
import type { Person } from "./person.queries.ts";

/** Which form of the page came back. */
export type PersonForm = "details" | "userName" | "children" | "block" | "staff" | "senders";

export interface PersonProps {
  viewer: Viewer;
  when: When;
  person: Person;
  /** To choose from. */
  pupils: NamedPupil[];
  groups: Group[];
  /** The form that came back with something wrong, and what was typed in it. */
  open?: PersonForm;
  values: Values;
  /** Sentences, by field. */
  errors: Record<string, string>;
  /** What others changed since the form with the details was opened. */
  overtaken?: Overtaken | undefined;
}

export const personPath = ({ viewer, person }: Pick<PersonProps, "viewer" | "person">) =>
  `/${viewer.school.shortName}/people/${person.id}`;

/** What was typed in a form, if that is the one that came back. */
export const typedIn = (props: PersonProps, form: PersonForm, else_: Values = {}) =>
  props.open === form
    ? { values: props.values, errors: props.errors }
    : { values: else_, errors: {} };

/**
 * Asks for the reason of a block before it is set.
 * @param back the page to come back to, if not that of the person
 */
export function BlockForm(
  { viewer, label, question, action, confirm, error, reason, back }: {
    viewer: Viewer;
    label: string;
    question: string;
    action: string;
    confirm: string;
    error?: string | undefined;
    reason?: string;
    back?: string;
  },
) {
  const t = accessText(viewer.language).rights;
  return (
    <details class="confirm" open={error !== undefined}>
      <summary class="btn quiet s">{label}</summary>
      <form method="post" action={action} class="well form">
        {back && <input type="hidden" name="back" value={back} />}
        <p>{question}</p>
        <Field
          name="reason"
          id={error === undefined ? `reason-${action.replace(/\W+/g, "-")}` : undefined}
          label={t.reason}
          value={reason}
          error={error}
          maxlength={500}
          required
        />
        <div>
          <Button small>{confirm}</Button>
        </div>
      </form>
    </details>
  );
}
