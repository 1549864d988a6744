import type { PropsWithChildren } from "hono/jsx";
import { Button, Confirm, Field, Select, TextArea } from "../../web/components.tsx";
import { clockTime, moment, type When } from "../../web/dates.ts";
import { value, type Values } from "../../web/forms.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { Invitee, Slot } from "./slots.queries.ts";
import { slotTime, timeAndDay } from "./slots.words.ts";
import { isSameTalk, startsFor } from "./teacher.fitting.ts";
import { longestWhy } from "./teacher.forms.ts";
import { panelText } from "./teacher.panel.text.ts";
import { canChange, canMove, roundPath } from "./teacher.paths.ts";
import { endOf, type RoundProps } from "./teacher.round.pages.tsx";
import { teacherText } from "./teacher.text.ts";

// What is done with one slot or one child; beside the schedule, or under it on a phone.

interface PanelProps extends Omit<RoundProps, "mark" | "unreachable" | "waiters" | "key"> {
  /** Of rounds where guardians have talks of their own: who may come. */
  guardians: { id: number; name: string; pupilId: number }[];
  values: Values;
  errors: Record<string, string>;
}

const slotPath = (viewer: Viewer, slot: Slot) =>
  `/${viewer.school.shortName}/conversations/slots/${slot.id}`;

function Panel(
  { title, at, viewer, round, children }: PropsWithChildren<
    { title: string; at: string } & Pick<PanelProps, "viewer" | "round">
  >,
) {
  return (
    <section class="sheet" id="panel" aria-labelledby="panel-title">
      <h2 id="panel-title" tabindex={-1} autofocus>{title}</h2>
      <div class="stack">
        {children}
        <p>
          <a href={`${roundPath(viewer, round)}#${at}`}>
            {panelText(viewer.language).slot.close}
          </a>
        </p>
      </div>
    </section>
  );
}

/** A chosen slot: whose it is and what can be done with it. */
export function SlotPanel({ slot, ...props }: PanelProps & { slot: Slot }) {
  const { viewer, when, round, slots } = props;
  const [changing, moving] = [canChange(round, viewer), canMove(round, viewer)];
  const title = `${slotTime(slot.from, when)} – ${clockTime(endOf(slot, slots), when)}`;
  return (
    <Panel title={title} at={`slot-${slot.id}`} viewer={viewer} round={round}>
      {slot.pupil
        ? <Talk {...props} slot={slot} pupil={slot.pupil} />
        : <p class="soft">{stateOf(slot, when)}</p>}
      {changing && slot.removed && (
        <form method="post" action={`${slotPath(viewer, slot)}/restoration`}>
          <Button look="quiet" small>{panelText(viewer.language).slot.restore}</Button>
        </form>
      )}
      {moving && slot.pupil && <Booked {...props} slot={slot} pupil={slot.pupil} />}
      {moving && !slot.pupil && !slot.removed && <Free {...props} slot={slot} />}
      {changing && !slot.removed && <ShiftSlot {...props} slot={slot} />}
    </Panel>
  );
}

type BookedProps = PanelProps & { slot: Slot; pupil: { id: number; name: string } };

/** About whom it is, about what, and who chose it. */
function Talk({ viewer, round, slot, pupil }: BookedProps) {
  const t = panelText(viewer.language).slot;
  return (
    <p>
      <b>{pupil.name}</b>
      {round.mayManage && slot.subject && <span class="soft">{` ${t.about(slot.subject)}`}</span>}
      {slot.guardian && <span class="soft">{` ${t.chosenBy(slot.guardian.name)}`}</span>}
    </p>
  );
}

/** What there is to say of a slot that nobody has. */
function stateOf({ removed, heldFor }: Slot, when: When): string {
  const t = teacherText(when.language).round;
  if (removed) return t.removed;
  if (!heldFor || heldFor.until <= when.now) return t.free;
  return panelText(when.language).slot.heldUntil(heldFor.name, moment(heldFor.until, when));
}

function Booked({ viewer, when, round, slots, slot, pupil, values, errors }: BookedProps) {
  const t = panelText(viewer.language).slot;
  const parts = slots.filter((one) => isSameTalk(one, slot));
  if (parts[0]!.from <= when.now) return null; // it has been
  const talk = { pupilId: pupil.id, slots: parts.length, from: slot };
  const free = startsFor(slots, talk, when.now);
  return (
    <>
      {free.length === 0
        ? <p class="soft">{t.noFree}</p>
        : (
          <form method="post" action={`${slotPath(viewer, slot)}/move`} class="stack near">
            <Select
              name="to"
              label={t.move}
              hint={round.publishedAt && t.moveMails}
              options={free.map(({ id, from }) => ({
                value: String(id),
                label: timeAndDay(from, when),
              }))}
            />
            <div>
              <Button look="quiet" small>{t.doMove}</Button>
            </div>
          </form>
        )}
      <Confirm
        label={t.unbook}
        question={t.unbookQuestion(pupil.name, round.publishedAt !== null)}
        action={`${slotPath(viewer, slot)}/unbooking`}
        confirm={t.unbook}
        open={"why" in values}
      >
        {round.publishedAt && (
          <TextArea
            name="why"
            label={t.why}
            hint={t.whyHint}
            value={value(values, "why")}
            error={errors.why}
            maxlength={longestWhy}
            rows={3}
          />
        )}
      </Confirm>
    </>
  );
}

