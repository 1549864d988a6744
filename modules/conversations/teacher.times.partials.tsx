import { Button, Confirm, Field, Icon, Select } from "../../web/components.tsx";
import { dayIn } from "../../web/clock.ts";
import { type Day, longDay } from "../../web/dates.ts";
import { value, type Values } from "../../web/forms.ts";
import type { Slot } from "./slots.queries.ts";
import { roundPath } from "./teacher.paths.ts";
import type { RoundProps } from "./teacher.round.pages.tsx";
import { teacherText } from "./teacher.text.ts";

interface TimesProps extends Pick<RoundProps, "viewer" | "when" | "round"> {
  /** The days of the round. */
  days: Day[];
  values: Values;
  errors: Record<string, string>;
}

/** Another slot, or a whole day later. */
export function TimesSheet({ slots, ...props }: Omit<TimesProps, "days"> & { slots: Slot[] }) {
  const { timeZone } = props.when;
  const days = [...new Set(slots.map(({ from }) => dayIn(timeZone, from)))];
  return (
    <>
      <AddTime {...props} days={days} />
      {days.length > 0 && <ShiftDay {...props} days={days} />}
    </>
  );
}

/** What was typed in one of the forms of the page, and what is wrong with it. */
function typedIn(form: "add" | "shift", { values, errors }: TimesProps) {
  const open = value(values, "form") === form;
  return {
    open,
    typed: (field: string) => open ? value(values, field) : "",
    wrong: (field: string) => open ? errors[field] : undefined,
  };
}

function AddTime(props: TimesProps) {
  const { viewer, round, days } = props;
  const t = teacherText(viewer.language).round;
  const { open, typed, wrong } = typedIn("add", props);
  return (
    <details class="sheet folded" open={open}>
      <summary>
        {t.addTitle}
        <Icon name="down" />
      </summary>
      <form
        method="post"
        action={`${roundPath(viewer, round)}/slots`}
        class="stack near"
        novalidate
      >
        <Field
          name="day"
          id="add-day"
          type="date"
          label={t.day}
          value={typed("day") || days[0]}
          error={wrong("day")}
        />
        <Field
          name="begin"
          id="add-begin"
          type="time"
          label={t.begin}
          value={typed("begin")}
          error={wrong("begin")}
        />
        <div>
          <Button look="quiet" small>{t.add}</Button>
        </div>
      </form>
    </details>
  );
}

function ShiftDay(props: TimesProps) {
  const { viewer, when, round, days } = props;
  const t = teacherText(viewer.language).round;
  const { open, typed, wrong } = typedIn("shift", props);
  return (
    <details class="sheet folded" open={open}>
      <summary>
        {t.shiftTitle}
        <Icon name="down" />
      </summary>
      <form
        method="post"
        action={`${roundPath(viewer, round)}/shift`}
        class="stack near"
        novalidate
      >
        <Select
          name="day"
          id="shift-day"
          label={t.day}
          options={days.map((day) => ({ value: day, label: longDay(day, when) }))}
          value={typed("day")}
        />
        <Field
          name="minutes"
          id="shift-minutes"
          type="number"
          label={t.later}
          hint={[t.laterHint, round.publishedAt && t.shiftMails].filter(Boolean).join(" ")}
          value={typed("minutes") || "10"}
          error={wrong("minutes")}
        />
        <div>
          <Button look="quiet" small>{t.shift}</Button>
        </div>
      </form>
    </details>
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
