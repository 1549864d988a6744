import { Actions, Button, Head, PostCard, Prose } from "../../web/components.tsx";
import { type Values, valuesOf } from "../../web/forms.ts";
import { kindName } from "../../web/kinds.ts";
import type { Upload as Kept } from "../../web/uploads.ts";
import type { Reach } from "./audience.ts";
import type { Desk } from "./composer.desk.ts";
import { formAction, SendBar } from "./composer.fields.tsx";
import { composerText } from "./composer.text.ts";
import type { PostInput } from "./post.actions.ts";
import { Attachments, Pictures } from "./files.partials.tsx";
import { By } from "./timeline.partials.tsx";
import { timelineText } from "./timeline.text.ts";
import { uploadAddress } from "./uploads.ts";

interface PreviewProps {
  desk: Desk;
  input: PostInput;
  files: Kept[];
  /** The name that will stand under it. */
  signature: string;
}

/** The post as its receivers will see it. */
function Preview({ desk, input, files, signature }: PreviewProps) {
  const { viewer, post } = desk;
  const { school, language } = viewer;
  const alts = new Map(input.files.map((file) => [file.id, file.alt]));
  const shown = {
    files: files.map((file) => ({ ...file, alt: alts.get(file.id) ?? "" })),
    address: (id: number, size: string) => uploadAddress(viewer, id, size),
    language,
  };
  return (
    <PostCard
      kind={input.kind}
      kindName={kindName(input.kind, school, language)}
      audience={audienceName(desk, input)}
    >
      <h2>{input.title}</h2>
      <By name={signature} initials={post?.initials ?? viewer.person.initials} />
      <Prose html={input.body} />
      <Pictures {...shown} />
      <Attachments {...shown} />
      {input.poll && (
        <div class="well stack near">
          <h3>{input.poll.question}</h3>
          <ul aria-label={composerText(language).chosen}>
            {input.poll.answers.map((answer) => <li>{answer}</li>)}
          </ul>
        </div>
      )}
    </PostCard>
  );
}

/** The preview under the form, which keeps what was typed. */
export function PreviewPart(props: PreviewProps) {
  const { viewer, post } = props.desk;
  const t = composerText(viewer.language);
  return (
    <section id="preview" class="stack near">
      <h2 tabindex={-1} autofocus>{t.previewTitle}</h2>
      {!post?.published && <p class="soft">{t.previewLead}</p>}
      <Preview {...props} />
    </section>
  );
}

/** The preview where no script runs: everything typed goes along, hidden. */
export function PreviewPage(props: PreviewProps & { values: Values; reach: Reach }) {
  const { desk, values, input, files, reach } = props;
  const { viewer, post } = desk;
  const t = composerText(viewer.language);
  const typed = Object.keys(values).filter((name) => name !== "intent" && name !== "fileId");
  return (
    <>
      <Head title={t.previewTitle} lead={post?.published ? undefined : t.previewLead} />
      <div class="stack">
        <Preview {...props} />
        <form method="post" action={formAction(desk)} class="stack">
          {typed.flatMap((name) =>
            valuesOf(values, name).map((one) => <input type="hidden" name={name} value={one} />)
          )}
          {files.map((file) => <input type="hidden" name="fileId" value={String(file.id)} />)}
          {post?.published
            ? (
              <Actions>
                <Button name="intent" value="publish">{t.saveChanges}</Button>
                <Button name="intent" value="edit" look="quiet">{t.back}</Button>
              </Actions>
            )
            : <SendBar viewer={viewer} kind={input.kind} reach={reach} previewed />}
        </form>
      </div>
    </>
  );
}

function audienceName({ viewer, places, fixed }: Desk, { audience }: PostInput): string {
  const t = timelineText(viewer.language);
  if (audience.forSchool) return t.school;
  const names = new Map([...fixed, ...places].map((place) => [place.id, place.name]));
  return t.group(audience.groupIds.map((id) => names.get(id)).join(", "));
}