function Free(props: PanelProps & { slot: Slot }) {
  const { viewer, when, round, slots, invitees, slot } = props;
  const t = panelText(viewer.language).slot;
  const without = invitees.filter((one) =>
    one.slots > 0 && (round.separateTalks || one.talks.length === 0) &&
    startsFor(slots, one, when.now).includes(slot)
  );
  return (
    <>
      {without.length > 0 && (
        <form method="post" action={`${roundPath(viewer, round)}/bookings`} class="stack near">
          <input type="hidden" name="slot" value={slot.id} />
          <Select
            name="pupil"
            label={t.pupil}
            options={without.map(({ pupilId, name }) => ({ value: String(pupilId), label: name }))}
            value={value(props.values, "pupil")}
          />
          <GuardianChoice {...props} />
          <div>
            <Button look="quiet" small>{t.book}</Button>
          </div>
        </form>
      )}
      {canChange(round, viewer) && (
        <form method="post" action={`${slotPath(viewer, slot)}/removal`}>
          <Button look="quiet" small icon="x">{t.remove}</Button>
        </form>
      )}
    </>
  );
}

/** Only where guardians have talks of their own. */
function GuardianChoice(
  { viewer, round, invitees, guardians, of, values }: PanelProps & { of?: number },
) {
  if (!round.separateTalks) return null;
  const t = panelText(viewer.language).slot;
  const child = new Map(invitees.map((one) => [one.pupilId, one.firstName]));
  const options = guardians.filter(({ pupilId }) => of === undefined || pupilId === of)
    .map(({ id, name, pupilId }) => ({
      value: String(id),
      label: of === undefined ? `${name} (${child.get(pupilId)})` : name,
    }));
  return (
    <Select
      name="guardian"
      label={t.guardian}
      options={options}
      value={value(values, "guardian")}
    />
  );
}

function ShiftSlot({ viewer, round, slot, values, errors }: PanelProps & { slot: Slot }) {
  const t = teacherText(viewer.language).round;
  const mails = round.publishedAt && slot.pupil && panelText(viewer.language).slot.moveMails;
  return (
    <form
      method="post"
      action={`${slotPath(viewer, slot)}/shift`}
      class="stack near"
      novalidate
    >
      <Field
        name="minutes"
        id="slot-minutes"
        type="number"
        label={`${panelText(viewer.language).slot.shift}: ${t.later.toLowerCase()}`}
        hint={[t.laterHint, mails].filter(Boolean).join(" ")}
        value={"minutes" in values ? value(values, "minutes") : "5"}
        error={errors.minutes}
      />
      <div>
        <Button look="quiet" small>{t.shift}</Button>
      </div>
    </form>
  );
}

/** A chosen child: how long its talk is, the note for its guardians, and its time. */
export function PupilPanel({ invitee, ...props }: PanelProps & { invitee: Invitee }) {
  const { viewer, when, round, slots } = props;
  const changing = canChange(round, viewer);
  const path = roundPath(viewer, round);
  const free = startsFor(slots, invitee, when.now);
  const booking = canMove(round, viewer) && invitee.slots > 0 && free.length > 0 &&
    (round.separateTalks || invitee.talks.length === 0);
  return (
    <Panel title={invitee.name} at={`pupil-${invitee.pupilId}`} viewer={viewer} round={round}>
      {invitee.talks.map((talk) => (
        <p>
          <a href={`${path}?slot=${talk.slotId}#panel`}>{slotTime(talk.from, when)}</a>
        </p>
      ))}
      {!changing && round.mayManage && invitee.note && (
        <blockquote class="note">
          <p>{invitee.note}</p>
        </blockquote>
      )}
      {(changing || booking) && (
        <form
          method="post"
          action={`${path}/pupils/${invitee.pupilId}`}
          class="stack near"
          data-keep={changing}
        >
          {changing && <PupilFields {...props} invitee={invitee} />}
          {booking && <BookingFields {...props} pupilId={invitee.pupilId} free={free} />}
        </form>
      )}
    </Panel>
  );
}

/** At which free time a child is booked in. */
function BookingFields(
  { pupilId, free, ...props }: PanelProps & { pupilId: number; free: Slot[] },
) {
  const { viewer, when, round, values } = props;
  const t = panelText(viewer.language);
  return (
    <>
      <Select
        name="slot"
        label={t.pupil.slot}
        options={free.map(({ id, from }) => ({ value: String(id), label: timeAndDay(from, when) }))}
        value={value(values, "slot")}
      />
      <GuardianChoice {...props} of={pupilId} />
      <div>
        <Button
          look="quiet"
          small
          name="pupil"
          value={String(pupilId)}
          formaction={`${roundPath(viewer, round)}/bookings`}
        >
          {t.slot.book}
        </Button>
      </div>
    </>
  );
}

/** Goes along with whichever of the form's buttons is pressed: what was typed is kept. */
function PupilFields(
  { viewer, round, values, errors, invitee }: PanelProps & { invitee: Invitee },
) {
  const t = panelText(viewer.language).pupil;
  const typed = (field: string, else_: string) => field in values ? value(values, field) : else_;
  const lengths = [0, 1, 2, 3, ...invitee.slots > 3 ? [invitee.slots] : []];
  return (
    <>
      {invitee.talks.length > 0
        ? (
          <p>
            <input type="hidden" name="slots" value={invitee.slots} />
            {t.fixed(invitee.slots * round.minutes)}
          </p>
        )
        : (
          <Select
            name="slots"
            label={t.length}
            options={lengths.map((n) => ({ value: String(n), label: t.lengths(n, round.minutes) }))}
            value={typed("slots", String(invitee.slots))}
            error={errors.slots}
          />
        )}
      <TextArea
        name="note"
        label={t.note}
        hint={t.noteHint}
        value={typed("note", invitee.note)}
        error={errors.note}
        rows={4}
      />
      <div>
        <Button look="quiet" small>{t.save}</Button>
      </div>
    </>
  );
}
