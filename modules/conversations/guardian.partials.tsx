import type { Child } from "hono/jsx";
import { Icon, Notice } from "../../web/components.tsx";
import { dayIn } from "../../web/clock.ts";
import { type Day, longDay, moment, sentenceTime, type When } from "../../web/dates.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { ChildChoices, RoundChoices, Talk } from "./choices.queries.ts";
import { isEnded, isInSeveral } from "./guardian.days.ts";
import { longestSubject } from "./guardian.forms.ts";
import { cardId, dayId, ownTimeId, wishesId } from "./guardian.paths.ts";
import { guardianText } from "./guardian.text.ts";
import type { Interval } from "./schedule.ts";
import { Waiting } from "./waiting.partials.tsx";
import type { Place } from "./waiting.queries.ts";
import { wishesState, wishesText } from "./wishes.text.ts";

/** A subject that could not be kept, as it was typed, and of which talk. */
export interface TypedSubject {
  slotId: number;
  typed: string;
  error: string;
}

interface InvitationProps {
  viewer: Viewer;
  when: When;
  child: ChildChoices;
  offer: RoundChoices;
  /** Where the child is in line. */
  place: Place | undefined;
  /** Whether its closing moment is told here, as it is not that of the others. */
  saysEnd: boolean;
  typed?: TypedSubject | undefined;
  /** What is said of a press here. */
  said?: Child;
}

/** What was done, or why it was not: it stays in sight of where was pressed. */
export function Said(
  { refusal, done, children }: {
    refusal?: string | undefined;
    done?: string | undefined;
    /** What can be done about it. */
    children?: Child;
  },
) {
  return (
    <div class="said">
      {refusal && (
        <div class="notice bad" role="alert" tabindex={-1} autofocus>
          <Icon name="alert" />
          <div>{refusal}</div>
        </div>
      )}
      {done && <Notice tone="good" live>{done} {children}</Notice>}
    </div>
  );
}

/** What is asked for one child, what became of it, and what the teacher wrote. */
export function Invitation(props: InvitationProps) {
  const { viewer, when, child, offer, place, saysEnd, said } = props;
  const { round, talk, slots, note, phase } = offer;
  const toTimes = talk || child.readOnly ? undefined : timesOf(offer, child.pupilId);
  const t = guardianText(viewer.language);
  return (
    <section
      class="post"
      data-kind="gesprek"
      id={cardId(round.id, child.pupilId)}
      aria-label={nameOf(child, offer)}
    >
      <div class="post-top">
        <span class="tab">
          <Icon name="gesprek" />
          {child.firstName}
        </span>
        <p class="post-meta">
          <b>{t.group(groupsOf(viewer, child, offer))}</b>
          {slots > 0 && <span>{t.minutes(slots * round.minutes)}</span>}
        </p>
      </div>
      <div class="sheet stack">
        {said}
        {isInSeveral(child) && <h2>{round.title}</h2>}
        {talk
          ? (
            <p class="row">
              <span class="row near ok-text">
                <Icon name="ok" />
                {asHeading(talkTime(talk, when))}
              </span>
              {phase === "open" && !child.readOnly && talk.until > when.now && (
                <a href={`#${ownTimeId(talk.slotId)}`}>{t.toOwnTime}</a>
              )}
            </p>
          )
          : (
            <p>
              <b>{stateOf(child, offer, when)}</b> {toTimes && <a href={toTimes}>{t.toTimes}</a>}
            </p>
          )}
        {place?.kept && <Waiting {...props} />}
        {talk && <Kept {...props} talk={talk} />}
        {talk && <Where viewer={viewer} offer={offer} />}
        {talk && talk.until > when.now && <ToCalendar viewer={viewer} child={child} talk={talk} />}
        {phase === "open" && saysEnd && round.closesAt && (
          <p class="soft">{t.state.until(moment(round.closesAt, when))}</p>
        )}
        {phase === "open" && round.separateTalks && !child.readOnly && <p class="soft">{t.own}</p>}
        {phase === "wishes" && round.separateTalks && !child.readOnly && (
          <p class="soft">{wishesText(viewer.language).state.own}</p>
        )}
        {round.invitation && isAsked(offer) && <Lines text={round.invitation} />}
        {note && (
          <blockquote class="note">
            <Lines text={note} />
          </blockquote>
        )}
        {talk && !child.readOnly && <Subject {...props} talk={talk} />}
        {!place?.kept && <Waiting {...props} />}
      </div>
    </section>
  );
}

/** Whether what the teacher wrote still holds: preferences are asked for until they are in. */
const isAsked = ({ round, phase }: RoundChoices) =>
  round.fair ? phase === "upcoming" || phase === "wishes" : !isEnded(phase);

/** That a time stays as it is, once it does. */
function Kept({ viewer, when, child, offer: { phase }, talk }: InvitationProps & { talk: Talk }) {
  const t = guardianText(viewer.language).state;
  if (talk.until <= when.now) return <p class="soft">{t.held}</p>;
  if (!isEnded(phase)) return null;
  const stays = phase === "closed" ? t.fixed : t.noChange;
  return <p class="soft">{child.readOnly ? stays : `${stays} ${t.cannotCome}`}</p>;
}

