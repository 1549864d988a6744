import { Actions, Button, Face, Head, Icon, PostCard, Prose } from "../../web/components.tsx";
import { type Values, valuesOf } from "../../web/forms.ts";
import { kindName } from "../../web/kinds.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { Reach } from "./audience.ts";
import type { Desk } from "./composer.desk.ts";
import { formAction, SendBar } from "./composer.fields.tsx";
import { composerText } from "./composer.text.ts";
import type { PostInput } from "./post.actions.ts";
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
          <p class="by">
            <Face initials={viewer.person.initials} />
            {signature}
          </p>
          <Prose html={input.body} />
          <PreviewFiles viewer={viewer} files={files} alts={altsOf(input)} />
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

const altsOf = ({ files }: PostInput) => new Map(files.map((file) => [file.id, file.alt]));

interface FilesProps {
  viewer: Viewer;
  files: Kept[];
  /** What is to be seen on each picture. */
  alts: Map<number, string>;
}

function PreviewFiles({ viewer, files, alts }: FilesProps) {
  const pictures = files.filter((file) => file.picture);
  const attachments = files.filter((file) => !file.picture);
  return (
    <>
      {pictures.length > 0 && (
        <ul class="album" role="list">
          {pictures.map((file) => (
            <li>
              <a
                href={uploadAddress(viewer, file, "large")}
                aria-label={alts.get(file.id) ? undefined : file.name}
              >
                <img
                  src={uploadAddress(viewer, file, "medium")}
                  alt={alts.get(file.id) ?? ""}
                  loading="lazy"
                />
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
              <a class="grow" href={uploadAddress(viewer, file, "file")}>{file.name}</a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
