import type { Child } from "hono/jsx";
import { Back, ButtonLink, Head, Notice } from "../../web/components.tsx";
import { dayIn } from "../../web/clock.ts";
import { type Day, longDay, type When } from "../../web/dates.ts";
import type { Values } from "../../web/forms.ts";
import type { Viewer } from "../../web/viewer.ts";
import { schoolYearAt } from "../school/mod.ts";
import { proposalText } from "./proposal.text.ts";
import type { Round } from "./rounds.queries.ts";
import type { Invitee, Slot } from "./slots.queries.ts";
import { Hours } from "./slots.partials.tsx";
import { phaseName, Progress, roundLead } from "./teacher.list.pages.tsx";
import { Endings, TimesSheet } from "./teacher.times.partials.tsx";
import { canChange, canMove, roundPath } from "./teacher.paths.ts";
import { Pupils } from "./teacher.pupils.partials.tsx";
import type { AskedTalk } from "./teacher.queries.ts";
import { teacherText } from "./teacher.text.ts";
import { wrongText } from "./teacher.wrong.text.ts";
import { Line } from "./waiting.partials.tsx";
import type { Waiter } from "./waiting.queries.ts";

export interface RoundProps {
  viewer: Viewer;
  when: When;
  round: Round;
  slots: Slot[];
  invitees: Invitee[];
  /** The talks that are asked for, and those of them for which an answer is awaited. */
  asked: AskedTalk[];
  toAsk: AskedTalk[];
  /** Who is in line. */
  waiters: Waiter[];
  /** Who of `toAsk` is reached by no mail. */
  unreachable: string[];
  /** Changes with everything that is shown live. */
  mark: string;
  /** The key of the reminder's form: pressed twice, it goes once. */
  key: string;
}

interface PageProps extends RoundProps {
  /** What is done with a chosen slot or child. */
  panel: Child;
  refusal: string | undefined;
  values: Values;
  errors: Record<string, string>;
}

/** A round as those who keep it follow it; other staff look on. */
export function RoundPage({ panel, refusal, values, errors, ...props }: PageProps) {
  const { viewer, when, round } = props;
  const t = teacherText(viewer.language);
  const path = roundPath(viewer, round);
  const changing = canChange(round, viewer);
  const isToCome = round.schoolYear > schoolYearAt(viewer, when.now);
  return (
    <>
      <Back href={`/${viewer.school.shortName}/conversations`}>{t.title}</Back>
      <Head title={round.title} lead={roundLead(round, when)}>
        {changing && !round.publishedAt && !isToCome && (
          <ButtonLink href={`${path}/publication`} icon="send">{t.round.publish}</ButtonLink>
        )}
        {changing && round.phase === "allotting" && (
          <ButtonLink href={`${path}/proposal`} icon="list">
            {proposalText(viewer.language).allot}
          </ButtonLink>
        )}
        {changing && (
          <ButtonLink look="quiet" href={`${path}/edit`} icon="pencil">{t.round.edit}</ButtonLink>
        )}
        <ButtonLink look="quiet" href={`${path}/schedule.pdf`} icon="print">
          {t.round.pdf}
        </ButtonLink>
      </Head>
      {refusal && <Notice tone="bad" live>{refusal}</Notice>}
      {isToCome && !round.withdrawnAt && (
        <Notice>{wrongText(viewer.language).refusals.yearToCome}</Notice>
      )}
      <div class="cols talks-page">
        <Live {...props} />
        <div class="stack panel">
          {panel ?? <PanelHint {...props} />}
          {changing && <TimesSheet {...{ ...props, values, errors }} />}
          {changing && <Endings {...props} />}
        </div>
      </div>
    </>
  );
}

export function PanelHint({ viewer, round }: Pick<RoundProps, "viewer" | "round">) {
  return (
    <section class="sheet" id="panel">
      <p class="soft">{hintOf(round, viewer)}</p>
    </section>
  );
}

function hintOf({ mayManage, phase }: Round, { readOnly, language }: Viewer): string {
  const t = teacherText(language).round;
  if (!mayManage || readOnly) return t.readOnly;
  if (phase === "withdrawn") return t.withdrawn;
  if (phase === "closed") return t.hintClosed;
  if (phase === "draft") return `${t.hint} ${t.hintDraft}`;
  const live = phase === "over" || phase === "allotting" ? [] : [t.hintLive];
  return [t.hint, t.hintMails, ...live].join(" ");
}

