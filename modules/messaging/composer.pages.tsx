import {
  Actions,
  Button,
  ButtonLink,
  Editor,
  ErrorSummary,
  Field,
  Head,
  Notice,
  Prose,
  Tab,
  Upload,
} from "../../web/components.tsx";
import { fieldText } from "../../web/field_text.ts";
import { acceptedFiles } from "../../web/file_types.ts";
import { type Errors, value, type Values, valuesOf } from "../../web/forms.ts";
import { kindName, kinds as looks } from "../../web/kinds.ts";
import type { Language } from "../../web/language.ts";
import { mostMegabytes, type Upload as Kept } from "../../web/uploads.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { Reach } from "./audience.ts";
import { Removal } from "./care.partials.tsx";
import type { Desk } from "./composer.desk.ts";
import {
  formAction,
  Kinds,
  Places,
  PollFields,
  PreviewButton,
  SendBar,
  Switches,
  WhenFields,
} from "./composer.fields.tsx";
import { altField, mostAlt, mostTitle } from "./composer.forms.ts";
import { composerText } from "./composer.text.ts";
import type { ManagedPost } from "./managed.queries.ts";
import type { PostKind } from "./tables.ts";
import { mostFiles, uploadAddress } from "./uploads.ts";

interface ComposerProps {
  desk: Desk;
  values: Values;
  /** Files that arrived and wait for this post. */
  files: Kept[];
  reach: Reach;
  errors?: Errors;
  /** What someone else saved while this was being typed. */
  saved?: SavedVersion;
}

type SavedVersion = Pick<ManagedPost, "title" | "body"> & { files: Kept[] };

/** The one composer: for news, board and urgent, new or changed. */
export function ComposerPage(props: ComposerProps) {
  const { desk, errors = {}, saved } = props;
  const { viewer, post } = desk;
  const { language } = viewer;
  const t = composerText(language);
  const posts = `/${viewer.school.shortName}/posts`;
  const wrong = sentences(errors, language);
  const title = !post ? t.title : post.publishAt ? t.titleEdit : t.titleDraft;
  return (
    <>
      <Head title={title}>
        {!post && (
          <ButtonLink href={`${posts}/drafts`} look="quiet" small icon="pencil">
            {t.drafts}
          </ButtonLink>
        )}
      </Head>
      <div class="stack">
        {saved
          ? <ChangedMeanwhile language={language} />
          : <ErrorSummary errors={wrong} language={language} />}
        <ComposeForm {...props} wrong={wrong} />
        <section id="preview" hidden></section>
        {saved && <Saved {...saved} language={language} />}
        {post && (
          <Removal
            viewer={viewer}
            href={`${posts}/${post.id}`}
            published={post.published}
          />
        )}
      </div>
    </>
  );
}

/** Instead of the preview under the form: what must be put right first. */
export function PreviewRefused({ errors, language }: { errors: Errors; language: Language }) {
  return (
    <section id="preview">
      <ErrorSummary errors={sentences(errors, language)} language={language} />
    </section>
  );
}

interface FormProps extends ComposerProps {
  /** What is wrong, in words. */
  wrong: Errors;
}

function ComposeForm(props: FormProps) {
  const { desk, values, wrong } = props;
  const { viewer, post } = desk;
  const t = composerText(viewer.language);
  return (
    <form id="compose" method="post" action={formAction(desk)} enctype="multipart/form-data">
      {post?.published
        ? <FixedKind kind={post.kind} viewer={viewer} />
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
        <input type="hidden" name="seen" value={value(values, "seen")} />
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
          language={viewer.language}
          error={wrong.body}
        />
        {post?.published
          ? post.poll && <p class="soft">{t.poll.fixed}</p>
          : <PollFields values={values} wrong={wrong} viewer={viewer} />}
        <Files {...props} />
        <Moments {...props} />
        <Switches desk={desk} values={values} />
        <Ending {...props} />
      </div>
    </form>
  );
}

function Files({ desk: { viewer }, values, files, wrong }: FormProps) {
  const t = composerText(viewer.language);
  return (
    <Upload
      name="files"
      label={t.files}
      action={`/${viewer.school.shortName}/posts/uploads`}
      accept={acceptedFiles}
      maxMegabytes={mostMegabytes}
      maxDescription={mostAlt}
      files={files.map((file) => ({
        id: String(file.id),
        name: file.name,
        picture: file.picture
          ? {
            src: uploadAddress(viewer, file.id, "small"),
            description: value(values, altField(file.id)),
            error: wrong[altField(file.id)],
          }
          : undefined,
      }))}
      language={viewer.language}
      hint={t.filesHint(mostMegabytes, mostFiles)}
      error={wrong.files}
    />
  );
}

/** From when and until when it can be seen. */
function Moments({ desk: { viewer, post }, values, wrong }: FormProps) {
  const t = composerText(viewer.language);
  const until = post?.published
    ? post.kind === "urgent" && t.untilHint
    : <span class="only-urgent">{t.untilHint}</span>;
  return (
    <>
      {!post?.published && <WhenFields values={values} wrong={wrong} viewer={viewer} />}
      <Field
        name="until"
        type="date"
        label={t.until}
        optional={viewer.language}
        hint={until}
        value={value(values, "until")}
        error={wrong.until}
      />
    </>
  );
}

/** The buttons. What is not out yet says on them whom it reaches, and follows the form. */
function Ending({ desk, values, reach }: FormProps) {
  const { viewer, post } = desk;
  if (post?.published) {
    return (
      <Actions>
        <Button name="intent" value="publish">{composerText(viewer.language).saveChanges}</Button>
        <PreviewButton viewer={viewer} post={post} />
      </Actions>
    );
  }
  return (
    <div
      hx-get={`${formAction(desk)}/audience`}
      hx-trigger="change from:#compose target:'[name=audience],[name=kind]'"
      hx-include="#compose [name=audience], #compose [name=kind]"
    >
      <SendBar viewer={viewer} post={post} kind={value(values, "kind")} reach={reach} />
    </div>
  );
}

/** Says that there are two versions, and where the other is. */
function ChangedMeanwhile({ language }: { language: string }) {
  const t = composerText(language).changedMeanwhile;
  return (
    <Notice tone="bad" live>
      <h2>{t.title}</h2>
      <p>
        {t.body} <a href="#saved">{t.show}</a>
      </p>
    </Notice>
  );
}

/** What the form would replace. */
function Saved({ title, body, files, language }: SavedVersion & { language: string }) {
  const t = composerText(language);
  return (
    <section class="sheet flow" id="saved" tabindex={-1}>
      <h2>{t.savedVersion}</h2>
      <h3>{title || t.untitled}</h3>
      <Prose html={body} />
      {files.length > 0 && <p class="soft small">{files.map((file) => file.name).join(", ")}</p>}
    </section>
  );
}

/** What is out keeps its kind. */
function FixedKind({ kind, viewer }: { kind: PostKind; viewer: Viewer }) {
  return (
    <div class="post-top" data-kind={looks[kind].css}>
      <Tab kind={kind} name={kindName(kind, viewer.school, viewer.language)} />
      <input type="hidden" name="kind" value={kind} />
    </div>
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
