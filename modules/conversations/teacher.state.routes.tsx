import { type Context, Hono } from "hono";
import { type Errors, form, type Values } from "../../web/forms.ts";
import { guard } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { page, saved } from "../../web/respond.tsx";
import { sentences } from "../school/mod.ts";
import { findMailedRound, listRoundGuardians } from "./mails.queries.ts";
import {
  queueCalledOff,
  queueFinalTimes,
  queueInvitations,
  queueReminders,
  queueRoundOver,
} from "./mails.queue.ts";
import { mailsText } from "./mails.text.ts";
import { invitationWords, listed } from "./mails.words.ts";
import { close, publish, remind, withdraw } from "./publishing.actions.ts";
import { findManagedRound, phaseOf, type Round } from "./rounds.queries.ts";
import { listSlots } from "./slots.queries.ts";
import { listUnreachable, roundPage } from "./teacher.answers.tsx";
import { publishForm, reminderForm } from "./teacher.forms.ts";
import { PublishPage } from "./teacher.publish.pages.tsx";
import { roundPath } from "./teacher.paths.ts";
import { isToAsk, listAskedTalks } from "./teacher.queries.ts";
import { teacherText } from "./teacher.text.ts";
import { wrongText } from "./teacher.wrong.text.ts";
import { queueWishInvitations, queueWishReminders } from "./wishes.mails.queue.ts";

/** Publishing, reminding, closing and withdrawing. */
export const stateRoutes = new Hono<Env>()
  .get(
    "/conversations/rounds/:round/publication",
    guard("staff", "round", findManagedRound),
    (c) => {
      const round = c.get("round");
      if (round.publishedAt) return c.redirect(roundPath(c.get("viewer"), round), 303);
      const { school } = c.get("viewer");
      const invitation = round.invitation || mailsText(school.language).invitation;
      return publishPage(c, round, { values: { invitation } });
    },
  )
  .post(
    "/conversations/rounds/:round/publication",
    guard("staff", "round", findManagedRound),
    form(publishForm),
    async (c) => {
      const viewer = c.get("viewer");
      const round = c.get("round");
      const input = c.req.valid("form");
      if (!input.ok) return await publishPage(c, round, input);
      const { db, clock } = c.get("house");
      const now = clock.now();
      let mailed = 0;
      const result = await publish(db, viewer, round.id, input.data, now, async (trx, { fair }) => {
        const invite = fair ? queueWishInvitations : queueInvitations;
        mailed = await invite(trx, viewer.school, round.id, now);
      });
      // that page tells which talk stands in the way
      if (!result.ok && result.refusal === "overlaps") {
        return await publishPage(c, round, { values: input.data, status: 409 });
      }
      if (!result.ok) return await roundPage(c, round, { refusal: result.refusal });
      return saved(c, roundPath(viewer, round), teacherText(viewer.language).publish.done(mailed));
    },
  )
  .post(
    "/conversations/rounds/:round/reminders",
    guard("staff", "round", findManagedRound),
    form(reminderForm),
    async (c) => {
      const viewer = c.get("viewer");
      const round = c.get("round");
      const input = c.req.valid("form");
      if (!input.ok) return await roundPage(c, round, { errors: input.errors });
      const { db, clock } = c.get("house");
      const now = clock.now();
      let mailed = 0;
      const result = await remind(db, viewer, round.id, now, async (trx, locked) => {
        const queue = phaseOf(locked, now) === "wishes" ? queueWishReminders : queueReminders;
        mailed = await queue(trx, viewer.school, round.id, input.data.key, now);
      });
      if (!result.ok) return await roundPage(c, round, { refusal: result.refusal });
      const t = teacherText(viewer.language).round;
      return saved(c, roundPath(viewer, round), mailed > 0 ? t.reminded(mailed) : t.remindedNone);
    },
  )
  .post(
    "/conversations/rounds/:round/closing",
    guard("staff", "round", findManagedRound),
    async (c) => {
      const viewer = c.get("viewer");
      const round = c.get("round");
      const { db, clock } = c.get("house");
      const now = clock.now();
      const { id: roundId } = round;
      const mailed = { times: 0, without: 0 };
      const result = await close(db, viewer, roundId, now, async (trx) => {
        mailed.times = await queueFinalTimes(trx, viewer.school, roundId, now);
        const over = { roundId, withdrawn: false };
        mailed.without = await queueRoundOver(trx, viewer.school, over, now);
      });
      if (!result.ok) return await roundPage(c, round, { refusal: result.refusal });
      const { closed } = teacherText(viewer.language).round;
      return saved(c, roundPath(viewer, round), closed(mailed.times, mailed.without));
    },
  )
  .post(
    "/conversations/rounds/:round/withdrawal",
    guard("staff", "round", findManagedRound),
    async (c) => {
      const viewer = c.get("viewer");
      const round = c.get("round");
      const { db, clock } = c.get("house");
      const now = clock.now();
      const of = { roundId: round.id };
      const result = await withdraw(db, viewer, round.id, now, async (trx, { publishedAt }) => {
        await queueCalledOff(trx, viewer.school, of, now);
        if (publishedAt) await queueRoundOver(trx, viewer.school, { ...of, withdrawn: true }, now);
      });
      if (!result.ok) return await roundPage(c, round, { refusal: result.refusal });
      return saved(c, roundPath(viewer, round), teacherText(viewer.language).round.withdrawn);
    },
  );

async function publishPage<E extends Env>(
  c: Context<E>,
  round: Round,
  { values, errors = {}, status = errors.invitation ? 422 : 200 }: {
    values: Values;
    errors?: Errors;
    status?: 200 | 409 | 422;
  },
) {
  const viewer = c.get("viewer");
  const { db, clock } = c.get("house");
  const [slots, asked] = await Promise.all([
    listSlots(db, viewer, round.id),
    listAskedTalks(db, viewer, round.id),
  ]);
  const toAsk = asked.filter((talk) => isToAsk(talk, round.phase));
  const now = clock.now();
  const free = slots.filter((slot) => !slot.removed && !slot.pupil && slot.from > now);
  const t = teacherText(viewer.language);
  const { added, addedFor } = await example(c, round);
  return page(
    c,
    { title: t.publish.title, narrow: true, status },
    <PublishPage
      {...{ viewer, round, values, added, addedFor }}
      unreachable={await listUnreachable(c, round, toAsk)}
      invited={new Set(asked.map(({ pupilId }) => pupilId)).size}
      waiting={toAsk.reduce((sum, one) => sum + one.slots, 0)}
      free={free.length}
      clashing={slots.filter((slot) => slot.clashes)}
      when={{ now, timeZone: viewer.school.timeZone, language: viewer.language }}
      error={sentences(errors, viewer.language, wrongText(viewer.language).errors).invitation}
    />,
  );
}

/** What we add to the mail, for the first who reads it in the school's language. */
async function example<E extends Env>(c: Context<E>, round: Round) {
  const { db, clock } = c.get("house");
  const { school } = c.get("viewer");
  const now = clock.now();
  const [mailed, guardians] = await Promise.all([
    findMailedRound(db, school, round.id, now),
    listRoundGuardians(db, school, round.id),
  ]);
  const reached = guardians.filter(({ address, readOnly }) => address !== null && !readOnly);
  const reader = reached.find(({ language }) => language === school.language) ?? reached[0];
  const children = reached.filter(({ address }) => address === reader!.address);
  const when = { now, timeZone: school.timeZone, language: school.language };
  return {
    added: invitationWords(mailed, children, when),
    addedFor: listed(children.map(({ pupil }) => pupil), school.language),
  };
}
