import type { Child } from "hono/jsx";
import {
  Actions,
  Back,
  Button,
  ErrorSummary,
  Field,
  Head,
  Sheet,
  TextArea,
  Tiles,
} from "../../web/components.tsx";
import { moment, type When } from "../../web/dates.ts";
import { value, type Values, valuesOf } from "../../web/forms.ts";
import type { Viewer } from "../../web/viewer.ts";
import { paragraphsOf } from "./mails.words.ts";
import { mailsText } from "./mails.text.ts";
import { schoolYearAt } from "../school/mod.ts";
import type { Round } from "./rounds.queries.ts";
import { dayRows } from "./teacher.forms.ts";
import type { MakerChoices } from "./teacher.queries.ts";
import { Choosing } from "./teacher.maker.choosing.tsx";
import type { Picture } from "./teacher.maker.picture.ts";
import { makerText } from "./teacher.maker.text.ts";
import { Schedule, SettledTimes, Talks } from "./teacher.maker.times.tsx";
import { teacherText } from "./teacher.text.ts";

export interface MakerProps {
  viewer: Viewer;
  when: When;
  /** Absent: a new one. */
  round: Round | undefined;
  /** How many children have a time in it; its times are settled by that. */
  booked: number;
  choices: MakerChoices;
  values: Values;
  /** Sentences per field. */
  errors: Record<string, string>;
  /** What follows from what is typed. */
  picture: Picture;
}

/** The round maker: what is typed at the left, the schedule that follows beside it. */
export function MakerPage(props: MakerProps) {
  const { viewer, round, booked, errors } = props;
  const { language } = viewer;
  const t = makerText(language);
  const home = `/${viewer.school.shortName}/conversations`;
  const back = round ? `${home}/rounds/${round.id}` : home;
  const action = round ? `${back}/${round.publishedAt ? "details" : "edit"}` : `${home}/rounds`;
  return (
    <>
      <Back href={back}>{round ? round.title : teacherText(language).title}</Back>
      <Head
        title={round ? t.editTitle : t.title}
        lead={round ? undefined : t.lead}
      />
      <form method="post" action={action} class="stack" id="maker" novalidate>
        <ErrorSummary errors={errors} language={language} labels={labels(language)} />
        {!round && <input type="hidden" name="key" value={value(props.values, "key")} />}
        <div class="cols even ragged">
          <div class="stack">
            <Who {...props} />
            <Teachers {...props} />
          </div>
          <Choosing {...props} />
        </div>
        {round?.publishedAt
          ? <p class="soft">{t.published}</p>
          : round && booked > 0
          ? <SettledTimes {...{ viewer, round, booked }} />
          : (
            <div class="cols even">
              <Talks {...props} />
              <Schedule {...props} />
            </div>
          )}
        <Place {...props} />
        <Actions>
          <Button>{round ? t.change : t.save}</Button>
        </Actions>
      </form>
    </>
  );
}

function labels(language: string): Record<string, string> {
  const maker = makerText(language);
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
    wishesOn: maker.wishes,
    fair: maker.how,
    ...Object.fromEntries(days),
  };
}

function Who({ viewer, when, choices, values, errors }: MakerProps) {
  const t = makerText(viewer.language);
  const running = schoolYearAt(viewer, when.now);
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
        options={choices.groups.map(({ schoolYear, ...group }) => ({
          ...option(group),
          hint: schoolYear > running && t.schoolYear(schoolYear),
        }))}
        value={valuesOf(values, "groups")}
        error={errors.groups}
      />
    </Sheet>
  );
}

/** Those of the groups at hand; the others of the school are folded away. */
function Teachers({ viewer, choices, values, errors }: MakerProps) {
  const t = makerText(viewer.language);
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

function Place({ viewer, when, round, values, errors }: MakerProps) {
  const { language } = viewer;
  const t = makerText(language);
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
        {round?.publishedAt
          ? <SentMail {...{ viewer, when, round }} sentAt={round.publishedAt} />
          : (
            <TextArea
              name="invitation"
              label={t.mail}
              hint={t.mailHint}
              value={value(values, "invitation")}
              error={errors.invitation}
              maxlength={4000}
            />
          )}
      </div>
    </Sheet>
  );
}

/** What parents got when the round was published; that cannot be changed any more. */
function SentMail(
  { viewer, when, round, sentAt }: Pick<MakerProps, "viewer" | "when"> & {
    round: Round;
    sentAt: Date;
  },
) {
  const t = makerText(viewer.language);
  const written = round.invitation || mailsText(viewer.school.language).invitation;
  return (
    <div class="stack near">
      <h3>{t.mail}</h3>
      <p class="soft small">{t.mailSent(moment(sentAt, when))}</p>
      <blockquote class="stack near">
        {paragraphsOf(written).map((words) => <p>{words}</p>)}
      </blockquote>
    </div>
  );
}
