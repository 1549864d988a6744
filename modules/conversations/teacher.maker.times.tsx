import type { Child } from "hono/jsx";
import { Button, Field, Notice, Sheet } from "../../web/components.tsx";
import { value } from "../../web/forms.ts";
import type { Round } from "./rounds.queries.ts";
import { dayRows } from "./teacher.forms.ts";
import type { MakerProps } from "./teacher.maker.pages.tsx";
import { makerText } from "./teacher.maker.text.ts";
import { previewPath, SchedulePicture } from "./teacher.schedule.partials.tsx";
import { valuesOfRound } from "./teacher.values.ts";

/** How many talks, how long, and on which days. */
export function Talks({ viewer, values, errors }: MakerProps) {
  const t = makerText(viewer.language);
  const number = (name: string, label: string, most: number, least = 1, hint?: string) => (
    <Field
      name={name}
      label={label}
      type="number"
      inputmode="numeric"
      min={least}
      max={most}
      hint={hint}
      value={value(values, name)}
      error={errors[name]}
    />
  );
  const [first, ...more] = dayRows;
  const filled = more.some((n) => value(values, `day${n}`) !== "" || errors[`day${n}`]);
  return (
    <Sheet title={t.times}>
      <div class="stack" id="plan">
        <div class="split">
          {number("talks", t.talks, 200)}
          {number("minutes", t.minutes, 240)}
          {number("inARow", t.inARow, 200, 0, t.inARowHint)}
          {number("breakMinutes", t.breakMinutes, 240, 0)}
        </div>
        <DayFields n={first} {...{ viewer, values, errors }} />
        <details open={filled}>
          <summary class="btn quiet s">{t.moreDays}</summary>
          <div class="stack more-days">
            {more.map((n) => <DayFields n={n} {...{ viewer, values, errors }} />)}
          </div>
        </details>
      </div>
    </Sheet>
  );
}

function DayFields(
  { n, viewer, values, errors }: Pick<MakerProps, "viewer" | "values" | "errors"> & { n: number },
) {
  const t = makerText(viewer.language);
  const wrong = errors[`begin${n}`] ?? errors[`end${n}`];
  const unseen = (label: string): Child => (
    <>
      {label}
      <span class="vh">, {t.day(n)}</span>
    </>
  );
  return (
    <div class="day-row">
      <Field
        name={`day${n}`}
        label={t.day(n)}
        type="date"
        value={value(values, `day${n}`)}
        error={errors[`day${n}`] ?? wrong}
      />
      <Field
        name={`begin${n}`}
        label={unseen(t.begin)}
        type="time"
        value={value(values, `begin${n}`)}
      />
      <Field name={`end${n}`} label={unseen(t.end)} type="time" value={value(values, `end${n}`)} />
    </div>
  );
}

/** The times as they are, where a child was booked in beforehand. */
export function SettledTimes(
  { viewer, round, booked }: Pick<MakerProps, "viewer" | "booked"> & { round: Round },
) {
  const planned = Object.entries(valuesOfRound(round, viewer)).filter(([field]) =>
    /^(talks|minutes|inARow|breakMinutes|(day|begin|end)\d)$/.test(field)
  );
  return (
    <div>
      <Notice>{makerText(viewer.language).locked(booked)}</Notice>
      {planned.map(([name, typed]) => <input type="hidden" name={name} value={String(typed)} />)}
    </div>
  );
}

/**
 * The picture of the schedule; made anew at every change, while one still types in a field too, and
 * without script by its button.
 */
export function Schedule(props: MakerProps) {
  const t = makerText(props.viewer.language);
  const preview = previewPath(props);
  return (
    <section
      class="sheet follow"
      hx-post={`${preview}?part=schedule`}
      hx-trigger="change from:#maker delay:200ms, input from:#plan delay:500ms"
      hx-include="#maker"
      hx-target="#schedule"
      hx-swap="outerHTML"
      hx-sync="this:replace"
    >
      <h2>{t.schedule}</h2>
      <div class="stack">
        {/* the first of the form is what Enter presses: not one that changes what is typed */}
        <div>
          <Button look="quiet" small formaction={preview}>{t.look}</Button>
        </div>
        <SchedulePicture {...props} />
      </div>
    </section>
  );
}
