import type { PropsWithChildren } from "hono/jsx";
import { Actions, Back, ButtonLink, Head, Meter, Sheet } from "../../web/components.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { Removal } from "./care.partials.tsx";
import { composerText } from "./composer.text.ts";
import type { ManagedPost } from "./managed.queries.ts";
import type { Progress } from "./urgent.ts";

interface DeliveryProps {
  viewer: Viewer;
  post: ManagedPost;
  unreachable: { id: number; name: string; children: string }[];
  failed: { address: string; name: string }[];
}

/** Where its sender waits until everyone has it, and sees who must be phoned. */
export function DeliveryPage(props: PropsWithChildren<DeliveryProps>) {
  const { viewer, post, unreachable, failed } = props;
  const { delivery: t } = composerText(viewer.language);
  const address = `/${viewer.school.shortName}/posts/${post.id}`;
  return (
    <>
      <Back href={address}>{t.toPost}</Back>
      <Head title={t.title} lead={post.title} />
      <div class="stack">
        {props.children}
        {failed.length > 0 && (
          <Sheet title={t.bounced} aside={String(failed.length)}>
            <ul class="rows" role="list">
              {failed.map((one) => (
                <li>
                  <span class="grow">{one.name}</span>
                  <span class="soft">{one.address}</span>
                </li>
              ))}
            </ul>
          </Sheet>
        )}
        {unreachable.length > 0 && (
          <Sheet title={t.unreachable} aside={String(unreachable.length)}>
            <p class="soft">{t.unreachableHint}</p>
            <ul class="rows" role="list">
              {unreachable.map((person) => (
                <li>
                  <span class="grow">{person.name}</span>
                  {person.children && <span class="soft">{t.parentOf(person.children)}</span>}
                </li>
              ))}
            </ul>
          </Sheet>
        )}
        {!post.withdrawn && <Removal viewer={viewer} href={address} published={post.published} />}
      </div>
    </>
  );
}

interface ProgressProps {
  viewer: Viewer;
  postId: number;
  progress: Progress;
  /** Where mails go; without one they are kept. */
  hasMailServer: boolean;
  /** Where kept mail can be read, for whom that is. */
  outgoing: string | undefined;
}

/** The meter; while mails wait it asks every second how far they are. */
export function DeliveryProgress(props: ProgressProps) {
  const { viewer, postId, progress, outgoing } = props;
  const { total, sent, kept, waiting, unanswered, failed, cancelled } = progress;
  const t = composerText(viewer.language).delivery;
  const address = `/${viewer.school.shortName}/posts/${postId}/delivery`;
  const live = waiting > 0
    ? { "hx-get": `${address}?part=progress`, "hx-trigger": "every 1s", "hx-swap": "outerHTML" }
    : {};
  return (
    <div class="sheet stack near" id="progress" {...live}>
      {total === 0 ? <p>{t.none}</p> : (
        <>
          <Meter value={sent} max={total} label={t.meter(sent, total)} />
          <p role="status">
            <b>{t.meter(sent, total)}</b>
          </p>
          {[
            kept > 0 && t.kept(kept, props.hasMailServer),
            waiting > 0 && t.waiting(waiting),
            unanswered > 0 && t.unanswered,
            failed > 0 && t.failed(failed),
            cancelled > 0 && t.cancelled(cancelled),
            sent === total && t.done,
          ].filter(Boolean).map((line) => <p>{line}</p>)}
          {(waiting > 0 || (kept > 0 && outgoing)) && (
            <Actions>
              {kept > 0 && outgoing && (
                <ButtonLink href={outgoing} look="quiet" small icon="mail">{t.outgoing}</ButtonLink>
              )}
              {waiting > 0 && (
                <ButtonLink href={address} look="quiet" small>{t.refresh}</ButtonLink>
              )}
            </Actions>
          )}
        </>
      )}
    </div>
  );
}
