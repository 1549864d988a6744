import { type Context, Hono } from "hono";
import { form } from "../../web/forms.ts";
import { guard } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { saved, wantsPart } from "../../web/respond.tsx";
import { listChoices } from "./choices.queries.ts";
import { talkForm } from "./guardian.forms.ts";
import { findOfferedSlot } from "./guardian.queries.ts";
import { answer } from "./guardian.routes.tsx";
import type { Refusal } from "./refusals.ts";
import { findRound } from "./rounds.queries.ts";
import { setWishes } from "./wishes.actions.ts";
import { wishesId } from "./wishes.partials.tsx";
import { wishesText, wishRefusal } from "./wishes.text.ts";

/** What guardians do in a fair round: say which times they like, the dearest first. */
export const wishRoutes = new Hono<Env>()
  .post(
    "/conversations/slots/:slot/wish",
    guard("member", "slot", findOfferedSlot),
    form(talkForm),
    async (c) => {
      const input = c.req.valid("form");
      const slotId = c.get("slot").id;
      if (!input.ok) return await refused(c, "notYourChild");
      const others = (slotIds: number[]) => slotIds.filter((id) => id !== slotId);
      return await changeWishes(c, input.data.pupil, { slotId }, (was) => [...others(was), slotId]);
    },
  )
  .post(
    "/conversations/slots/:slot/wish/removal",
    guard("member", "slot", findOfferedSlot),
    form(talkForm),
    async (c) => {
      const input = c.req.valid("form");
      const slotId = c.get("slot").id;
      if (!input.ok) return await refused(c, "notYourChild");
      const others = (was: number[]) => was.filter((id) => id !== slotId);
      return await changeWishes(c, input.data.pupil, { slotId }, others);
    },
  )
  .post(
    "/conversations/rounds/:round/wishes/removal",
    guard("member", "round", findRound),
    form(talkForm),
    async (c) => {
      const input = c.req.valid("form");
      if (!input.ok) return await refused(c, "notYourChild");
      return await changeWishes(c, input.data.pupil, { roundId: c.get("round").id }, () => []);
    },
  );

/** The list for a child becomes another one; the page as it is then. */
async function changeWishes<E extends Env>(
  c: Context<E>,
  pupilId: number,
  of: { slotId: number } | { roundId: number },
  change: (was: number[]) => number[],
) {
  const { db, clock } = c.get("house");
  const viewer = c.get("viewer");
  const now = clock.now();
  const offer = (await listChoices(db, viewer, now))
    .find((child) => child.pupilId === pupilId)?.rounds
    .find(({ round, days }) =>
      "roundId" in of
        ? round.id === of.roundId
        : days.some(({ choices }) => choices.some(({ slotId }) => slotId === of.slotId))
    );
  if (!offer) return await refused(c, "notInvited");
  const roundId = offer.round.id;
  const slotIds = change(offer.wishes);
  const result = await setWishes(db, viewer, { roundId, pupilId, slotIds }, now);
  if (!result.ok) return await refused(c, result.refusal);
  if (wantsPart(c)) return await answer(c, 200, {});
  const to = `/${viewer.school.shortName}/conversations#${wishesId(roundId, pupilId)}`;
  return await saved(c, to, wishesText(viewer.language).saved(slotIds.length));
}

const refused = <E extends Env>(c: Context<E>, refusal: Refusal) =>
  answer(c, 409, { refusal: wishRefusal(c.get("viewer").language, refusal) });
