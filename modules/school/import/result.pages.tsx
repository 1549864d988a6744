import type { Child } from "hono/jsx";
import { Actions, Back, Button, ButtonLink, Head } from "../../../web/components.tsx";
import type { When } from "../../../web/dates.ts";
import { CountTiles, Warnings } from "./import.partials.tsx";
import { pagesText } from "./pages.text.ts";
import { schoolYearName } from "./sources.ts";
import type { StoredImport } from "./store.ts";

interface BusyProps {
  home: string;
  stored: StoredImport;
  when: When;
}

/** While it is written: a bar that moves, by itself where scripts run. */
export function BusyPage(props: BusyProps) {
  const t = pagesText(props.when.language);
  return (
    <>
      <Head title={t.busy} lead={t.busyLead} />
      <Progress {...props} />
    </>
  );
}

export function Progress({ home, stored, when }: BusyProps) {
  const t = pagesText(when.language);
  const here = `${home}/import/${stored.id}`;
  const percent = stored.total ? Math.floor((100 * stored.done) / stored.total) : 0;
  return (
    <div
      class="sheet stack"
      hx-get={`${here}?part=progress`}
      hx-trigger="every 500ms"
      hx-swap="outerHTML"
    >
      <p role="status">{t.progress(percent)}</p>
      <progress class="meter" value={percent} max={100} aria-label={t.progress(percent)}></progress>
      <Actions>
        <ButtonLink look="quiet" href={here}>{t.refresh}</ButtonLink>
      </Actions>
    </div>
  );
}

interface DoneProps extends BusyProps {
  /** How many people can be invited. */
  toInvite: number;
}

/** What was written, and what comes next. */
export function DonePage({ home, stored, when, toInvite }: DoneProps) {
  const t = pagesText(when.language);
  const { counts, warnings, year } = stored.result!;
  const links: Child = (
    <>
      <ButtonLink look="quiet" href={`${home}/groups`}>{t.toGroups}</ButtonLink>
      <ButtonLink look="quiet" href={`${home}/people`}>{t.toPeople}</ButtonLink>
      <ButtonLink look="quiet" href={`${home}/import`}>{t.another}</ButtonLink>
    </>
  );
  return (
    <>
      <Back href={`${home}/import`}>{t.title}</Back>
      <Head title={t.done} lead={t.doneLead(schoolYearName(year))} />
      <div class="stack">
        {toInvite > 0
          ? (
            <form class="sheet stack" method="post" action={`${home}/people/invitations`}>
              <p>{t.inviteLead}</p>
              <Actions>
                <Button icon="send">{t.invite(toInvite)}</Button>
                {links}
              </Actions>
            </form>
          )
          : <Actions>{links}</Actions>}
        <CountTiles counts={counts} language={when.language} />
        <Warnings warnings={warnings} language={when.language} />
      </div>
    </>
  );
}
