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
}

/** The meter; while mails wait it asks every second how far they are. */
export function DeliveryProgress({ viewer, postId, progress }: ProgressProps) {
  const { total, sent, waiting, failed, cancelled } = progress;
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
            waiting > 0 && t.waiting(waiting),
            failed > 0 && t.failed(failed),
            cancelled > 0 && t.cancelled(cancelled),
            sent === total && t.done,
          ].filter(Boolean).map((line) => <p>{line}</p>)}
          {waiting > 0 && (
            <Actions>
              <ButtonLink href={address} look="quiet" small>{t.refresh}</ButtonLink>
            </Actions>
          )}
        </>
      )}
    </div>
  );
}
