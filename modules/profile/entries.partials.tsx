import { Alert, ButtonLink, Confirm, Field, Select } from "../../web/components.tsx";
import { shellText } from "../../web/text.ts";
import type { Entry } from "./fields.ts";
import { type Editing, FormFoot, OvertakenNotice, type OwnProps } from "./own.form.partials.tsx";
import { PendingChange, Rejections } from "./own.partials.tsx";
import { profileText } from "./text.ts";
import { shownEntry } from "./words.ts";

/** Further numbers and addresses: work, grandparents, a sitter. */
export function Entries(props: OwnProps) {
  const { viewer, details, here, editing } = props;
  const { subject, entries, pending } = details;
  const t = profileText(viewer.language, viewer);
  const open = editing?.subjectId === subject.id && editing.form !== "fields" ? editing : undefined;
  const added = pending.filter((one) => one.field === "contact" && one.contactId === null);
  return (
    <section class="stack near">
      <h3>{t.entries.title}</h3>
      <p class="soft">{subject.kind === "pupil" ? t.entries.leadChild : t.entries.lead}</p>
      {entries.length + added.length === 0 && !open && <p class="soft">{t.entries.none}</p>}
      <ul class="rows" role="list">
        {entries.map((entry) =>
          open?.form === entry.id
            ? (
              <li>
                <div class="grow">
                  <EntryForm {...props} editing={open} entry={entry} />
                </div>
              </li>
            )
            : <EntryRow {...props} entry={entry} />
        )}
        {added.map((one) => (
          <li>
            <div class="grow">
              <PendingChange viewer={viewer} pending={one} />
            </div>
          </li>
        ))}
      </ul>
      <Rejections {...props} field="contact" />
      {open && !entries.some(({ id }) => id === open.form)
        ? <EntryForm {...props} editing={open} />
        : !viewer.readOnly && (
          <div>
            <ButtonLink look="quiet" small icon="plus" href={`${here}?add=${subject.id}#entry`}>
              {t.entries.add}
              <span class="vh">{t.entries.addFor(details.firstName || details.name)}</span>
            </ButtonLink>
          </div>
        )}
    </section>
  );
}

function EntryRow(props: OwnProps & { entry: Entry & { id: number } }) {
  const { viewer, details, here, action, entry } = props;
  const t = profileText(viewer.language, viewer);
  const shell = shellText(viewer.language);
  const waiting = details.pending.filter(({ contactId }) => contactId === entry.id);
  return (
    <li>
      <div class="grow">
        <b>{entry.label}</b>
        <p>{shownEntry(entry)}</p>
        {waiting.map((one) => <PendingChange viewer={viewer} pending={one} />)}
      </div>
      {!viewer.readOnly && (
        <>
          <ButtonLink look="quiet" small icon="pencil" href={`${here}?entry=${entry.id}#entry`}>
            {t.entries.edit}
            <span class="vh">{t.entries.editNamed(entry.label)}</span>
          </ButtonLink>
          <Confirm
            look="bare"
            label={
              <>
                {shell.remove}
                <span class="vh">{t.entries.editNamed(entry.label)}</span>
              </>
            }
            question={t.entries.removeQuestion(entry.label)}
            action={`${action}/contacts/${entry.id}/removal`}
            confirm={shell.remove}
          >
            <EntryWas entry={entry} />
          </Confirm>
        </>
      )}
    </li>
  );
}

const seenOf = ({ kind, label, value }: Entry) => ({ kind, label, value });

/** What is shown here: what others made of it meanwhile is not written over, nor removed. */
const EntryWas = ({ entry }: { entry: Entry }) => (
  <input type="hidden" name="was" value={JSON.stringify(seenOf(entry))} />
);

/** A new entry, or one that is there; what was removed meanwhile is typed anew. */
function EntryForm({ viewer, details, here, action, editing, entry }: OwnProps & {
  editing: Editing;
  entry?: Entry & { id: number };
}) {
  const t = profileText(viewer.language, viewer);
  const values: Record<string, string> = {
    kind: "phone",
    ...entry && seenOf(entry),
    ...editing.typed,
  };
  const gone = !entry && editing.form !== "new";
  return (
    <form
      id="entry"
      class="form narrow"
      method="post"
      action={`${action}/contacts${entry ? `/${entry.id}` : ""}`}
    >
      {entry && <EntryWas entry={entry} />}
      {gone
        ? <Alert>{t.overtaken.gone}</Alert>
        : <OvertakenNotice viewer={viewer} editing={editing} />}
      <h4 class="vh">{t.entries.newTitle}</h4>
      {details.subject.kind === "pupil" && (
        <p class="small soft">{t.children.together(details.firstName)}</p>
      )}
      <div class="split">
        <Select
          name="kind"
          label={t.entries.kind}
          options={(["phone", "email"] as const).map((key) => ({
            value: key,
            label: t.entries[key],
          }))}
          value={values.kind}
          error={editing.errors.kind}
        />
        <Field
          name="label"
          label={t.fields.label}
          hint={t.entries.labelHint}
          value={values.label}
          error={editing.errors.label}
          maxlength={40}
          list="labels"
          required
        />
      </div>
      <datalist id="labels">
        {t.entries.labels.map((label) => <option value={label}></option>)}
      </datalist>
      <Field
        name="value"
        label={t.fields.value}
        value={values.value}
        error={editing.errors.value}
        maxlength={254}
        required
      />
      <FormFoot viewer={viewer} here={here} />
    </form>
  );
}
