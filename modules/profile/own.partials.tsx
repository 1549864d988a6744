import { Button, ButtonLink } from "../../web/components.tsx";
import { dayIn } from "../../web/clock.ts";
import { dayOfMonth, monthName } from "../../web/dates.ts";
import type { Viewer } from "../../web/viewer.ts";
import { type Field as FieldKey, fieldsOf } from "./fields.ts";
import { FieldsForm, type OwnProps } from "./own.form.partials.tsx";
import type { Pending } from "./own.queries.ts";
import { profileText } from "./text.ts";
import { fieldName, shown } from "./words.ts";

// The fields of one adult or child as facts.

/** The fields of a tab, with what waits for the office beside them. */
export function Fields(props: OwnProps) {
  const { viewer, details, tab, here, editing } = props;
  if (editing?.form === "fields" && editing.subjectId === details.subject.id) {
    return <FieldsForm {...props} editing={editing} />;
  }
  const { language } = viewer;
  const t = profileText(language, viewer);
  return (
    <>
      <dl class="facts">
        {fieldsOf[details.subject.kind][tab].map((field) => (
          <div class={field === "address" ? "wide" : undefined}>
            <dt class="small soft">{fieldName(field, language)}</dt>
            <dd>
              {shown(field, details.kept[field] ?? null, language) ?? <NotKnown {...props} />}
              {field === "address" && details.secretAddress && (
                <>
                  {" "}
                  <span class="chip bad">{t.secret}</span>
                </>
              )}
              {details.pending.filter((one) =>
                one.field === field
              ).map((one) => <PendingChange viewer={viewer} pending={one} />)}
              <Rejections {...props} field={field} />
            </dd>
          </div>
        ))}
      </dl>
      {!viewer.readOnly && (
        <div>
          <ButtonLink
            look="quiet"
            small
            icon="pencil"
            href={`${here}?edit=${details.subject.id}#fields`}
          >
            {t.edit}
            <span class="vh">{t.editOf(details.firstName || details.name)}</span>
          </ButtonLink>
        </div>
      )}
    </>
  );
}

function NotKnown({ viewer }: OwnProps) {
  return <span class="soft">{profileText(viewer.language, viewer).unknown}</span>;
}

/** *In behandeling*: what it becomes when the office agrees, and for the asker a way back. */
export function PendingChange({ viewer, pending }: { viewer: Viewer; pending: Pending }) {
  const { language, school } = viewer;
  const t = profileText(language, viewer).pending;
  const becomes = shown(pending.field, pending.to, language);
  return (
    <div class="small">
      <div class="row">
        <span class="chip">{t.chip}</span>
        {pending.mine && !viewer.readOnly && (
          <form
            method="post"
            action={`/${school.shortName}/account/requests/${pending.id}/withdrawal`}
          >
            <Button look="bare" small>
              {t.withdraw}
              <span class="vh">{t.withdrawNamed(fieldName(pending.field, language))}</span>
            </Button>
          </form>
        )}
      </div>
      <p>
        {becomes === undefined ? t.removed : (
          <>
            <span class="soft">{t.becomes}</span> {becomes}
          </>
        )}
      </p>
    </div>
  );
}

/** *Niet overgenomen op 22 november: …*, beneath what it was about. */
export function Rejections({ viewer, details, field, rejected, when }: OwnProps & {
  field: FieldKey;
}) {
  const t = profileText(viewer.language, viewer);
  const about = rejected.filter((one) =>
    one.field === field && one.subject.kind === details.subject.kind &&
    one.subject.id === details.subject.id
  );
  return (
    <>
      {about.map(({ at, reason }) => {
        const day = dayIn(when.timeZone, at);
        const words = `${dayOfMonth(day)} ${monthName(day, viewer.language)}`;
        return <p class="small">{t.notTakenOver(words, reason)}</p>;
      })}
    </>
  );
}
