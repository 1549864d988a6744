import type { When } from "../../web/dates.ts";
import { moment } from "../../web/dates.ts";
import {
  Actions,
  Back,
  Button,
  ButtonLink,
  Check,
  Choices,
  Confirm,
  Editor,
  Empty,
  ErrorSummary,
  Face,
  Field,
  Head,
  Icon,
  KindPicker,
  PollAnswers,
  PostCard,
  Prose,
  Tab,
  Tiles,
  Upload,
} from "../../web/components.tsx";
import { fieldText } from "../../web/field_text.ts";
import { type Errors, value, type Values, valuesOf } from "../../web/forms.ts";
import { kindName, kinds as looks } from "../../web/kinds.ts";
import { isStaff, type Viewer } from "../../web/viewer.ts";
import type { Reach } from "./audience.ts";
import { type Desk, placeValue } from "./composer.desk.ts";
import { mostAnswer, mostAnswers, mostTitle } from "./composer.forms.ts";
import { composerText } from "./composer.text.ts";
import { acceptedFiles } from "./file_types.ts";
import type { OwnDraft, PostInput } from "./post.actions.ts";
import type { PostKind } from "./tables.ts";
import { mostFiles, mostMegabytes, type Upload as Kept } from "./uploads.ts";

interface ComposerProps {
  desk: Desk;
  values: Values;
  /** Files that arrived and wait for this post. */
  files: Kept[];
  reach: Reach;
  errors?: Errors;
}

/** The one composer: for news, board and urgent, new or changed. */
export function ComposerPage({ desk, values, files, reach, errors = {} }: ComposerProps) {
  const { viewer, post } = desk;
  const { language } = viewer;
  const t = composerText(language);
  const home = `/${viewer.school.shortName}`;
  const wrong = sentences(errors, language);
  const title = !post ? t.title : post.publishAt ? t.titleEdit : t.titleDraft;
  return (
    <>
      <Head title={title}>
        {!post && (
          <ButtonLink href={`${home}/posts/drafts`} look="quiet" small icon="pencil">
            {t.drafts}
          </ButtonLink>
        )}
      </Head>
      <ErrorSummary errors={wrong} language={language} />
      <form id="compose" method="post" action={actionOf(desk)} enctype="multipart/form-data">
        {post?.published
          ? <Tab kind={post.kind} name={kindName(post.kind, viewer.school, language)} />
          : <Kinds desk={desk} chosen={value(values, "kind")} />}
        <div class="sheet form">
          {/* Enter in a field presses the first button of a form: let that be a harmless one. */}
          <button
            type="submit"
            class="vh"
            name="intent"
            value="preview"
            tabindex={-1}
            aria-hidden="true"
          />
          <input type="hidden" name="key" value={value(values, "key")} />
          <Places desk={desk} chosen={valuesOf(values, "audience")} error={wrong.audience} />
          <Field
            name="title"
            label={t.subject}
            value={value(values, "title")}
            maxlength={mostTitle}
            error={wrong.title}
          />
          <Editor
            name="body"
            label={t.body}
            value={value(values, "body")}
            format={value(values, "format") === "html" ? "html" : "text"}
            language={language}
            error={wrong.body}
          />
          {post?.published
            ? post.poll && <p class="soft">{t.poll.fixed}</p>
            : <PollFields values={values} wrong={wrong} viewer={viewer} />}
          <Upload
            name="files"
            label={t.files}
            action={`${home}/posts/uploads`}
            accept={acceptedFiles}
            maxMegabytes={mostMegabytes}
            files={files.map((file) => ({ id: String(file.id), name: file.name }))}
            language={language}
            hint={t.filesHint(mostMegabytes, mostFiles)}
            error={wrong.files}
          />
          <div class="split">
            {!post?.published && <WhenFields values={values} wrong={wrong} viewer={viewer} />}
            <Field
              name="until"
              type="date"
              label={t.until}
              optional={language}
              hint={!post || post.kind === "urgent" ? t.untilHint : undefined}
              value={value(values, "until")}
              error={wrong.until}
            />
          </div>
          <Switches desk={desk} values={values} />
          {post?.published
            ? (
              <Actions>
                <Button name="intent" value="publish">{t.saveChanges}</Button>
                <Button name="intent" value="preview" look="bare">{t.preview}</Button>
              </Actions>
            )
            : (
              <div
                hx-get={`${home}/posts/audience`}
                hx-trigger="change from:#compose target:'[name=audience],[name=kind]'"
                hx-include="#compose [name=audience], #compose [name=kind]"
              >
                <SendBar viewer={viewer} kind={value(values, "kind")} reach={reach} />
              </div>
            )}
        </div>
      </form>
      {post && <Removal desk={desk} />}
    </>
  );
}

