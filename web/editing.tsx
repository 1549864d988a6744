import type { Child } from "hono/jsx";
import { asset } from "./assets.ts";
import { Below, describers, Field, type FieldFrame, TextArea } from "./fields.tsx";
import type { Language } from "./language.ts";
import { shellText } from "./text.ts";

// Fields that a script makes better; each works without.

/**
 * The password rules (spec A3), ticked off by `password.js` while typing in the field `for`.
 * Use: `<Field type="password" id="password" describedBy="password-rules"><PasswordRules …/></Field>`
 */
export function PasswordRules(
  { for: field, userName, language }: { for: string; userName: string; language: Language },
) {
  const t = shellText(language).password;
  const rule = (key: string, words: string) => (
    <li data-rule={key}>
      <svg class="i" aria-hidden="true">
        <use class="open" href={`${asset("icons.svg")}#i-circle`} />
        <use class="met" href={`${asset("icons.svg")}#i-ok`} />
      </svg>
      <span data-words>{words}</span>
      <span class="vh" data-state></span>
    </li>
  );
  return (
    <div
      id={`${field}-rules`}
      data-password-rules={field}
      data-user-name={userName}
      data-met={t.met}
      data-unmet={t.unmet}
    >
      <ul class="rules" role="list">
        {rule("length", t.length)}
        {rule("lower", t.lower)}
        {rule("upper", t.upper)}
        {rule("digit", t.digit)}
        {rule("symbol", t.symbol)}
        {rule("long", t.long)}
        {rule("notUserName", t.notUserName)}
      </ul>
      <p class="vh" role="status" data-announce></p>
    </div>
  );
}

interface PollAnswersProps {
  name: string;
  values: string[];
  /** How many there may be. */
  max: number;
  maxlength: number;
  language: Language;
  error?: string | undefined;
}

/**
 * The answers of a poll, all posted as `name`; empty ones are to be left out. Without a script
 * two empty ones wait at the end; with it (`scripts={["poll"]}`) a new one appears while typing.
 */
export function PollAnswers({ name, values, max, maxlength, language, error }: PollAnswersProps) {
  const t = shellText(language).answers;
  const filled = values.filter((value) => value.trim() !== "");
  const shown = [...filled, ...Array(Math.max(2, 4 - filled.length)).fill("")].slice(0, max);
  return (
    <div class="field" data-answers={max} data-label={t.numbered("{n}")}>
      <label for={name}>{t.label}</label>
      {shown.map((value, i) => (
        <input
          class="in"
          name={name}
          id={i === 0 ? name : `${name}-${i + 1}`}
          aria-label={i === 0 ? undefined : t.numbered(i + 1)}
          aria-invalid={error && i === 0 ? "true" : undefined}
          aria-describedby={i === 0 ? describers(name, null, error) : undefined}
          value={value}
          maxlength={maxlength}
          placeholder={value === "" && i >= filled.length && i >= 2 ? t.more : undefined}
        />
      ))}
      <Below id={name} error={error} />
    </div>
  );
}

interface EditorProps extends FieldFrame {
  value: string;
  /** What `value` is; posted as the field `format`. Without a script it stays what it was. */
  format: "text" | "html";
  language: Language;
  maxlength?: number;
}

/**
 * A text field that becomes a small formatting editor where scripts run (needs
 * `scripts={["editor"]}` on the page). It posts `<name>` and `format`: `text` from the plain
 * field, `html` from the editor. The server must clean the HTML.
 */
export function Editor({ format, language, ...field }: EditorProps) {
  const t = shellText(language).editor;
  return (
    <div
      class="editor"
      data-editor={field.id ?? field.name}
      data-sprite={asset("icons.svg")}
      data-words={JSON.stringify({ ...t, cancel: shellText(language).cancel })}
    >
      <input type="hidden" name="format" value={format} />
      <TextArea {...field} rows={8} />
    </div>
  );
}

/** A file that the server already keeps for this form. */
interface UploadedFile {
  id: string;
  name: string;
  /** Present when it is a picture: a small one to look at, and what its writer says is on it. */
  picture?: { src: string; description: string; error?: string | undefined } | undefined;
}

interface UploadProps {
  /** Name of the file input: what a form without script posts. */
  name: string;
  label: Child;
  /** Where `upload.js` posts one file at a time, as multipart field `file`; see that script. */
  action: string;
  accept: string;
  maxMegabytes: number;
  files: UploadedFile[];
  /** Characters of a description. */
  maxDescription: number;
  language: Language;
  hint?: Child;
  error?: string | undefined;
}

/**
 * Files by button or by dragging (needs `scripts={["upload"]}` on the page). Files that arrived
 * are posted as `fileId` (several), and for each picture what is to be seen on it as
 * `alt-<fileId>`; without a script the plain input posts files as `<name>`.
 */
export function Upload(props: UploadProps) {
  const { name, label, action, accept, maxMegabytes, files, language, hint, error } = props;
  const { maxDescription } = props;
  const { upload: t, remove, removeNamed, optional } = shellText(language);
  const words = {
    ...t,
    remove,
    removeNamed: removeNamed("{name}"),
    tooLarge: t.tooLarge(String(maxMegabytes)),
    limit: undefined,
    describe: t.describe,
    optional: `(${optional})`,
  };
  return (
    <div
      class="field upload"
      data-upload={action}
      data-max-bytes={maxMegabytes * 1024 * 1024}
      data-max-description={maxDescription}
      data-sprite={asset("icons.svg")}
      data-words={JSON.stringify(words)}
    >
      <label for={name}>{label}</label>
      <div class="drop">
        <input
          class="in"
          id={name}
          name={name}
          type="file"
          multiple
          accept={accept}
          aria-invalid={error ? "true" : undefined}
          aria-describedby={describers(name, hint ?? true, error)}
        />
      </div>
      <Below id={name} hint={hint ?? t.limit(maxMegabytes)} error={error} />
      <p class="vh" role="status"></p>
      <ul class="rows files" role="list" aria-label={t.list}>
        {files.map((file) => (
          <li>
            <label class="check grow">
              <input type="checkbox" name="fileId" value={file.id} checked />
              <span>{file.name}</span>
            </label>
            {file.picture && (
              <div class="pictured">
                <img src={file.picture.src} alt="" width="96" height="96" />
                <Field
                  name={`alt-${file.id}`}
                  label={
                    <>
                      {t.describe} <span class="vh">{file.name}</span>
                    </>
                  }
                  optional={language}
                  value={file.picture.description}
                  maxlength={maxDescription}
                  error={file.picture.error}
                />
              </div>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
