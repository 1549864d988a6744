import { Actions, Button, Head, PostCard, Prose } from "../../web/components.tsx";
import { type Values, valuesOf } from "../../web/forms.ts";
import { kindName } from "../../web/kinds.ts";
import type { Reach } from "./audience.ts";
import type { Desk } from "./composer.desk.ts";
import { formAction, SendBar } from "./composer.fields.tsx";
import { composerText } from "./composer.text.ts";
import type { PostInput } from "./post.actions.ts";
import { Attachments, Pictures } from "./files.partials.tsx";
import { By } from "./timeline.partials.tsx";
import { timelineText } from "./timeline.text.ts";
import { type Upload as Kept, uploadAddress } from "./uploads.ts";

interface PreviewProps {
  desk: Desk;
  values: Values;
  input: PostInput;
  files: Kept[];
  reach: Reach;
  /** The name that will stand under it. */
  signature: string;
}

/** The post as its receivers will see it; everything typed goes along, hidden. */
export function PreviewPage(props: PreviewProps) {
  const { desk, values, input, files, reach, signature } = props;
  const { viewer, post } = desk;
  const { school, language } = viewer;
  const t = composerText(language);
  const typed = Object.entries(values).filter(([name]) => name !== "intent" && name !== "fileId");
  const alts = new Map(input.files.map((file) => [file.id, file.alt]));
  const shown = {
    files: files.map((file) => ({ ...file, alt: alts.get(file.id) ?? "" })),
    address: (id: number, size: string) => uploadAddress(viewer, id, size),
    language,
  };
  return (
    <>
      <Head title={t.previewTitle} lead={post?.published ? undefined : t.previewLead} />
      <div class="stack">
        <PostCard
          kind={input.kind}
          kindName={kindName(input.kind, school, language)}
          audience={audienceName(desk, input)}
        >
          <h2>{input.title}</h2>
          <By name={signature} />
          <Prose html={input.body} />
          <Pictures {...shown} />
          <Attachments {...shown} />
          {input.poll && (
            <div class="well stack near">
              <h3>{input.poll.question}</h3>
              <ul aria-label={t.chosen}>{input.poll.answers.map((answer) => <li>{answer}</li>)}</ul>
            </div>
          )}
        </PostCard>
        <form method="post" action={formAction(desk)} class="stack">
          {typed.flatMap(([name]) =>
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