/** What changes while one looks: asked for anew every few seconds, answered only when there is news. */
export function Live(props: RoundProps) {
  const { viewer, round, when, slots, asked, mark } = props;
  const path = roundPath(viewer, round);
  const booked = asked.filter(({ chosen }) => chosen).length;
  const wished = asked.filter(({ wishes }) => wishes > 0).length;
  const shown = slots.filter((slot) => slot.part === 1);
  const days = Map.groupBy(shown, ({ from }) => dayIn(when.timeZone, from));
  return (
    <div
      id="live"
      class="stack"
      data-live
      data-kind="gesprek"
      hx-get={`${path}?part=live&since=${encodeURIComponent(mark)}`}
      hx-trigger="look"
      hx-swap="outerHTML"
    >
      <div class="sheet row">
        <span class="chip">{phaseName(round, viewer)}</span>
        <div class="grow">
          <Progress
            viewer={viewer}
            round={{ ...round, booked, wished, invited: asked.length }}
          />
        </div>
      </div>
      <div
        class="days"
        data-move={canMove(round, viewer) ? movePath(viewer) : undefined}
        data-taken={teacherText(viewer.language).round.dropTaken}
      >
        {[...days].map(([day, some]) => <DaySheet {...props} day={day} shown={some} />)}
      </div>
      {round.mayManage && <Line {...props} />}
      <Pupils {...props} />
    </div>
  );
}

/** The times of a day, and a way to have them on paper. */
function DaySheet({ day, shown, ...props }: RoundProps & { day: Day; shown: Slot[] }) {
  const { viewer, when, round } = props;
  return (
    <section class="sheet" aria-labelledby={`day-${day}`}>
      <h2 id={`day-${day}`}>{longDay(day, when)}</h2>
      <ul class="slots roomy" role="list">
        {shown.map((slot) => (
          <li>
            <SlotLink {...props} slot={slot} />
          </li>
        ))}
      </ul>
      {shown.some(({ pupil }) => pupil) && (
        <a class="small" href={`${roundPath(viewer, round)}/schedule.pdf?day=${day}`}>
          {teacherText(viewer.language).round.pdfDay(longDay(day, when))}
        </a>
      )}
    </section>
  );
}

/** Where a drag is posted to. */
const movePath = ({ school }: Viewer) => `/${school.shortName}/conversations/slots/:slot/move`;

/** When the whole talk that begins here ends. */
export function endOf(slot: Slot, slots: Slot[]): Date {
  if (!slot.pupil) return slot.until;
  const parts = slots.filter((other) =>
    other.pupil?.id === slot.pupil?.id && other.forGuardian?.id === slot.forGuardian?.id
  );
  return parts.reduce((last, { until }) => until > last ? until : last, slot.until);
}

function SlotLink({ viewer, round, when, slots, slot }: RoundProps & { slot: Slot }) {
  const t = teacherText(viewer.language).round;
  const path = roundPath(viewer, round);
  const { pupil, removed, heldFor, forGuardian, subject, id } = slot;
  const end = endOf(slot, slots);
  const about = [
    forGuardian && t.withGuardian(forGuardian.name),
    round.mayManage && subject,
    !pupil && !removed && heldFor && t.held(heldFor.name),
  ].filter(Boolean);
  return (
    <a
      class={`slot ${removed ? "gone" : pupil ? "booked" : "free"}`}
      id={`slot-${id}`}
      href={`${path}?slot=${id}#panel`}
      hx-get={`${path}?part=panel&slot=${id}`}
      hx-target="#panel"
      hx-swap="outerHTML"
      data-slot={id}
      data-state={removed ? undefined : pupil ? "booked" : "free"}
      draggable={pupil && canMove(round, viewer) ? "true" : "false"}
    >
      <Hours from={slot.from} until={end > slot.until ? end : undefined} when={when} />
      <span>
        {removed ? t.removed : pupil ? pupil.name : t.free}
        {about.map((words) => <small>{words}</small>)}
      </span>
    </a>
  );
}
