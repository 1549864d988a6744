import type { Child } from "hono/jsx";
import {
  Actions,
  Back,
  Button,
  Check,
  ErrorSummary,
  Field,
  Head,
  Sheet,
  TextArea,
  Tiles,
} from "../../web/components.tsx";
import type { When } from "../../web/dates.ts";
import { value, type Values, valuesOf } from "../../web/forms.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { Round } from "./rounds.queries.ts";
import type { Interval } from "./schedule.ts";
import { dayRows } from "./teacher.forms.ts";
import type { MakerChoices } from "./teacher.queries.ts";
import { SchedulePicture } from "./teacher.schedule.partials.tsx";
import { teacherText } from "./teacher.text.ts";

export interface MakerProps {
  viewer: Viewer;
  when: When;
  /** Absent: a new one. */
  round: Round | undefined;
  choices: MakerChoices;
  values: Values;
  /** Sentences per field. */
  errors: Record<string, string>;
  /** What follows from what is typed. */
  slots: Interval[] | undefined;
}

/** The round maker: what is typed at the left, the schedule that follows beside it. */
export function MakerPage(props: MakerProps) {
  const { viewer, round, errors } = props;
  const { language } = viewer;
  const t = teacherText(language);
  const home = `/${viewer.school.shortName}/conversations`;
  const back = round ? `${home}/rounds/${round.id}` : home;
  const action = round ? `${back}/${round.publishedAt ? "details" : "edit"}` : `${home}/rounds`;
  return (
    <>
      <Back href={back}>{round ? round.title : t.title}</Back>
      <Head
        title={round ? t.maker.editTitle : t.maker.title}
        lead={round ? undefined : t.maker.lead}
      />
      <form method="post" action={action} class="stack" id="maker" novalidate>
        <ErrorSummary errors={errors} language={language} labels={labels(language)} />
        {!round && <input type="hidden" name="key" value={value(props.values, "key")} />}
        <div class="cols even">
          <Who {...props} />
          <div class="stack">
            <Teachers {...props} />
            <Choosing {...props} />
          </div>
        </div>
        {round?.publishedAt ? <p class="soft">{t.maker.published}</p> : (
          <div class="cols even">
            <Talks {...props} />
            <Schedule {...props} preview={`${home}/rounds/preview`} />
          </div>
        )}
        <Place {...props} />
        <Actions>
          <Button>{round ? t.maker.change : t.maker.save}</Button>
        </Actions>
      </form>
    </>
  );
}

function labels(language: string): Record<string, string> {
  const { maker } = teacherText(language);
  const days = dayRows.map((n) => [`day${n}`, maker.day(n)]);
  return {
    title: maker.name,
    groups: maker.groups,
    teachers: maker.teachers,
    talks: maker.talks,
    minutes: maker.minutes,
    inARow: maker.inARow,
    breakMinutes: maker.breakMinutes,
    closesOn: maker.closes,
    opensOn: maker.opens,
    ...Object.fromEntries(days),
  };
}

function Who({ viewer, choices, values, errors }: MakerProps) {
  const t = teacherText(viewer.language).maker;
  return (
    <Sheet>
      <Field
        name="title"
        label={t.name}
        value={value(values, "title")}
        error={errors.title}
        maxlength={80}
      />
      <Tiles
        name="groups"
        type="checkbox"
        many
        legend={t.groups}
        options={choices.groups.map(option)}
        value={valuesOf(values, "groups")}
        error={errors.groups}
      />
    </Sheet>
  );
}

/** Those of the groups at hand; the others of the school are folded away. */
function Teachers({ viewer, choices, values, errors }: MakerProps) {
  const t = teacherText(viewer.language).maker;
  const chosen = valuesOf(values, "teachers");
  const [near, far] = [true, false].map((wanted) =>
    choices.teachers.filter(({ id, near }) => (near || chosen.includes(String(id))) === wanted)
  );
  const tiles = (some: MakerChoices["teachers"], legend: Child, id: string) => (
    <Tiles
      name="teachers"
      id={id}
      type="checkbox"
      legend={legend}
      options={some.map(option)}
      value={chosen}
    />
  );
  return (
    <Sheet>
      <div id="teachers" tabindex={-1}>
        {near!.length > 0 && tiles(near!, t.teachers, "near-teachers")}
        <p class="hint">{t.teachersHint}</p>
        {errors.teachers && <p class="error">{errors.teachers}</p>}
      </div>
      {far!.length > 0 && (
        <details open={near!.length === 0}>
          <summary class="btn quiet s">{t.moreTeachers}</summary>
          {tiles(far!, <span class="vh">{t.moreTeachers}</span>, "far-teachers")}
        </details>
      )}
    </Sheet>
  );
}

const option = ({ id, name }: { id: number; name: string }) => ({ value: String(id), label: name });

function Talks({ viewer, values, errors }: MakerProps) {
  const t = teacherText(viewer.language).maker;
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
      <div class="stack">
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
  const t = teacherText(viewer.language).maker;
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

/** The picture of the schedule; made anew at every change, and without script by its button. */
function Schedule({ preview, ...props }: MakerProps & { preview: string }) {
  const t = teacherText(props.viewer.language).maker;
  return (
    <section
      class="sheet follow"
      hx-post={`${preview}?part=schedule`}
      hx-trigger="change from:#maker delay:200ms"
      hx-include="#maker"
      hx-target="#schedule"
      hx-swap="outerHTML"
      hx-sync="this:replace"
    >
      <h2>{t.schedule}</h2>
      <div class="stack">
        <SchedulePicture {...props} />
        <div>
          <Button look="quiet" small formaction={preview}>{t.look}</Button>
        </div>
      </div>
    </section>
  );
}

function Choosing({ viewer, values, errors }: MakerProps) {
  const { language } = viewer;
  const t = teacherText(language).maker;
  const moment = (field: "opens" | "closes" | "wishes", label: string, hint?: string) => (
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
  return (
    <Sheet title={t.choosing}>
      <div class="stack">
        {moment("closes", t.closes)}
        {moment("opens", t.opens, t.opensHint)}
        <Check
          name="separateTalks"
          label={t.separate}
          checked={values.separateTalks !== undefined}
        />
        {values.fair !== undefined && (
          <>
            <Check name="fair" label={t.fairly} hint={t.fairlyHint} checked />
            {moment("wishes", t.wishes)}
          </>
        )}
      </div>
    </Sheet>
  );
}

function Place({ viewer, values, errors }: MakerProps) {
  const { language } = viewer;
  const t = teacherText(language).maker;
  return (
    <Sheet title={t.place}>
      <div class="stack">
        <Field
          name="room"
          label={t.room}
          optional={language}
          value={value(values, "room")}
          error={errors.room}
          maxlength={80}
        />
        <Field
          name="videoLink"
          type="url"
          label={t.videoLink}
          optional={language}
          value={value(values, "videoLink")}
          error={errors.videoLink}
          maxlength={500}
        />
        <TextArea
          name="invitation"
          label={t.mail}
          hint={t.mailHint}
          value={value(values, "invitation")}
          error={errors.invitation}
          maxlength={4000}
        />
      </div>
    </Sheet>
  );
}
