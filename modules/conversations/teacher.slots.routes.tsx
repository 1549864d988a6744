import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { form, value } from "../../web/forms.ts";
import { guard } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { saved } from "../../web/respond.tsx";
import { setInvitee } from "./invitees.actions.ts";
import { queueCalledOff, queueMovedTimes } from "./mails.queue.ts";
import type { Result } from "./refusals.ts";
import { findManagedRound, type Round } from "./rounds.queries.ts";
import type { Interval } from "./schedule.ts";
import { addSlot, removeSlot, restoreSlot, shiftSlots } from "./slots.actions.ts";
import { findManagedSlot } from "./slots.queries.ts";
import { roundPage, type Said } from "./teacher.answers.tsx";
import { bookFor, moveBooking, unbook } from "./teacher.booking.actions.ts";
import {
  bookForm,
  inviteeForm,
  moveForm,
  shiftDayForm,
  shiftSlotForm,
  slotForm,
  unbookForm,
} from "./teacher.forms.ts";
import { panelText } from "./teacher.panel.text.ts";
import { roundPath } from "./teacher.paths.ts";
import { teacherText } from "./teacher.text.ts";

/** What those who keep a round do with its times and its children. */
export const slotRoutes = new Hono<Env>()
  .post(
    "/conversations/rounds/:round/slots",
    guard("staff", "round", findManagedRound),
    form(slotForm),
    async (c) => {
      const round = c.get("round");
      const input = c.req.valid("form");
      const typed = { values: { ...input.values, form: "add" } };
      if (!input.ok) return await roundPage(c, round, { ...typed, errors: input.errors });
      const { db, clock } = c.get("house");
      const result = await addSlot(db, c.get("viewer"), round.id, input.data, clock.now());
      const slot = result.ok ? result.slotId : undefined;
      const done = teacherText(c.get("viewer").language).round.added;
      return await answer(c, round, result, done, typed, slot);
    },
  )
  .post(
    "/conversations/rounds/:round/shift",
    guard("staff", "round", findManagedRound),
    form(shiftDayForm),
    async (c) => {
      const round = c.get("round");
      const input = c.req.valid("form");
      const typed = { values: { ...input.values, form: "shift" } };
      if (!input.ok) return await roundPage(c, round, { ...typed, errors: input.errors });
      const { day, minutes } = input.data;
      return await shift(c, round, { day }, minutes, typed);
    },
  )
  .post(
    "/conversations/rounds/:round/bookings",
    guard("staff", "round", findManagedRound),
    form(bookForm),
    async (c) => {
      const round = c.get("round");
      const input = c.req.valid("form");
      // back to the panel where it was typed
      const at = "slots" in input.values ? "pupil" : "slot";
      const typed = { values: input.values, [at]: value(input.values, at) };
      if (!input.ok) return await roundPage(c, round, { ...typed, errors: input.errors });
      const { slot: slotId, pupil: pupilId, guardian: guardianId, slots, note } = input.data;
      const { db, clock } = c.get("house");
      const invitee = slots !== undefined && note !== undefined ? { slots, note } : undefined;
      const wanted = { slotId, pupilId, guardianId, invitee };
      const result = await bookFor(db, c.get("viewer"), round.id, wanted, clock.now());
      const t = panelText(c.get("viewer").language).slot;
      const done = result.ok && result.told ? t.bookedMailed : t.booked;
      return await answer(c, round, result, done, typed, slotId);
    },
  )
  .post(
    "/conversations/rounds/:round/pupils/:pupil",
    guard("staff", "round", findManagedRound),
    form(inviteeForm),
    async (c) => {
      const round = c.get("round");
      const pupil = c.req.param("pupil");
      if (!/^\d{1,15}$/.test(pupil)) throw new HTTPException(404);
      const input = c.req.valid("form");
      const typed = { values: input.values, pupil };
      if (!input.ok) return await roundPage(c, round, { ...typed, errors: input.errors });
      const viewer = c.get("viewer");
      const { db, clock } = c.get("house");
      const of = [round.id, Number(pupil)] as const;
      const result = await setInvitee(db, viewer, ...of, input.data, clock.now());
      if (!result.ok) return await roundPage(c, round, { ...typed, refusal: result.refusal });
      const { then } = input.data;
      const at = then ? `?${then}#panel` : `#pupil-${pupil}`;
      return saved(c, `${roundPath(viewer, round)}${at}`, panelText(viewer.language).pupil.saved);
    },
  )
  .post(
    "/conversations/slots/:slot/move",
    guard("staff", "slot", findManagedSlot),
    form(moveForm),
    async (c) => {
      const { id: slotId, round } = c.get("slot");
      const viewer = c.get("viewer");
      const input = c.req.valid("form");
      const typed = { values: input.values, slot: slotId };
      if (!input.ok) return await roundPage(c, round, { ...typed, errors: input.errors });
      const { db, clock } = c.get("house");
      const now = clock.now();
      const { to } = input.data;
      let mailed = 0;
      const result = await moveBooking(
        db,
        viewer,
        round.id,
        { slotId, to },
        now,
        async (trx, talk, was) => {
          mailed = await queueMovedTimes(trx, viewer.school, talk, () => was, now);
        },
      );
      const done = panelText(viewer.language).slot.moved(mailed);
      return await answer(c, round, result, done, typed, to);
    },
  )
  .post(
    "/conversations/slots/:slot/unbooking",
    guard("staff", "slot", findManagedSlot),
    form(unbookForm),
    async (c) => {
      const { id: slotId, round } = c.get("slot");
      const viewer = c.get("viewer");
      const input = c.req.valid("form");
      const typed = { values: input.values, slot: slotId };
      if (!input.ok) return await roundPage(c, round, { ...typed, errors: input.errors });
      const { why } = input.data;
      const { db, clock } = c.get("house");
      const now = clock.now();
      const result = await unbook(
        db,
        viewer,
        round.id,
        { slotId },
        now,
        (trx, talk) => queueCalledOff(trx, viewer.school, talk, now, { why }),
      );
      const { unbooked } = panelText(viewer.language).slot;
      return await answer(c, round, result, unbooked, typed, slotId);
    },
  )
  .post(
    "/conversations/slots/:slot/removal",
    guard("staff", "slot", findManagedSlot),
    async (c) => {
      const { id: slotId, round } = c.get("slot");
      const { db, clock } = c.get("house");
      const which = { roundId: round.id, slotId };
      const result = await removeSlot(db, c.get("viewer"), which, clock.now());
      const { removed } = panelText(c.get("viewer").language).slot;
      return await answer(c, round, result, removed, { slot: slotId }, slotId);
    },
  )
  .post(
    "/conversations/slots/:slot/restoration",
    guard("staff", "slot", findManagedSlot),
    async (c) => {
      const { id: slotId, round } = c.get("slot");
      const { db, clock } = c.get("house");
      const which = { roundId: round.id, slotId };
      const result = await restoreSlot(db, c.get("viewer"), which, clock.now());
      const { restored } = panelText(c.get("viewer").language).slot;
      return await answer(c, round, result, restored, { slot: slotId }, slotId);
    },
  )
  .post(
    "/conversations/slots/:slot/shift",
    guard("staff", "slot", findManagedSlot),
    form(shiftSlotForm),
    async (c) => {
      const { id: slotId, round } = c.get("slot");
      const input = c.req.valid("form");
      const typed = { values: input.values, slot: slotId };
      if (!input.ok) return await roundPage(c, round, { ...typed, errors: input.errors });
      return await shift(c, round, { slotId }, input.data.minutes, typed);
    },
  );

