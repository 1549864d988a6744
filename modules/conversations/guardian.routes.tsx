import { type Context, Hono } from "hono";
import { whenOf } from "../../web/dates.ts";
import { form, value } from "../../web/forms.ts";
import { guard } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { page, partial, saved, wantsPart } from "../../web/respond.tsx";
import { isStaff, type Viewer } from "../../web/viewer.ts";
import { bookSlot, cancelBooking, setSubject } from "./booking.actions.ts";
import { findChoices } from "./choices.queries.ts";
import { familyRoutes } from "./family.routes.tsx";
import { splitEarlier } from "./guardian.days.ts";
import { subjectForm, talkForm } from "./guardian.forms.ts";
import { Choices, type ChoicesProps, ConversationsPage, type Press } from "./guardian.pages.tsx";
import { movedTimes, talkTime } from "./guardian.partials.tsx";
import { findOfferedMark, findOfferedSlot } from "./guardian.queries.ts";
import { guardianText, refusalText } from "./guardian.text.ts";
import type { Refusal } from "./refusals.ts";
import { mustBeOn, talksName } from "./viewing.ts";
import { listPlaces } from "./waiting.queries.ts";
import { waitingText } from "./waiting.text.ts";

/** What guardians do: look, choose a time, give it back, say what it is to be about. */
export const guardianRoutes = new Hono<Env>()
  .get("/conversations", guard("member"), async (c, next) => {
    mustBeOn(c.get("viewer"));
    if (isStaff(c.get("viewer"))) return await next(); // their list, with their own children's part
    return await choicesPage(c);
  })
  /** Nothing (204) while what the screen shows is still so, else the choices as they are now. */
  .get("/conversations/changes", guard("guardian"), async (c) => {
    const viewer = c.get("viewer");
    mustBeOn(viewer);
    const { db, clock } = c.get("house");
    const mark = await findOfferedMark(db, viewer, clock.now());
    if (mark === (c.req.query("since") ?? "")) return c.body(null, 204);
    return partial(c, <Choices {...await choicesProps(c)} />);
  })
  .route("/", familyRoutes)
  .post(
    "/conversations/slots/:slot/booking",
    guard("member", "slot", findOfferedSlot),
    form(talkForm),
    async (c) => {
      const input = c.req.valid("form");
      const viewer = c.get("viewer");
      const { db, clock } = c.get("house");
      const { id: slotId, roundId } = c.get("slot");
      if (!input.ok) return await refused(c, "notYourChild");
      const pupilId = input.data.pupil;
      const choice = { slotId, pupilId, insteadOf: idIn(c.req.query("instead")) };
      const result = await bookSlot(db, viewer, choice, clock.now());
      const onCard = c.req.query("from") === "card";
      const at = onCard ? { roundId, pupilId } : { roundId, pupilId, slotId };
      if (!result.ok) return await refused(c, result.refusal, at);
      const t = guardianText(viewer.language);
      const { talk, movedFrom, leftLine } = result;
      const child = childName(viewer, pupilId);
      const left = leftLine ? ` ${waitingText(viewer.language).left}` : "";
      if (!movedFrom) {
        return await changed(c, `${t.booked(child, talkTime(talk, whenOf(c)))}${left}`, at);
      }
      const [from, to] = movedTimes(movedFrom, talk, whenOf(c));
      const back = { slotId: movedFrom.slotId, time: from };
      return await changed(c, `${t.moved(child, from, to)}${left}`, at, back);
    },
  )
  .post(
    "/conversations/slots/:slot/booking/removal",
    guard("member", "slot", findOfferedSlot),
    form(talkForm),
    async (c) => {
      const input = c.req.valid("form");
      const viewer = c.get("viewer");
      const { db, clock } = c.get("house");
      if (!input.ok) return await refused(c, "notYourChild");
      const { id: slotId, roundId } = c.get("slot");
      const at = { roundId, slotId, pupilId: input.data.pupil };
      const result = await cancelBooking(db, viewer, at, clock.now());
      if (!result.ok) return await refused(c, result.refusal, at);
      const t = guardianText(viewer.language);
      return await changed(c, t.cancelled(childName(viewer, at.pupilId)), at);
    },
  )
  .post(
    "/conversations/slots/:slot/subject",
    guard("member", "slot", findOfferedSlot),
    form(subjectForm),
    async (c) => {
      const input = c.req.valid("form");
      const viewer = c.get("viewer");
      const { db, clock } = c.get("house");
      const { id: slotId, roundId } = c.get("slot");
      const t = guardianText(viewer.language);
      if (!input.ok) {
        if (input.errors.pupil) return await refused(c, "notYourChild");
        const typed = { slotId, typed: value(input.values, "subject"), error: t.errors.tooLong };
        return await answer(c, 422, { typed });
      }
      const { pupil: pupilId, subject } = input.data;
      const result = await setSubject(db, viewer, { slotId, pupilId, subject }, clock.now());
      const at = { roundId, pupilId };
      return result.ok
        ? await changed(c, t.subjectSaved, at)
        : await refused(c, result.refusal, at);
    },
  );

/** The same for staff who are parents: on the page of the rounds, null without a child in one. */
export async function ownChoices(c: Context<Env>) {
  const props = await choicesProps(c);
  return props.family.length + props.earlier.length > 0 ? <Choices {...props} /> : null;
}

/** What these pages need besides those of every page: it looks for news while they are open. */
const choicesScripts = ["conversations" as const];

const choicesPage = (c: Context<Env>) => answer(c, 200, {});

type Said = Pick<ChoicesProps, "refusal" | "done" | "at" | "back" | "typed">;

/** The whole page, or its changing part where the address asks for that. */
export async function answer<E extends Env>(c: Context<E>, status: 200 | 409 | 422, said: Said) {
  const props = { ...await choicesProps(c), ...said };
  if (wantsPart(c)) return partial(c, <Choices {...props} />, status);
  const title = talksName(props.viewer);
  return page(c, { title, status, scripts: choicesScripts }, <ConversationsPage {...props} />);
}

/** Nothing was changed: why, and the picture as it is now. */
export function refused<E extends Env>(c: Context<E>, refusal: Refusal, at?: Press) {
  return answer(c, 409, { refusal: refusalText(c.get("viewer").language, refusal), at });
}

/** What was done, and the picture as it is now. */
export async function changed<E extends Env>(
  c: Context<E>,
  done: string,
  at: Press,
  back?: Said["back"],
) {
  if (wantsPart(c)) return await answer(c, 200, { done, at, back });
  return await saved(c, `/${c.get("viewer").school.shortName}/conversations`, done);
}

async function choicesProps<E extends Env>(c: Context<E>): Promise<ChoicesProps> {
  const { db } = c.get("house");
  const viewer = c.get("viewer");
  const when = whenOf(c);
  const { family: all, mark } = await findChoices(db, viewer, when.now);
  const { family, earlier } = splitEarlier(all, when.now);
  const isWaiting = family.some(({ rounds }) => rounds.some(({ inLine }) => inLine));
  const places = isWaiting ? await listPlaces(db, viewer, when.now) : [];
  return { viewer, when, family, earlier, places, mark };
}

const idIn = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

export const childName = (viewer: Viewer, pupilId: number) =>
  viewer.children.find((child) => child.id === pupilId)?.firstName ?? "";