/** Down to where a time, or preferences, can be given. */
function timesOf({ round, phase, days }: RoundChoices, pupilId: number): string | undefined {
  if (phase === "wishes") return `#${wishesId(round.id, pupilId)}`;
  if (phase !== "open") return undefined;
  const free = days.find(({ choices }) => choices.some(({ state }) => state === "free"));
  return free && `#${dayId(free.day)}`;
}

/** A child may be in several rounds, of which even the titles may be the same. */
const nameOf = ({ firstName }: ChildChoices, { round }: RoundChoices) =>
  [firstName, round.title, ...round.teachers.map(({ name }) => name)].join(", ");

/** The groups of this child through which it is in the round. */
function groupsOf(viewer: Viewer, { pupilId }: ChildChoices, { round }: RoundChoices): string {
  const own = viewer.children.find((child) => child.id === pupilId)?.groups ?? [];
  const both = round.groups.filter(({ id }) => own.some((group) => group.id === id));
  return (both.length > 0 ? both : round.groups).map((group) => group.name).join(", ");
}

function stateOf({ readOnly }: ChildChoices, offer: RoundChoices, when: When): string {
  const { round, phase } = offer;
  if (
    phase === "wishes" || phase === "allotting" ||
    (round.fair && (phase === "upcoming" || (phase === "open" && !readOnly)))
  ) {
    return wishesState(offer, readOnly, when);
  }
  const t = guardianText(when.language).state;
  if (phase === "upcoming") return t.upcoming(moment(round.opensAt!, when));
  if (phase !== "open") return readOnly ? t.overReadOnly : t.over;
  return readOnly ? t.openReadOnly : t.open;
}

/** *maandag 16 november, 15.40 uur*, within a sentence. */
export const talkTime = ({ from }: Interval, when: When): string =>
  `${longDay(dayIn(when.timeZone, from), when)}, ${sentenceTime(from, when)}`;

/** Where a talk went: *15.40 uur* and *16.00 uur*, with their days where these are two. */
export function movedTimes(from: Interval, to: Interval, when: When): [string, string] {
  const days = [from, to].map((talk) => dayIn(when.timeZone, talk.from));
  const [same] = days;
  return [from, to].map((talk) =>
    same === days[1] ? sentenceTime(talk.from, when) : talkTime(talk, when)
  ) as [string, string];
}

/** *Maandag 16 november*. */
export const dayHeading = (day: Day, when: When): string => asHeading(longDay(day, when));

const asHeading = (words: string) => words[0]!.toUpperCase() + words.slice(1);

function Where({ viewer, offer }: { viewer: Viewer; offer: RoundChoices }) {
  const t = guardianText(viewer.language);
  const { room, videoLink } = offer.round;
  return (
    <>
      {room && <p class="soft">{t.room(room)}</p>}
      {/^https?:\/\//i.test(videoLink) && (
        <p>
          <a href={videoLink} rel="noreferrer">{t.video}</a>
        </p>
      )}
    </>
  );
}

/** Downloads the appointment: what opens it is the reader's own calendar. */
function ToCalendar(
  { viewer, child, talk }: { viewer: Viewer; child: ChildChoices; talk: Talk },
) {
  const t = guardianText(viewer.language);
  return (
    <p>
      <a
        href={`/${viewer.school.shortName}/conversations/slots/${talk.slotId}/calendar`}
        download
      >
        {t.toCalendar}
        <span class="vh">{t.toCalendarWhat(child.firstName)}</span>
      </a>
    </p>
  );
}

/** Plain text with its own lines. */
function Lines({ text }: { text: string }) {
  return <p>{text.split("\n").map((line, i) => i === 0 ? line : <>{<br />}{line}</>)}</p>;
}

/** What it is to be about: to be told while one can choose, and read again after that. */
function Subject({ viewer, child, offer, typed, talk }: InvitationProps & { talk: Talk }) {
  const t = guardianText(viewer.language);
  if (offer.phase !== "open") {
    return talk.subject ? <p class="soft">{t.subjectTold(talk.subject)}</p> : null;
  }
  const id = `subject-${offer.round.id}-${child.pupilId}`;
  const action = `/${viewer.school.shortName}/conversations/slots/${talk.slotId}/subject`;
  const error = typed?.slotId === talk.slotId ? typed.error : undefined;
  return (
    <form
      class="field"
      method="post"
      action={action}
      hx-post={`${action}?part=choices`}
      {...swapsChoices}
    >
      <label for={id}>
        {t.subject} <span class="soft">{t.optional}</span>
      </label>
      <input type="hidden" name="pupil" value={child.pupilId} />
      <div class="join">
        <input
          class="in"
          id={id}
          name="subject"
          value={error ? typed!.typed : talk.subject}
          maxlength={longestSubject}
          aria-invalid={error ? "true" : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
        />
        <button type="submit" class="btn quiet">{t.save}</button>
      </div>
      {error && (
        <p class="error" id={`${id}-error`}>
          <Icon name="alert" />
          {error}
        </p>
      )}
    </form>
  );
}

/** What is answered takes the place of all choices, refusals with the current picture too. */
export const swapsChoices = {
  "hx-target": "#choices",
  "hx-swap": "outerMorph",
  "hx-sync": "#choices:replace",
  "hx-status:409": "swap:outerMorph",
};