async function shift<E extends Env>(
  c: Context<E>,
  round: Round,
  which: { slotId: number } | { day: string },
  minutes: number,
  typed: Said,
) {
  const viewer = c.get("viewer");
  const { db, clock } = c.get("house");
  const now = clock.now();
  let mailed = 0;
  const result = await shiftSlots(
    db,
    viewer,
    round.id,
    which,
    minutes,
    now,
    async (trx, slotIds) => {
      const was = ({ from }: Interval) => new Date(from.getTime() - minutes * 60_000);
      mailed = await queueMovedTimes(trx, viewer.school, { roundId: round.id, slotIds }, was, now);
    },
  );
  const slot = "slotId" in which ? which.slotId : undefined;
  const done = teacherText(viewer.language).round.shifted(mailed);
  return await answer(c, round, result, done, typed, slot);
}

/** Back to the round, at the slot it was about; or the page as it is now, with why it was not done. */
async function answer<E extends Env>(
  c: Context<E>,
  round: Round,
  result: Result,
  done: string,
  said: Said,
  slot?: number,
) {
  const viewer = c.get("viewer");
  if (!result.ok) return await roundPage(c, round, { ...said, refusal: result.refusal });
  const at = slot === undefined ? "" : `#slot-${slot}`;
  return saved(c, `${roundPath(viewer, round)}${at}`, done);
}
