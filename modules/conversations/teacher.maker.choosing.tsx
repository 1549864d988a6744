import { Check, Field, Sheet, Tiles } from "../../web/components.tsx";
import { value } from "../../web/forms.ts";
import type { MakerProps } from "./teacher.maker.pages.tsx";
import { makerText } from "./teacher.maker.text.ts";

/** How guardians come by a time, and when. */
export function Choosing(props: MakerProps) {
  const { viewer, round, values, errors } = props;
  const t = makerText(viewer.language);
  // once they were asked, they are not asked otherwise
  const fair = round?.publishedAt ? round.fair : undefined;
  return (
    <Sheet title={t.choosing}>
      <div class="stack choosing">
        {fair === undefined && (
          <Tiles
            name="fair"
            type="radio"
            legend={t.how}
            options={[
              { value: "no", label: t.first, hint: t.firstHint },
              { value: "yes", label: t.fairly, hint: t.fairlyHint },
            ]}
            value={value(values, "fair") || "no"}
            error={errors.fair}
          />
        )}
        {fair !== false && !round?.allottedAt && (
          <div class={fair ? undefined : "only-fair"}>
            <MomentFields {...props} field="wishes" label={t.wishes} hint={t.wishesHint} />
          </div>
        )}
        <MomentFields {...props} field="closes" label={t.closes} />
        <MomentFields {...props} field="opens" label={t.opens} hint={t.opensHint} />
        {!fair && <SeparateTalks {...props} />}
      </div>
    </Sheet>
  );
}

/** Settled once a child has a time. */
function SeparateTalks({ viewer, round, booked, values }: MakerProps) {
  const t = makerText(viewer.language);
  const locked = booked > 0;
  const checked = locked ? round?.separateTalks === true : values.separateTalks !== undefined;
  return (
    <>
      {locked && checked && <input type="hidden" name="separateTalks" value="on" />}
      <Check
        name="separateTalks"
        label={t.separate}
        hint={locked ? t.separateLocked : t.separateHint}
        checked={checked}
        disabled={locked}
      />
    </>
  );
}

interface MomentProps extends Pick<MakerProps, "viewer" | "values" | "errors"> {
  field: "opens" | "closes" | "wishes";
  label: string;
  hint?: string;
}

/** A day and, beside it, a time. */
function MomentFields({ viewer, values, errors, field, label, hint }: MomentProps) {
  const t = makerText(viewer.language);
  return (
    <div class="day-row two-fields">
      <Field
        name={`${field}On`}
        label={label}
        type="date"
        hint={hint}
        value={value(values, `${field}On`)}
        error={errors[`${field}On`]}
      />
      <Field
        name={`${field}At`}
        label={
          <>
            <span aria-hidden="true">{t.at}</span>
            <span class="vh">{t.timeFor(label)}</span>
          </>
        }
        type="time"
        value={value(values, `${field}At`)}
        error={errors[`${field}At`]}
      />
    </div>
  );
}
