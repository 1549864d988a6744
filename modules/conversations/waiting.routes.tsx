import { type Context, Hono } from "hono";
import type { Db } from "../../db/database.ts";
import { form } from "../../web/forms.ts";
import { guard } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import type { Viewer } from "../../web/viewer.ts";
import { talkForm, waitingForm } from "./guardian.forms.ts";
import { answer, changed, childName, refused } from "./guardian.routes.tsx";
import type { Result } from "./refusals.ts";
import { findRound, type Round } from "./rounds.queries.ts";
import { declineOffer, type InLine, joinLine, quitLine } from "./waiting.actions.ts";
import { areDaysOf } from "./waiting.queries.ts";
import { waitingText } from "./waiting.text.ts";

/** What guardians do about the waiting list of a round. */
export const waitingRoutes = new Hono<Env>()
  .post(
    "/conversations/rounds/:round/waiting",
    guard("member", "round", findRound),
    form(waitingForm),
    async (c) => {
      const input = c.req.valid("form");
      const viewer = c.get("viewer");
      const t = waitingText(viewer.language);
      const { db, clock } = c.get("house");
      if (input.ok && !await areDaysOf(db, viewer, c.get("round").id, input.data.day)) {
        return await answer(c, 422, { refusal: t.noDays, at: cardOf(c, input.data.pupil) });
      }
      if (!input.ok) {
        const { pupil } = input.errors;
        return pupil
          ? await refused(c, "notYourChild")
          : await answer(c, 422, { refusal: t.noDays });
      }
      const { pupil: pupilId, day } = input.data;
      const days = day.length > 0 ? day : null;
      const wanted = { roundId: c.get("round").id, pupilId, days };
      const result = await joinLine(db, viewer, wanted, clock.now());
      const at = cardOf(c, pupilId);
      if (!result.ok) return await refused(c, result.refusal, at);
      return await changed(c, t.joined(childName(viewer, pupilId)), at);
    },
  )
  .post(
    "/conversations/rounds/:round/waiting/removal",
    guard("member", "round", findRound),
    form(talkForm),
    async (c) => {
      const input = c.req.valid("form");
      if (!input.ok) return await refused(c, "notYourChild");
      return await change(c, input.data.pupil, quitLine, (t, child) => t.quitDone(child));
    },
  )
  .post(
    "/conversations/rounds/:round/waiting/refusal",
    guard("member", "round", findRound),
    form(talkForm),
    async (c) => {
      const input = c.req.valid("form");
      if (!input.ok) return await refused(c, "notYourChild");
      return await change(c, input.data.pupil, declineOffer, (t) => t.declined);
    },
  );

async function change<E extends Env & { Variables: { round: Round } }>(
  c: Context<E>,
  pupilId: number,
  work: (db: Db, viewer: Viewer, of: InLine, now: Date) => Promise<Result>,
  done: (t: ReturnType<typeof waitingText>, child: string) => string,
) {
  const viewer = c.get("viewer");
  const { db, clock } = c.get("house");
  const result = await work(db, viewer, { roundId: c.get("round").id, pupilId }, clock.now());
  const at = cardOf(c, pupilId);
  if (!result.ok) return await refused(c, result.refusal, at);
  return await changed(c, done(waitingText(viewer.language), childName(viewer, pupilId)), at);
}

/** All of this is pressed on the card of a child. */
const cardOf = <E extends Env & { Variables: { round: Round } }>(
  c: Context<E>,
  pupilId: number,
) => ({
  roundId: c.get("round").id,
  pupilId,
});
