import {
  Actions,
  Button,
  Check,
  Choices,
  Field,
  Icon,
  PollAnswers,
  Tiles,
} from "../../web/components.tsx";
import { type Errors, value, type Values, valuesOf } from "../../web/forms.ts";
import { kindName, kinds as looks } from "../../web/kinds.ts";
import { isStaff, type Viewer } from "../../web/viewer.ts";
import type { Place, Reach } from "./audience.ts";
import { type Desk, placeValue } from "./composer.desk.ts";
import { mostAnswer, mostAnswers, mostTitle } from "./composer.forms.ts";
import { composerText } from "./composer.text.ts";
import type { PostKind } from "./tables.ts";
import { timelineText } from "./timeline.text.ts";

/** Where the form of a new or changed post goes. */
export const formAction = ({ viewer, post }: Pick<Desk, "viewer" | "post">) =>
  `/${viewer.school.shortName}/posts${post ? `/${post.id}/edit` : ""}`;

/** The coloured tabs that choose what kind a new post is; the sheet after it takes the colour. */
export function Kinds({ desk: { viewer, kinds }, chosen }: { desk: Desk; chosen: string }) {
  const { school, language } = viewer;
  const tab = (kind: PostKind | "agenda") => (
    <span class="tab">
      <Icon name={looks[kind].icon} />
      {kindName(kind, school, language)}
    </span>
  );
  return (
    <div class="kinds" role="radiogroup" aria-label={composerText(language).kind}>
      {kinds.map((kind) => (
        <label class="kind" data-kind={looks[kind].css}>
          <input type="radio" name="kind" value={kind} checked={kind === chosen} />
          {tab(kind)}
        </label>
      ))}
      {isStaff(viewer) && !school.menu.agenda?.off && (
        <a class="kind" data-kind={looks.agenda.css} href={`/${school.shortName}/agenda/new`}>
          {tab("agenda")}
        </a>
      )}
    </div>
  );
}

interface PlacesProps {
  desk: Desk;
  chosen: string[];
  error: string | undefined;
}

export function Places({ desk: { viewer, places, fixed }, chosen, error }: PlacesProps) {
  const t = composerText(viewer.language);
  const fixedValues = fixed.map((place) => placeValue(place.id));
  const more = places.filter((place) => !fixedValues.includes(placeValue(place.id)));
  return (
    <>
      {fixedValues.map((place) => <input type="hidden" name="audience" value={place} />)}
      <Tiles
        name="audience"
        id="audience"
        type="checkbox"
        many
        legend={t.audience}
        hint={fixed.length > 0 ? t.audienceKept : undefined}
        error={error}
        value={[...chosen, ...fixedValues]}
        options={[...fixed, ...more].map((place) => ({
          value: placeValue(place.id),
          label: placeName(place, viewer.language),
          disabled: fixedValues.includes(placeValue(place.id)),
        }))}
      />
    </>
  );
}

/** *Algemeen*, or *Groep 5a*. */
function placeName({ id, name }: Place, language: string): string {
  const t = timelineText(language);
  return id === null ? t.school : t.group(name);
}

interface PartProps {
  values: Values;
  wrong: Errors;
  viewer: Viewer;
}

export function PollFields({ values, wrong, viewer: { language } }: PartProps) {
  const t = composerText(language).poll;
  const answers = valuesOf(values, "pollAnswer");
  const open = value(values, "pollQuestion") !== "" || answers.some(Boolean) ||
    ["pollQuestion", "pollAnswer", "pollUntil"].some((field) => wrong[field]);
  return (
    <details class="only-board" open={open}>
      <summary class="btn quiet s">
        <Icon name="chart" />
        {t.add}
      </summary>
      <div class="form well" role="group" aria-label={t.title}>
        <Field
          name="pollQuestion"
          label={t.question}
          value={value(values, "pollQuestion")}
          maxlength={mostTitle}
          error={wrong.pollQuestion}
        />
        <PollAnswers
          name="pollAnswer"
          values={answers}
          max={mostAnswers}
          maxlength={mostAnswer}
          language={language}
          error={wrong.pollAnswer}
        />
        <div>
          <Check name="pollMultiple" label={t.multiple} checked={"pollMultiple" in values} />
          <Check name="pollAnonymous" label={t.anonymous} checked={"pollAnonymous" in values} />
        </div>
        <Field
          name="pollUntil"
          type="date"
          label={t.until}
          optional={language}
          value={value(values, "pollUntil")}
          error={wrong.pollUntil}
        />
      </div>
    </details>
  );
}

