import { Back, Confirm, Empty, Head, Meter, Notice, Sheet } from "../../web/components.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { peoplePath } from "./people.pages.tsx";
import type { PeopleFilter, Progress } from "./people.queries.ts";
import { peopleText } from "./people.text.ts";

interface InvitationsProps {
  viewer: Viewer;
  progress: Progress;
  hasMailServer: boolean;
}

/** How far everyone is with getting in, and one button for who is not. */
export function InvitationsPage({ viewer, progress, hasMailServer }: InvitationsProps) {
  const t = peopleText(viewer.language).invitations;
  const { active, invited, waiting, inactiveIds, lists } = progress;
  const all = active + invited + waiting;
  const count = inactiveIds.length;
  const row = (number: number, words: string) => (
    <li class="row">
      <b>{number}</b>
      <span class="grow">{words}</span>
    </li>
  );
  return (
    <>
      <Back href={peoplePath(viewer, "guardians")}>{peopleText(viewer.language).title}</Back>
      <Head title={t.title} lead={t.lead} />
      <div class="stack">
        {!hasMailServer && <Notice>{t.noMailServer}</Notice>}
        <Sheet title={t.progress} aside={t.activeOf(active, all)}>
          <div class="stack near">
            <Meter value={active} max={Math.max(1, all)} label={t.activeOf(active, all)} />
            <ul class="rows" role="list">
              {row(active, t.active)}
              {row(invited, t.invited)}
              {row(waiting, t.waiting)}
            </ul>
          </div>
        </Sheet>
        <WhoSheet viewer={viewer} title={t.inactive} filter="inactive" counts={lists.inactive} />
        <WhoSheet
          viewer={viewer}
          title={t.noAddress}
          filter="noAddress"
          counts={lists.noAddress}
          hint={t.noAddressHint}
        />
        {count === 0 ? <Empty>{t.done}</Empty> : (
          <Confirm
            label={t.all(count)}
            icon="send"
            question={hasMailServer ? t.question(count) : t.questionKept(count)}
            action={`/${viewer.school.shortName}/people/invitations`}
            confirm={hasMailServer ? t.confirm(count) : t.confirmKept(count)}
          />
        )}
      </div>
    </>
  );
}

/** How many parents and staff a filter finds, each with the way to that list. */
function WhoSheet({ viewer, title, filter, counts, hint }: {
  viewer: Viewer;
  title: string;
  filter: PeopleFilter;
  counts: Record<"guardians" | "staff", number>;
  hint?: string;
}) {
  const t = peopleText(viewer.language);
  const tabs = (["guardians", "staff"] as const).filter((tab) => counts[tab] > 0);
  if (tabs.length === 0) return null;
  return (
    <Sheet title={title}>
      <ul class="rows" role="list">
        {tabs.map((tab) => (
          <li class="row">
            <b>{counts[tab]}</b>
            <span class="grow">
              <a href={`${peoplePath(viewer, tab)}?filter=${filter}`}>{t.tabs[tab]}</a>
            </span>
          </li>
        ))}
      </ul>
      {hint && <p class="hint">{hint}</p>}
    </Sheet>
  );
}