/** The sentences behind the keys; one that is a sentence already (of a file) stays. */
function sentences(errors: Errors, language: string): Errors {
  const known: Record<string, string> = {
    ...fieldText(language),
    ...composerText(language).errors,
  };
  return Object.fromEntries(
    Object.entries(errors).map(([field, key]) => [field, known[key] ?? key]),
  );
}

const actionOf = ({ viewer, post }: Desk) =>
  `/${viewer.school.shortName}/posts${post ? `/${post.id}/edit` : ""}`;

function Kinds({ desk: { viewer, kinds }, chosen }: { desk: Desk; chosen: string }) {
  const { school, language } = viewer;
  const agenda = isStaff(viewer) && !school.menu.agenda?.off;
  const option = (kind: PostKind | "agenda") => ({
    value: kind,
    label: kindName(kind, school, language),
    ...looks[kind],
  });
  return (
    <KindPicker
      name="kind"
      label={composerText(language).kind}
      value={chosen}
      options={[
        ...kinds.map(option),
        ...(agenda ? [{ ...option("agenda"), href: `/${school.shortName}/agenda/new` }] : []),
      ]}
    />
  );
}

interface PlacesProps {
  desk: Desk;
  chosen: string[];
  error: string | undefined;
}

function Places({ desk: { viewer, places, fixed }, chosen, error }: PlacesProps) {
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
          label: place.id === null ? t.wholeSchool : place.name,
          disabled: fixedValues.includes(placeValue(place.id)),
        }))}
      />
    </>
  );
}

interface PartProps {
  values: Values;
  wrong: Errors;
  viewer: Viewer;
}

