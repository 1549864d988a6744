import { Icon } from "../../web/components.tsx";
import { dayIn } from "../../web/clock.ts";
import { type Day, longDay, moment, sentenceTime, type When } from "../../web/dates.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { ChildChoices, RoundChoices, Talk } from "./choices.queries.ts";
import { longestSubject } from "./guardian.forms.ts";
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
}

/** What is asked for one child, what became of it, and what the teacher wrote. */
export function Invitation(props: InvitationProps) {
  const { viewer, when, child, offer, place, saysEnd } = props;
  const { round, talk, slots, note, phase } = offer;
  const t = guardianText(viewer.language);
  return (
    <section class="post" data-kind="gesprek" aria-label={nameOf(child, offer)}>
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
        {talk
          ? (
            <p class="row ok-text">
              <Icon name="ok" />
              {talkTime(talk, when)}
            </p>
          )
          : (
            <p>
              <b>{stateOf(viewer, offer, when)}</b>
            </p>
          )}
        {place?.kept && <Waiting {...props} />}
        {talk && phase === "closed" && <p class="soft">{t.state.fixed}</p>}
        {talk && <Where viewer={viewer} offer={offer} />}
        {phase === "open" && saysEnd && round.closesAt && (
          <p class="soft">{t.state.until(moment(round.closesAt, when))}</p>
        )}
        {phase === "open" && round.separateTalks && <p class="soft">{t.own}</p>}
        {phase === "wishes" && round.separateTalks && (
          <p class="soft">{wishesText(viewer.language).state.own}</p>
        )}
        {round.invitation && <Lines text={round.invitation} />}
        {note && (
          <blockquote class="note">
            <Lines text={note} />
          </blockquote>
        )}
        {talk && phase === "open" && !viewer.readOnly && <Subject {...props} talk={talk} />}
        {!place?.kept && <Waiting {...props} />}
      </div>
    </section>
  );
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

function stateOf(viewer: Viewer, offer: RoundChoices, when: When): string {
  const { round, phase } = offer;
  if (
    phase === "wishes" || phase === "allotting" ||
    (round.fair && (phase === "upcoming" || (phase === "open" && !viewer.readOnly)))
  ) {
    return wishesState(offer, viewer.readOnly, when);
  }
  const t = guardianText(viewer.language).state;
  if (phase === "upcoming") return t.upcoming(moment(round.opensAt!, when));
  if (phase !== "open") return t.over;
  return viewer.readOnly ? t.openReadOnly : t.open;
}

/** *Maandag 16 november, 15.40 uur*. */
export const talkTime = ({ from }: Interval, when: When): string =>
  `${dayHeading(dayIn(when.timeZone, from), when)}, ${sentenceTime(from, when)}`;

/** *Maandag 16 november*. */
export function dayHeading(day: Day, when: When): string {
  const name = longDay(day, when);
  return name[0]!.toUpperCase() + name.slice(1);
}

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

/** Plain text with its own lines. */
function Lines({ text }: { text: string }) {
  return <p>{text.split("\n").map((line, i) => i === 0 ? line : <>{<br />}{line}</>)}</p>;
}

function Subject({ viewer, child, offer, typed, talk }: InvitationProps & { talk: Talk }) {
  const t = guardianText(viewer.language);
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
