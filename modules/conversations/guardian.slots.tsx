import type { Child } from "hono/jsx";
import { Face, Icon } from "../../web/components.tsx";
import { clockTime, type Day, type When } from "../../web/dates.ts";
import { photoOf } from "../../web/photos.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { ChildChoices, RoundChoices } from "./choices.queries.ts";
import {
  type Block,
  type ChoiceDay,
  type Column,
  isInSeveralColumns,
  looksOn,
  teacherAt,
} from "./guardian.days.ts";
import type { Press } from "./guardian.pages.tsx";
import { dayHeading, swapsChoices } from "./guardian.partials.tsx";
import { dayId, ownTimeId } from "./guardian.paths.ts";
import { guardianText } from "./guardian.text.ts";
import type { Interval } from "./schedule.ts";
import type { Place } from "./waiting.queries.ts";
import { waitingText } from "./waiting.text.ts";

interface DaysProps {
  viewer: Viewer;
  when: When;
  family: ChildChoices[];
  days: ChoiceDay[];
  /** Where they are in line: a time may be kept for them. */
  places: Place[];
  /** The time that was just pressed: there one goes on. */
  at?: Press | undefined;
  refusal?: string | undefined;
  /** What is said of a press on a time of this day. */
  said: (day: Day) => Child;
}

/** The days with their times, one form together: every time is a button of its own. */
export function Days(props: DaysProps) {
  const { viewer, family, days } = props;
  const t = guardianText(viewer.language);
  return (
    <section aria-labelledby="choose">
      <h2 class="vh" id="choose">{looksOn(family) ? t.times : t.choose}</h2>
      <form method="post" class="days" data-kind="gesprek">
        {days.map((one) => <DaySheet {...props} one={one} />)}
      </form>
    </section>
  );
}

/** A day on which nothing is asked is folded up: what one's own times are stands above it. */
function DaySheet({ one, ...props }: DaysProps & { one: ChoiceDay }) {
  const { viewer, when, said } = props;
  const { day, columns, settled } = one;
  const told = said(day);
  const isFull = !columns.some(({ blocks }) => blocks.some(({ state }) => state === "free"));
  const own = columns.flatMap(({ child, offer, blocks }) =>
    blocks.filter(({ state }) => state === "mine")
      .map((block) => `${child.firstName} ${span(block, offer, when)}`)
  );
  return (
    <details class="sheet folded day" id={dayId(day)} open={!settled || Boolean(told)}>
      <summary>
        <h2>{dayHeading(day, when)}</h2>
        {own.length > 0
          ? <b class="small ok-text">{own.join(", ")}</b>
          : isFull && <span class="small soft">{guardianText(viewer.language).noneFree}</span>}
        <Icon name="down" />
      </summary>
      {told}
      <div class="pair">
        {columns.map((column) => <Times {...props} column={column} />)}
      </div>
    </details>
  );
}

type ColumnProps = DaysProps & { column: Column };