function PollFields({ values, wrong, viewer: { language } }: PartProps) {
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

function WhenFields({ values, wrong, viewer: { language } }: PartProps) {
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
function Switches({ desk: { viewer, post }, values }: { desk: Desk; values: Values }) {
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

/** Who will get it, in words and on the button. */
export function SendBar(
  { viewer, kind, reach }: { viewer: Viewer; kind: string; reach: Reach },
) {
  const t = composerText(viewer.language);
  const urgent = kind === "urgent";
  const label = reach.families === 0
    ? (urgent ? t.sendNobody : t.placeNobody)
    : (urgent ? t.send : t.place)(reach.families);
  return (
    <>
      <ReachWords reach={reach} urgent={urgent} language={viewer.language} />
      <Actions>
        <Button name="intent" value="publish">{label}</Button>
        <Button name="intent" value="draft" look="quiet">{t.draft}</Button>
        <Button name="intent" value="preview" look="bare">{t.preview}</Button>
      </Actions>
    </>
  );
}

function ReachWords(
  { reach, urgent, language }: { reach: Reach; urgent: boolean; language: string },
) {
  const t = composerText(language);
  const { guardians, staff, unreachable, today } = reach;
  if (guardians + staff === 0) return <p class="hint" role="status"></p>;
  return (
    <p class="hint" role="status">
      {[
        t.reach(guardians, staff),
        urgent && t.urgentGoes,
        unreachable > 0 && t.unreachable(unreachable),
        today > 0 && t.reachedToday(today),
      ].filter(Boolean).join(" ")}
    </p>
  );
}

function Removal({ desk: { viewer, post } }: { desk: Desk }) {
  const t = composerText(viewer.language);
  const action = `/${viewer.school.shortName}/posts/${post!.id}/withdrawal`;
  return post!.published
    ? (
      <Confirm
        label={t.withdraw}
        question={t.withdrawQuestion}
        action={action}
        confirm={t.withdrawConfirm}
        icon="x"
      />
    )
    : (
      <Confirm
        label={t.remove}
        question={t.removeQuestion}
        action={action}
        confirm={t.removeConfirm}
        icon="trash"
      />
    );
}

interface PreviewProps {
  desk: Desk;
  values: Values;
  input: PostInput;
  files: Kept[];
  reach: Reach;
}

/** The post as its receivers will see it; everything typed goes along, hidden. */
export function PreviewPage({ desk, values, input, files, reach }: PreviewProps) {
  const { viewer, post } = desk;
  const { school, language } = viewer;
  const t = composerText(language);
  const typed = Object.entries(values).filter(([name]) => name !== "intent" && name !== "fileId");
  return (
    <>
      <Head title={t.previewTitle} lead={post?.published ? undefined : t.previewLead} />
      <PostCard
        kind={input.kind}
        kindName={kindName(input.kind, school, language)}
        audience={audienceName(desk, input)}
      >
        <h2>{input.title}</h2>
        <p class="by">
          <Face initials={viewer.person.initials} />
          {post?.authorName ?? viewer.person.name}
        </p>
        <Prose html={input.body} />
        <PreviewFiles viewer={viewer} files={files} />
        {input.poll && (
          <div class="well stack near">
            <h3>{input.poll.question}</h3>
            <ul aria-label={t.chosen}>{input.poll.answers.map((answer) => <li>{answer}</li>)}</ul>
          </div>
        )}
      </PostCard>
      <form method="post" action={actionOf(desk)} class="stack">
        {typed.flatMap(([name]) =>
          valuesOf(values, name).map((one) => <input type="hidden" name={name} value={one} />)
        )}
        {files.map((file) => <input type="hidden" name="fileId" value={String(file.id)} />)}
        {post?.published
          ? (
            <Actions>
              <Button name="intent" value="publish">{t.saveChanges}</Button>
              <Button name="intent" value="edit" look="quiet" icon="pencil">{t.back}</Button>
            </Actions>
          )
          : (
            <div>
              <SendBar viewer={viewer} kind={input.kind} reach={reach} />
              <Button name="intent" value="edit" look="bare" icon="pencil">{t.back}</Button>
            </div>
          )}
      </form>
    </>
  );
}

function audienceName({ viewer, places, fixed }: Desk, { audience }: PostInput): string {
  if (audience.forSchool) return composerText(viewer.language).wholeSchool;
  return [...fixed, ...places]
    .filter((place, at, all) => all.findIndex((other) => other.id === place.id) === at)
    .filter((place) => place.id !== null && audience.groupIds.includes(place.id))
    .map((place) => place.name).join(", ");
}

function PreviewFiles({ viewer, files }: { viewer: Viewer; files: Kept[] }) {
  const address = (id: number, size: string) => `/${viewer.school.shortName}/uploads/${id}/${size}`;
  const pictures = files.filter((file) => file.picture);
  const attachments = files.filter((file) => !file.picture);
  return (
    <>
      {pictures.length > 0 && (
        <ul class="album" role="list">
          {pictures.map((file) => (
            <li>
              <a href={address(file.id, "large")}>
                <img src={address(file.id, "medium")} alt={file.name} loading="lazy" />
              </a>
            </li>
          ))}
        </ul>
      )}
      {attachments.length > 0 && (
        <ul class="rows" role="list">
          {attachments.map((file) => (
            <li>
              <Icon name="clip" />
              <a class="grow" href={address(file.id, "file")}>{file.name}</a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

interface DraftsProps {
  viewer: Viewer;
  drafts: OwnDraft[];
  when: When;
}

/** What is not out yet: own drafts, and what is planned. */
export function DraftsPage({ viewer, drafts, when }: DraftsProps) {
  const { school, language } = viewer;
  const t = composerText(language);
  const posts = `/${school.shortName}/posts`;
  return (
    <>
      <Back href={`${posts}/new`}>{t.title}</Back>
      <Head title={t.drafts} />
      <div class="sheet">
        {drafts.length === 0 ? <Empty>{t.draftsNone}</Empty> : (
          <ul class="rows" role="list">
            {drafts.map((draft) => (
              <li data-kind={looks[draft.kind].css}>
                <Tab kind={draft.kind} name={kindName(draft.kind, school, language)} />
                <span class="grow">
                  <a href={`${posts}/${draft.id}/edit`}>
                    <b>{draft.title || draft.excerpt || t.untitled}</b>
                  </a>
                  <small class="soft">
                    {` ${draft.authorName}, `}
                    {draft.publishAt
                      ? t.plannedAt(moment(draft.publishAt, when))
                      : t.savedAt(moment(draft.updatedAt, when))}
                  </small>
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}
