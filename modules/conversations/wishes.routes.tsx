import { type Context, Hono } from "hono";
import { form } from "../../web/forms.ts";
import { guard } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { saved, wantsPart } from "../../web/respond.tsx";
import { talkForm } from "./guardian.forms.ts";
import { findOfferedSlot } from "./guardian.queries.ts";
import type { Press } from "./guardian.pages.tsx";
import { wishesId } from "./guardian.paths.ts";
import { answer } from "./guardian.routes.tsx";
import type { Refusal } from "./refusals.ts";
import { findRound } from "./rounds.queries.ts";
import { changeWishes } from "./wishes.actions.ts";
import { wishesText, wishRefusal } from "./wishes.text.ts";

/** What guardians do in a fair round: say which times they like, the dearest first. */
export const wishRoutes = new Hono<Env>()
  .post(
    "/conversations/slots/:slot/wish",
    guard("member", "slot", findOfferedSlot),
    form(talkForm),
    async (c) => {
      const input = c.req.valid("form");
      const { id: slotId, roundId } = c.get("slot");
      if (!input.ok) return await refused(c, "notYourChild");
      // pressed twice it stays where it was
      const added = (slotIds: number[]) => [...slotIds, slotId];
      return await change(c, { roundId, slotId, pupilId: input.data.pupil }, added);
    },
  )
  .post(
    "/conversations/slots/:slot/wish/removal",
    guard("member", "slot", findOfferedSlot),
    form(talkForm),
    async (c) => {
      const input = c.req.valid("form");
      const { id: slotId, roundId } = c.get("slot");
      if (!input.ok) return await refused(c, "notYourChild");
      const others = (slotIds: number[]) => slotIds.filter((id) => id !== slotId);
      return await change(c, { roundId, slotId, pupilId: input.data.pupil }, others);
    },
  )
  .post(
    "/conversations/rounds/:round/wishes/removal",
    guard("member", "round", findRound),
    form(talkForm),
    async (c) => {
      const input = c.req.valid("form");
      if (!input.ok) return await refused(c, "notYourChild");
      return await change(c, { roundId: c.get("round").id, pupilId: input.data.pupil }, () => []);
    },
  );

/** The list for a child becomes another one; the page as it is then. */
async function change<E extends Env>(
  c: Context<E>,
  of: Press,
  to: (slotIds: number[]) => number[],
) {
  const { db, clock } = c.get("house");
  const viewer = c.get("viewer");
  const result = await changeWishes(db, viewer, of, to, clock.now());
  if (!result.ok) return await refused(c, result.refusal, of);
  if (wantsPart(c)) return await answer(c, 200, {});
  const sheet = `/${viewer.school.shortName}/conversations#${wishesId(of.roundId, of.pupilId)}`;
  return await saved(c, sheet, wishesText(viewer.language).kept);
}

const refused = <E extends Env>(c: Context<E>, refusal: Refusal, at?: Press) =>
  answer(c, 409, { refusal: wishRefusal(c.get("viewer").language, refusal), at });
