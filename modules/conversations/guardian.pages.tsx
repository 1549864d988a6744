import { Empty, Head, Icon, Notice } from "../../web/components.tsx";
import { moment, type When } from "../../web/dates.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { ChildChoices } from "./choices.queries.ts";
import { closings, daysOf, isWorthPlanning } from "./guardian.days.ts";
import { Invitation, type TypedSubject } from "./guardian.partials.tsx";
import { Days } from "./guardian.slots.tsx";
import { guardianText } from "./guardian.text.ts";
import { talksName } from "./viewing.ts";
import type { Place } from "./waiting.queries.ts";
import { WishSheets } from "./wishes.partials.tsx";

export interface ChoicesProps {
  viewer: Viewer;
  when: When;
  family: ChildChoices[];
  /** Where they are in line. */
  places: Place[];
  /** Of what is shown; screens ask with it whether there is news. */
  mark: string;
  /** Why what was asked was not done. */
  refusal?: string | undefined;
  /** What was done. */
  done?: string | undefined;
  bookedSlot?: number | undefined;
  typed?: TypedSubject | undefined;
}

/** *Oudergesprekken* of a guardian: all children together. */
export function ConversationsPage(props: ChoicesProps) {
  const { viewer, when, family } = props;
  return (
    <>
      <Head title={talksName(viewer)} lead={leadOf(viewer, family, when)} />
      <Choices {...props} />
    </>
  );
}

/** Until when one can choose; where that differs from round to round, the invitations say it. */
function leadOf(viewer: Viewer, children: ChildChoices[], when: When): string | undefined {
  const t = guardianText(viewer.language);
  if (children.length === 0) return undefined;
  const ends = closings(children);
  if (viewer.readOnly || ends.length === 0) return t.leadPlain;
  const until = ends.length === 1 && ends[0];
  return until ? `${t.leadUntil(moment(until, when))} ${t.leadChange}` : t.lead;
}

/** Invitations and times of all one's children: what is swapped at every change. */
export function Choices(props: ChoicesProps) {
  const { viewer, when, family, places, mark, refusal, done, typed } = props;
  const t = guardianText(viewer.language);
  const base = `/${viewer.school.shortName}/conversations`;
  const days = daysOf(family);
  const saysEnd = closings(family).length > 1;
  return (
    <div
      class="stack"
      id="choices"
      data-live
      hx-get={`${base}/changes?since=${encodeURIComponent(mark)}`}
      hx-trigger="look"
      hx-swap="outerMorph"
      hx-sync="this:drop"
    >
      {refusal && (
        <div class="notice bad" role="alert" tabindex={-1} autofocus>
          <Icon name="alert" />
          <div>{refusal}</div>
        </div>
      )}
      {done && <Notice tone="good" live>{done}</Notice>}
      {family.length === 0 && <Empty>{t.none}</Empty>}
      <div class="cols even">
        {family.flatMap((child) =>
          child.rounds.map((offer) => (
            <Invitation
              viewer={viewer}
              when={when}
              child={child}
              offer={offer}
              place={places.find(({ roundId, pupilId }) =>
                roundId === offer.round.id && pupilId === child.pupilId
              )}
              saysEnd={saysEnd}
              typed={typed}
            />
          ))
        )}
      </div>
      <WishSheets {...{ viewer, when, family }} />
      {isWorthPlanning(family) && !viewer.readOnly && (
        <p class="row">
          <a class="btn" href={`${base}/family`}>{t.plan}</a>
          <span class="soft">{t.planLead}</span>
        </p>
      )}
      {days.length > 0 && <Days {...props} days={days} />}
      {days.length > 0 && !viewer.school.menu.help?.off && (
        <p class="soft small">
          {t.nothingFits} <a href={`/${viewer.school.shortName}/help`}>{t.ask}</a>.
        </p>
      )}
    </div>
  );
}