export function WhenFields({ values, wrong, viewer: { language } }: PartProps) {
  const t = composerText(language);
  return (
    <div class="stack near">
      <Choices
        name="when"
        id="when"
        type="radio"
        legend={t.when}
        value={value(values, "when") || "now"}
        options={[{ value: "now", label: t.now }, { value: "later", label: t.later }]}
      />
      <div class="split only-later">
        <Field
          name="day"
          type="date"
          label={t.day}
          value={value(values, "day")}
          error={wrong.day}
        />
        <Field
          name="time"
          type="time"
          label={t.time}
          value={value(values, "time")}
          error={wrong.time}
        />
      </div>
    </div>
  );
}

/** A published post shows only what its kind has; before that the kind picker hides the rest. */
export function Switches({ desk: { viewer, post }, values }: { desk: Desk; values: Values }) {
  const t = composerText(viewer.language);
  const kind = post?.published ? post.kind : undefined;
  const comments = kind === undefined || kind === "board";
  const pin = isStaff(viewer) && kind !== "urgent";
  if (!comments && !pin) return null;
  return (
    <fieldset class="not-urgent">
      <legend>{t.options}</legend>
      {comments && (
        <div class="only-board">
          <Check name="commentsOpen" label={t.commentsOpen} checked={"commentsOpen" in values} />
        </div>
      )}
      {pin && <Check name="pinned" label={t.pinned} checked={"pinned" in values} />}
    </fieldset>
  );
}

/** Who will get it, in words and on the button, which says *Plan* while *Later* is chosen. */
export function SendBar(
  { viewer, post, kind, reach, previewed }: {
    viewer: Viewer;
    /** Absent while a new post is made. */
    post?: Desk["post"];
    kind: string;
    reach: Reach;
    /** On the preview itself: back to writing instead of there. */
    previewed?: boolean;
  },
) {
  const t = composerText(viewer.language);
  const urgent = kind === "urgent";
  const label = reach.families === 0
    ? (urgent ? t.sendNobody : t.placeNobody)
    : (urgent ? t.send : t.place)(reach.families);
  return (
    <div class="stack near">
      <ReachWords reach={reach} urgent={urgent} language={viewer.language} />
      <Actions>
        <Button name="intent" value="publish">
          <span class="only-now">{label}</span>
          <span class="only-later">
            {reach.families === 0 ? t.planNobody : t.plan(reach.families)}
          </span>
        </Button>
        <Button name="intent" value="draft" look="quiet">{t.draft}</Button>
        {previewed
          ? <Button name="intent" value="edit" look="bare">{t.back}</Button>
          : <PreviewButton viewer={viewer} post={post} />}
      </Actions>
    </div>
  );
}

/** Shows the preview under the form; without script on a page of its own. */
export function PreviewButton({ viewer, post }: Pick<Desk, "viewer" | "post">) {
  return (
    <button
      type="submit"
      class="btn bare"
      name="intent"
      value="preview"
      hx-post={`${formAction({ viewer, post })}?part=preview`}
      hx-encoding="multipart/form-data"
      hx-target="#preview"
      hx-swap="outerHTML"
    >
      {composerText(viewer.language).preview}
    </button>
  );
}

function ReachWords(
  { reach, urgent, language }: { reach: Reach; urgent: boolean; language: string },
) {
  const t = composerText(language);
  const { guardians, staff, unreachable, today } = reach;
  const readers = guardians + staff;
  if (readers === 0) return <p class="hint" role="status"></p>;
  return (
    <p class="hint" role="status">
      {[
        t.reach(guardians, staff),
        today > 0 && t.reachedToday(today, readers),
        urgent && t.urgentGoes,
        unreachable > 0 && t.unreachable(unreachable),
      ].filter(Boolean).join(" ")}
    </p>
  );
}
