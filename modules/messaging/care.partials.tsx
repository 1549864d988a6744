import { ButtonLink, Confirm } from "../../web/components.tsx";
import { guards } from "../../web/guard.ts";
import { isOffice, isStaff, type Viewer } from "../../web/viewer.ts";
import { composerText } from "./composer.text.ts";
import type { Post } from "./post.queries.ts";

interface CareProps {
  viewer: Viewer;
  post: Post;
  /** `/regenton/posts/12` */
  href: string;
  now: Date;
}

/** Under a post, for its author and the office: change it, follow its sending, take it away. */
export function PostCare({ viewer, post, href, now }: CareProps) {
  const t = composerText(viewer.language);
  const cares = post.own || (isOffice(viewer) && post.publishAt !== null);
  if (!cares || post.withdrawnAt || viewer.readOnly || !guards.author(viewer)) return null;
  const published = post.publishAt !== null && post.publishAt <= now;
  return (
    <div class="actions no-print">
      <ButtonLink href={`${href}/edit`} look="quiet" small icon="pencil">{t.change}</ButtonLink>
      {post.kind === "urgent" && published && isStaff(viewer) && (
        <ButtonLink href={`${href}/delivery`} look="quiet" small icon="send">
          {t.delivery.title}
        </ButtonLink>
      )}
      <Removal viewer={viewer} href={href} published={published} />
    </div>
  );
}

/** Takes a post away: what is out is withdrawn, what is not is gone. */
export function Removal(
  { viewer, href, published }: { viewer: Viewer; href: string; published: boolean },
) {
  const t = composerText(viewer.language);
  return (
    <Confirm
      label={published ? t.withdraw : t.remove}
      question={published ? t.withdrawQuestion : t.removeQuestion}
      action={`${href}/withdrawal`}
      confirm={published ? t.withdrawConfirm : t.removeConfirm}
      icon={published ? "x" : "trash"}
    />
  );
}
