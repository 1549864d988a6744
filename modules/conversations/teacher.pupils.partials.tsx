import type { Child } from "hono/jsx";
import { Button, Sheet } from "../../web/components.tsx";
import { moment } from "../../web/dates.ts";
import type { Viewer } from "../../web/viewer.ts";
import { reminderPause } from "./publishing.actions.ts";
import { isBeforeAllotment } from "./rounds.queries.ts";
import type { Invitee } from "./slots.queries.ts";
import { timeAndDay } from "./slots.words.ts";
import { canChange, canMove, roundPath } from "./teacher.paths.ts";
import type { RoundProps } from "./teacher.round.pages.tsx";
import { teacherText } from "./teacher.text.ts";

/** Who has a time and who has not, with a reminder to the latter. */
export function Pupils(props: RoundProps) {
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
          <PupilRow {...props} invitee={one} />
        ))}
      </ul>
    </Sheet>
  );
}

function PupilRow({ invitee, ...props }: RoundProps & { invitee: Invitee }) {
  const { viewer, round } = props;
  const { pupilId, name, talks } = invitee;
  const path = roundPath(viewer, round);
  const marks = marksOf(invitee, viewer);
  const draggable = isDraggable(invitee, props);
  return (
    <li>
      <span class="grow">
        <a
          href={`${path}?pupil=${pupilId}#panel`}
          hx-get={`${path}?part=panel&pupil=${pupilId}`}
          hx-target="#panel"
          hx-swap="outerHTML"
          id={`pupil-${pupilId}`}
          draggable={draggable ? "true" : undefined}
          data-child={draggable}
          data-fields={`pupil=${pupilId}`}
        >
          {name}
        </a>
        {marks.length > 0 && <span class="soft small">{` ${marks.join(", ")}`}</span>}
      </span>
      <span class={talks.length > 0 ? "small" : "small soft"}>
        {statesOf(invitee, props).map((state, n) => <>{n > 0 && ", "}{state}</>)}
      </span>
    </li>
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
