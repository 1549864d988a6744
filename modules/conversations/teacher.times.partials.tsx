import { Button, Confirm, Field, Icon, Select } from "../../web/components.tsx";
import { dayIn } from "../../web/clock.ts";
import { longDay } from "../../web/dates.ts";
import { value, type Values } from "../../web/forms.ts";
import { roundPath } from "./teacher.paths.ts";
import type { RoundProps } from "./teacher.round.pages.tsx";
import { teacherText } from "./teacher.text.ts";

/** Another slot, or a whole day later. */
export function TimesSheet(
  { viewer, when, round, slots, values, errors }: RoundProps & {
    values: Values;
    errors: Record<string, string>;
  },
) {
  const t = teacherText(viewer.language).round;
  const path = roundPath(viewer, round);
  const days = [...new Set(slots.map(({ from }) => dayIn(when.timeZone, from)))];
  const form = value(values, "form");
  const typed = (on: string, field: string) => form === on ? value(values, field) : "";
  const wrong = (on: string, field: string) => form === on ? errors[field] : undefined;
  return (
    <>
      <details class="sheet folded" open={form === "add"}>
        <summary>
          {t.addTitle}
          <Icon name="down" />
        </summary>
        <form method="post" action={`${path}/slots`} class="stack near" novalidate>
          <Field
            name="day"
            id="add-day"
            type="date"
            label={t.day}
            value={typed("add", "day") || days[0]}
            error={wrong("add", "day")}
          />
          <Field
            name="begin"
            id="add-begin"
            type="time"
            label={t.begin}
            value={typed("add", "begin")}
            error={wrong("add", "begin")}
          />
          <div>
            <Button look="quiet" small>{t.add}</Button>
          </div>
        </form>
      </details>
      {days.length > 0 && (
        <details class="sheet folded" open={form === "shift"}>
          <summary>
            {t.shiftTitle}
            <Icon name="down" />
          </summary>
          <form method="post" action={`${path}/shift`} class="stack near" novalidate>
            <Select
              name="day"
              id="shift-day"
              label={t.day}
              options={days.map((day) => ({ value: day, label: longDay(day, when) }))}
              value={typed("shift", "day")}
            />
            <Field
              name="minutes"
              id="shift-minutes"
              type="number"
              label={t.later}
              hint={t.laterHint}
              value={typed("shift", "minutes") || "10"}
              error={wrong("shift", "minutes")}
            />
            <div>
              <Button look="quiet" small>{t.shift}</Button>
            </div>
          </form>
        </details>
      )}
    </>
  );
}

/** Closing and withdrawing, each with a question first. */
export function Endings({ viewer, round, toAsk }: RoundProps) {
  const t = teacherText(viewer.language).round;
  const path = roundPath(viewer, round);
  return (
    <div class="actions">
      {round.publishedAt && (!round.fair || round.allottedAt) && (
        <Confirm
          label={t.close}
          icon="lock"
          question={t.closeQuestion(toAsk.length)}
          action={`${path}/closing`}
          confirm={t.closeConfirm}
        />
      )}
      <Confirm
        label={t.withdraw}
        icon="trash"
        look="bare"
        question={round.publishedAt ? t.withdrawQuestion : t.withdrawDraft}
        action={`${path}/withdrawal`}
        confirm={t.withdrawConfirm}
      />
    </div>
  );
}
