import { Below, Button, describers, Face } from "../../web/components.tsx";
import { acceptedPictures } from "../../web/file_types.ts";
import { photoOf } from "../../web/photos.ts";
import { AccountPage, ChildPage } from "../../web/own_tabs.tsx";
import type { Viewer } from "../../web/viewer.ts";
import type { Subject } from "./fields.ts";
import { mostPhotoMegabytes } from "./photos.ts";
import { photoText } from "./photos.text.ts";

interface PhotoFieldProps {
  viewer: Viewer;
  /** One of the viewer's own people or children. */
  subject: Subject;
  /** What is wrong with the file that was sent. */
  error?: string | undefined;
}

/**
 * The photo of oneself or of one's child, with forms of its own to choose and remove it: stands in
 * a `.sheet`, beside the fields and not within their form. Read-only guardians only see it.
 */
export function PhotoField({ viewer, subject, error }: PhotoFieldProps) {
  const t = photoText(viewer.language, viewer);
  const { id } = subject;
  const own = ownOf(viewer, subject);
  const field = `photo-${id}`;
  const path = photoPath(viewer, subject);
  return (
    <section class="photo" aria-label={t.titleOf(own.name)}>
      <OwnFace viewer={viewer} subject={subject} large />
      {!viewer.readOnly && (
        <details class="confirm" open={error !== undefined}>
          <summary class="btn quiet s">{own.photo === null ? t.add : t.change}</summary>
          <div class="well stack near">
            <form
              class="form"
              method="post"
              action={`${path}/uploads/photo`}
              enctype="multipart/form-data"
            >
              <div class="field">
                <label for={field}>{t.choose}</label>
                <input
                  class="in"
                  type="file"
                  id={field}
                  name="photo"
                  accept={acceptedPictures}
                  aria-invalid={error ? "true" : undefined}
                  aria-describedby={describers(field, true, error)}
                  required
                />
                <Below id={field} hint={`${t.hint(mostPhotoMegabytes)} ${t.who}`} error={error} />
              </div>
              <div>
                <Button small>{t.submit}</Button>
              </div>
            </form>
            {own.photo !== null && (
              <form method="post" action={`${path}/photo/removal`}>
                <Button look="quiet" small>{t.remove}</Button>
              </form>
            )}
          </div>
        </details>
      )}
    </section>
  );
}

/** One of the viewer's own people or children. */
export function OwnFace(
  { viewer, subject, large }: { viewer: Viewer; subject: Subject; large?: boolean },
) {
  const own = ownOf(viewer, subject);
  const src = photoOf(viewer.school, subject.kind, own, large ? "medium" : "small");
  return <Face large={large} kid={subject.kind === "pupil"} initials={own.initials} src={src} />;
}

/** Where the forms of someone's own photo go. */
const photoPath = ({ school }: Viewer, { kind, id }: Subject) =>
  `/${school.shortName}/${kind === "person" ? "account/people" : "children"}/${id}`;

function ownOf({ people, children }: Viewer, { kind, id }: Subject) {
  const person = kind === "person" && people.find((one) => one.id === id);
  if (person) return person;
  const child = children.find((one) => one.id === id)!;
  return { ...child, name: child.firstName };
}

/** Where a photo that was refused is chosen again. */
export function PhotoPage(props: PhotoFieldProps) {
  const { viewer, subject } = props;
  const content = (
    <div class="sheet stack">
      <h2>{photoText(viewer.language, viewer).titleOf(ownOf(viewer, subject).name)}</h2>
      <PhotoField {...props} />
    </div>
  );
  if (subject.kind === "person") {
    return <AccountPage viewer={viewer} tab="personal">{content}</AccountPage>;
  }
  const { id } = subject;
  const child = { id, firstName: ownOf(viewer, subject).name };
  return <ChildPage viewer={viewer} child={child} tab="personal">{content}</ChildPage>;
}
