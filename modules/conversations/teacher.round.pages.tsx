import type { Child } from "hono/jsx";
import { Back, Button, ButtonLink, Head, Notice, Sheet } from "../../web/components.tsx";
import { dayIn } from "../../web/clock.ts";
import { longDay, moment, type When } from "../../web/dates.ts";
import type { Values } from "../../web/forms.ts";
import type { Viewer } from "../../web/viewer.ts";
import { proposalText } from "./proposal.text.ts";
import { reminderPause } from "./publishing.actions.ts";
import { isBeforeAllotment, type Round } from "./rounds.queries.ts";
import type { Invitee, Slot } from "./slots.queries.ts";
import { Hours } from "./slots.partials.tsx";
import { timeAndDay } from "./slots.words.ts";
import { Progress, roundLead } from "./teacher.list.pages.tsx";
import { Endings, TimesSheet } from "./teacher.times.partials.tsx";
import { canChange, canMove, roundPath } from "./teacher.paths.ts";
import type { AskedTalk } from "./teacher.queries.ts";
import { teacherText } from "./teacher.text.ts";
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
  return (
    <>
      <Back href={`/${viewer.school.shortName}/conversations`}>{t.title}</Back>
      <Head title={round.title} lead={roundLead(round, when)}>
        {changing && !round.publishedAt && (
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
  return phase === "over" || phase === "allotting" ? t.hint : `${t.hint} ${t.hintLive}`;
}

/** What changes while one looks: asked for anew every few seconds, answered only when there is news. */
export function Live(props: RoundProps) {
  const { viewer, round, when, slots, asked, mark } = props;
  const t = teacherText(viewer.language);
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
        <span class="chip">{t.phases[round.phase]}</span>
        <div class="grow">
          <Progress
            viewer={viewer}
            round={{ booked, wished, invited: asked.length, phase: round.phase }}
          />
        </div>
      </div>
      <div class="days" data-move={canMove(round, viewer) ? movePath(viewer) : undefined}>
        {[...days].map(([day, some]) => (
          <section class="sheet" aria-labelledby={`day-${day}`}>
            <h2 id={`day-${day}`}>{longDay(day, when)}</h2>
            <ul class="slots roomy" role="list">
              {some.map((slot) => (
                <li>
                  <SlotLink {...props} slot={slot} />
                </li>
              ))}
            </ul>
            {some.some(({ pupil }) => pupil) && (
              <a class="small" href={`${path}/schedule.pdf?day=${day}`}>
                {t.round.pdfDay(longDay(day, when))}
              </a>
            )}
          </section>
        ))}
      </div>
      {round.mayManage && <Line {...props} />}
      <Pupils {...props} />
    </div>
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

/** Who has a time and who has not, with a reminder to the latter. */
function Pupils(props: RoundProps) {
  const { viewer, when, round, invitees, toAsk, unreachable, key } = props;
  const t = teacherText(viewer.language).round;
  const path = roundPath(viewer, round);
  const waiting = invitees.filter((one) => toAsk.some(({ pupilId }) => pupilId === one.pupilId));
  const asking = round.phase === "open" || round.phase === "wishes";
  const { remindedAt } = round;
  const reminding = canChange(round, viewer) && asking && toAsk.length > unreachable.length;
  const justNow = remindedAt && when.now.getTime() - remindedAt.getTime() < reminderPause;
  const [all, left] = isBeforeAllotment(round.phase)
    ? [t.allWished, t.notWished]
    : [t.allChosen, t.notChosen];
  return (
    <Sheet
      id="pupils"
      title={t.pupils}
      aside={toAsk.length === 0 ? all : left(toAsk.length)}
    >
      {reminding && remindedAt && (
        <p class="soft small">{t.lastReminded(moment(remindedAt, when))}</p>
      )}
      {reminding && !justNow && (
        <form method="post" action={`${path}/reminders`} class="actions">
          <input type="hidden" name="key" value={key} />
          <Button look="quiet" small icon="mail">
            {t.remind(toAsk.length - unreachable.length)}
          </Button>
        </form>
      )}
      {unreachable.length > 0 && round.publishedAt && (
        <p class="small">{t.unreachable(unreachable.join(", "))}</p>
      )}
      <ul class="rows" role="list" data-move={`${path}/bookings`} data-to="slot">
        {[...waiting, ...invitees.filter((one) => !waiting.includes(one))].map((one) => (
          <li>
            <span class="grow">
              <a
                href={`${path}?pupil=${one.pupilId}#panel`}
                hx-get={`${path}?part=panel&pupil=${one.pupilId}`}
                hx-target="#panel"
                hx-swap="outerHTML"
                id={`pupil-${one.pupilId}`}
                draggable={isDraggable(one, props) ? "true" : undefined}
                data-child={isDraggable(one, props)}
                data-fields={`pupil=${one.pupilId}`}
              >
                {one.name}
              </a>
              {marksOf(one, viewer).length > 0 && (
                <span class="soft small">{` ${marksOf(one, viewer).join(", ")}`}</span>
              )}
            </span>
            <span class={one.talks.length > 0 ? "small" : "small soft"}>
              {statesOf(one, props).map((state, n) => <>{n > 0 && ", "}{state}</>)}
            </span>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

/** Who has yet to get a time; where guardians have talks of their own it is to be said whose. */
const isDraggable = ({ slots, talks }: Invitee, { round, viewer }: RoundProps) =>
  canMove(round, viewer) && !round.separateTalks && slots > 0 && talks.length === 0;

function marksOf({ slots, note }: Invitee, viewer: Viewer): string[] {
  const t = teacherText(viewer.language).round;
  return [slots > 1 ? t.long(slots) : "", note ? t.hasNote : ""].filter(Boolean);
}

/** *15:40 ma 16 november*, *nog geen tijd (Kees Vos)*, *3 voorkeuren*. */
function statesOf({ pupilId, slots, talks }: Invitee, props: RoundProps): Child[] {
  const { when, round, asked, toAsk } = props;
  const t = teacherText(when.language).round;
  if (slots === 0) return [t.skipped];
  const given = asked.filter((one) => one.pupilId === pupilId)
    .reduce((sum, { wishes }) => sum + wishes, 0);
  const left = toAsk.filter((one) => one.pupilId === pupilId);
  const names = left.flatMap(({ forGuardian }) => forGuardian ?? []).join(", ");
  const missing = isBeforeAllotment(round.phase) ? t.noWishes : t.waiting;
  return [
    ...talks.map((talk) => <span class="num">{timeAndDay(talk.from, when)}</span>),
    ...isBeforeAllotment(round.phase) && given > 0 ? [t.wishes(given)] : [],
    ...left.length > 0 ? [names ? `${missing} (${names})` : missing] : [],
  ];
}