function Times(props: ColumnProps) {
  const { viewer, column: { child, offer, blocks } } = props;
  const { pupilId: id, firstName, photo } = child;
  return (
    <section>
      <h3>
        <Face
          initials={firstName[0] ?? ""}
          kid
          src={photoOf(viewer.school, "pupil", { id, photo })}
        />
        <span>
          {firstName}
          <small class="small">{teachersOf(offer)}</small>
        </span>
        {isInSeveralColumns(child) && (
          <small class="small" lang={viewer.school.language}>{breakable(offer.round.title)}</small>
        )}
      </h3>
      <ul class="slots" role="list">
        {blocks.map((block) => (
          <li class={block.rows > 1 ? `two n${block.rows}` : undefined}>
            <Time {...props} block={block} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** With a soft hyphen in *Kennismakings|gesprekken*: not every browser knows Dutch hyphenation. */
const breakable = (title: string) => title.replaceAll(/(?<=\p{L}{3})(?=gesprek)/giu, "\u00ad");

const teachersOf = ({ round }: RoundChoices) => round.teachers.map(({ name }) => name).join(", ");

function Time(props: ColumnProps & { block: Block }) {
  const { viewer, column: { child, offer }, block } = props;
  const t = guardianText(viewer.language);
  switch (block.state) {
    case "mine":
      return <OwnTime {...props} />;
    case "free":
      if (offer.phase !== "open") return <ShownTime {...props} word={t.notYet} />;
      return child.readOnly ? <ShownTime {...props} word={t.free} /> : <FreeTime {...props} />;
    case "conflict":
      return <OtherTalk {...props} />;
    case "taken":
      return <GoneTime {...props} word={t.taken} />;
    case "held":
      return <GoneTime {...props} word={t.held} />;
    case "short":
      return <GoneTime {...props} word={t.short(offer.slots)} />;
    case "past":
      return <GoneTime {...props} word={t.over} />;
  }
}

type TimeProps = ColumnProps & { block: Block };

function FreeTime(props: TimeProps) {
  const { viewer, when, family, places, column: { child, offer }, block } = props;
  const t = guardianText(viewer.language);
  const kept = places.some((place) =>
    place.pupilId === child.pupilId && place.kept?.slotId === block.slotId
  );
  const near = family.find(({ pupilId }) => pupilId === block.beside);
  return (
    <button
      type="submit"
      class="slot free"
      name="pupil"
      value={child.pupilId}
      {...books(viewer, offer, block)}
      autofocus={goesOn(props)}
    >
      <b>{span(block, offer, when)}</b>
      {offer.slots > 1 && <span>{longTalk(viewer, offer)}</span>}
      <span>
        {kept ? waitingText(viewer.language).keptForYou : near ? t.near(near.firstName) : t.free}
        <span class="vh">
          {t.pick(child.firstName, teachersOf(offer))}
        </span>
      </span>
    </button>
  );
}

/** A time for a child that has none yet, or instead of the one it has. */
function books(viewer: Viewer, { talk }: RoundChoices, slot: { slotId: number }) {
  const action = `${slotPath(viewer, slot)}/booking`;
  const instead = talk ? `instead=${talk.slotId}` : "";
  return {
    formaction: instead ? `${action}?${instead}` : action,
    "hx-post": `${action}?${instead ? `${instead}&` : ""}part=choices`,
    ...swapsChoices,
  };
}

/** Where a talk was before it moved, as it is told. */
export interface TimeBefore {
  slotId: number;
  time: string;
}

/** After a stray press: back to the time one had, while that is free. */
export function MoveBack(
  { viewer, family, at, back }: Pick<DaysProps, "viewer" | "family" | "at"> & {
    back?: TimeBefore | undefined;
  },
) {
  const offer = family.find(({ pupilId }) => pupilId === at?.pupilId)
    ?.rounds.find(({ round }) => round.id === at?.roundId);
  const isFree = offer?.days.some(({ choices }) =>
    choices.some(({ slotId, state }) => slotId === back?.slotId && state === "free")
  );
  if (!offer || !back || !isFree) return null;
  return (
    <button
      type="submit"
      class="btn quiet s"
      name="pupil"
      value={at!.pupilId}
      {...books(viewer, offer, back)}
    >
      {guardianText(viewer.language).moveBack(back.time)}
    </button>
  );
}

function OwnTime(props: TimeProps) {
  const { viewer, when, column: { child, offer }, block } = props;
  const t = guardianText(viewer.language);
  const action = `${slotPath(viewer, block)}/booking/removal`;
  const time = span(block, offer, when);
  const here = goesOn(props) && { tabindex: -1, autofocus: true };
  return (
    <div id={ownTimeId(block.slotId)} class="slot mine" {...here}>
      <b>{time}</b>
      {!child.readOnly && offer.phase === "open" && (
        <button
          type="submit"
          name="pupil"
          value={child.pupilId}
          formaction={action}
          hx-post={`${action}?part=choices`}
          {...swapsChoices}
        >
          {t.cancel}
          <span class="vh">{t.cancelWhat(time, child.firstName)}</span>
        </button>
      )}
      <small>{t.mine}</small>
    </div>
  );
}

/** Whether this is the time that was pressed: the focus stays there, but for a refusal. */
const goesOn = ({ at, refusal, column, block }: TimeProps) =>
  !refusal && at?.slotId === block.slotId && at.pupilId === column.child.pupilId;

/** A free time that is not (yet) to be pressed. */
function ShownTime({ when, column: { offer }, block, word }: TimeProps & { word: string }) {
  return (
    <span class="slot">
      <b>{span(block, offer, when)}</b>
      <span>{word}</span>
    </span>
  );
}

function GoneTime({ when, column: { offer }, block, word }: TimeProps & { word: string }) {
  return (
    <span class="slot gone">
      <b>{span(block, offer, when)}</b>
      <span>{word}</span>
    </span>
  );
}

/** A time at which the family is with another teacher; which, as far as that is theirs to see. */
function OtherTalk({ viewer, when, family, column: { offer }, block }: TimeProps) {
  const t = guardianText(viewer.language);
  const teacher = teacherAt(family, block);
  return (
    <span class="slot gone">
      <span class="num">{span(block, offer, when)}</span>
      <span>{teacher ? t.atTeacher(teacher) : t.impossible}</span>
    </span>
  );
}

function longTalk(viewer: Viewer, { slots }: RoundChoices): string {
  const t = guardianText(viewer.language);
  return slots === 2 ? t.double : t.long;
}

/** `15:40`, or `15:20 – 15:40` where a talk takes more than one slot. */
function span({ from, until }: Interval, { round }: RoundChoices, when: When): string {
  const long = until.getTime() - from.getTime() > round.minutes * 60_000;
  return long ? `${clockTime(from, when)} – ${clockTime(until, when)}` : clockTime(from, when);
}

const slotPath = ({ school }: Viewer, { slotId }: { slotId: number }) =>
  `/${school.shortName}/conversations/slots/${slotId}`;
