import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { Db, Trx } from "../../db/database.ts";
import { dayIn, momentIn } from "../../web/clock.ts";
import { whenOf } from "../../web/dates.ts";
import { form, value, type Values, valuesOf } from "../../web/forms.ts";
import { guard, type Id } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { pdf } from "../../web/pdf.ts";
import { page, partial, saved, wantsPart } from "../../web/respond.tsx";
import { noteSeen } from "../../web/audit.ts";
import { isOffice, isStaff, type Viewer } from "../../web/viewer.ts";
import { ownChoices } from "./guardian.routes.tsx";
import { proposalRoutes } from "./proposal.routes.tsx";
import type { Refusal } from "./refusals.ts";
import { changeRound, makeRound, type RoundInput } from "./rounds.actions.ts";
import {
  findLastTime,
  findManagedRound,
  findRound,
  listRounds,
  type Moments,
  type Round,
} from "./rounds.queries.ts";
import type { Plan } from "./schedule.ts";
import { schedulePdf } from "./schedule.pdf.ts";
import { roundPage } from "./teacher.answers.tsx";
import {
  isWrong,
  planForm,
  publishedForm,
  readMoments,
  readPlan,
  roundForm,
} from "./teacher.forms.ts";
import { RoundsPage } from "./teacher.list.pages.tsx";
import { MakerPage } from "./teacher.maker.pages.tsx";
import { type Picture, pictureOf, said } from "./teacher.maker.picture.ts";
import { makerText } from "./teacher.maker.text.ts";
import { countBooked, findTeacher, listMakerChoices, listPrintedTalks } from "./teacher.queries.ts";
import { roundPath } from "./teacher.paths.ts";
import { SchedulePicture } from "./teacher.schedule.partials.tsx";
import { slotRoutes } from "./teacher.slots.routes.tsx";
import { stateRoutes } from "./teacher.state.routes.tsx";
import { teacherText } from "./teacher.text.ts";
import { wrongText } from "./teacher.wrong.text.ts";
import { newValues, valuesOfRound } from "./teacher.values.ts";
import { mustBeOn } from "./viewing.ts";
import { queueLateInvitations } from "./wishes.mails.queue.ts";

/** A round that can still be changed. */
async function changeable(db: Db, viewer: Viewer, id: Id, now: Date) {
  const round = await findManagedRound(db, viewer, id, now);
  return round?.closedAt || round?.withdrawnAt ? undefined : round;
}

/** Making rounds and following them, for staff. */
export const teacherRoutes = new Hono<Env>()
  .get("/conversations", guard("member"), async (c, next) => {
    const viewer = c.get("viewer");
    if (!isStaff(viewer)) return await next();
    mustBeOn(viewer);
    const { db, clock } = c.get("house");
    const rounds = await listRounds(db, viewer, clock.now());
    return page(
      c,
      { title: teacherText(viewer.language).title, scripts: ["conversations"] },
      <RoundsPage
        viewer={viewer}
        when={whenOf(c)}
        rounds={rounds}
        own={viewer.children.length > 0 ? await ownChoices(c) : null}
      />,
    );
  })
  .get("/conversations/rounds/new", guard("staff"), async (c) => {
    const viewer = c.get("viewer");
    mustBeOn(viewer);
    const { db, clock } = c.get("house");
    const choices = await listMakerChoices(db, viewer, clock.now());
    return await makerPage(c, { values: newValues(viewer, choices) });
  })
  .post("/conversations/rounds/preview", guard("staff"), form(planForm), (c) => {
    mustBeOn(c.get("viewer"));
    return preview(c, c.req.valid("form").values);
  })
  .post(
    "/conversations/rounds/:round/preview",
    guard("staff", "round", changeable),
    form(planForm),
    (c) => preview(c, c.req.valid("form").values, c.get("round")),
  )
  .post("/conversations/rounds", guard("staff"), form(roundForm), async (c) => {
    const viewer = c.get("viewer");
    mustBeOn(viewer);
    const input = c.req.valid("form");
    const { values } = input;
    if (!input.ok) return makerPage(c, { values, errors: said(viewer, input) });
    const { db, clock } = c.get("house");
    const now = clock.now();
    const plan = readPlan(input.data, viewer.school, now);
    const moments = readMoments(input.data, viewer.school, now, lastOf(plan));
    if (isWrong(plan) || isWrong(moments)) {
      return makerPage(c, { values, errors: saidOfAll(viewer, plan, moments) });
    }
    const wanted = { ...input.data, ...plan, ...moments };
    const made = await makeRound(db, viewer, wanted, input.data.key ?? null, now);
    if (!made.ok) return makerPage(c, { values, refusal: made.refusal });
    return saved(c, roundPath(viewer, made), makerText(viewer.language).made);
  })
  .get("/conversations/rounds/:round", guard("staff", "round", findRound), (c) => {
    const { slot, pupil } = c.req.query();
    return roundPage(c, c.get("round"), { slot, pupil });
  })
  .get("/conversations/rounds/:round/edit", guard("staff", "round", changeable), (c) => {
    const round = c.get("round");
    return makerPage(c, { round, values: valuesOfRound(round, c.get("viewer")) });
  })
  .post(
    "/conversations/rounds/:round/edit",
    guard("staff", "round", changeable),
    form(roundForm),
    async (c) => {
      const viewer = c.get("viewer");
      const round = c.get("round");
      const input = c.req.valid("form");
      const { values } = input;
      if (!input.ok) return makerPage(c, { round, values, errors: said(viewer, input) });
      const { db, clock } = c.get("house");
      const now = clock.now();
      // where a child has a time the plan is sent as it is, also when its days are over
      const settled = await countBooked(db, viewer, round.id) > 0;
      const plan = readPlan(input.data, viewer.school, settled ? new Date(0) : now);
      // times changed by hand stay as long as the plan does
      const same = !isWrong(plan) && isSamePlan(plan.plan, round.plan);
      const lastAt = same ? await findLastTime(db, viewer, round.id) : lastOf(plan);
      const moments = readMoments(input.data, viewer.school, now, lastAt);
      if (isWrong(plan) || isWrong(moments)) {
        return makerPage(c, { round, values, errors: saidOfAll(viewer, plan, moments) });
      }
      const times = same ? {} : plan;
      return await change(c, { ...input.data, ...times, ...moments }, values);
    },
  )
  .post(
    "/conversations/rounds/:round/details",
    guard("staff", "round", changeable),
    form(publishedForm),
    async (c) => {
      const viewer = c.get("viewer");
      const round = c.get("round");
      const input = c.req.valid("form");
      const { values } = input;
      if (!input.ok) return makerPage(c, { round, values, errors: said(viewer, input) });
      // how guardians are asked what they prefer is settled once they were
      const { fair, separateTalks } = round;
      const data = { ...input.data, fair, ...fair && { separateTalks } };
      const { db, clock } = c.get("house");
      const lastAt = await findLastTime(db, viewer, round.id);
      const moments = readMoments(data, viewer.school, clock.now(), lastAt, round);
      if (isWrong(moments)) {
        return makerPage(c, { round, values, errors: said(viewer, moments) });
      }
      return await change(c, { ...data, ...moments }, values);
    },
  )
  .get(
    "/conversations/rounds/:round/schedule.pdf",
    guard("staff", "round", findRound),
    async (c) => {
      const viewer = c.get("viewer");
      const round = c.get("round");
      const day = c.req.query("day");
      const when = whenOf(c);
      const talks = (await listPrintedTalks(c.get("house").db, viewer, { roundId: round.id }))
        .filter(({ from }) => !day || dayIn(when.timeZone, from) === day)
        .map((talk) => round.mayManage ? talk : { ...talk, subject: "" });
      if (day && talks.length === 0) throw new HTTPException(404);
      await noteSeen(c.get("house").db, viewer, "pdf", talks.map((one) => one.pupilId), when.now);
      const lead = round.teachers.map(({ name }) => name).join(", ");
      return await pdf(c, schedulePdf(talks, { title: round.title, lead }, when));
    },
  )
  .get(
    "/conversations/teachers/:teacher/schedule.pdf",
    guard("staff", "teacher", findTeacher),
    async (c) => {
      const viewer = c.get("viewer");
      mustBeOn(viewer);
      const teacher = c.get("teacher");
      const own = viewer.people.some(({ id }) => id === teacher.id);
      if (!own && !isOffice(viewer)) throw new HTTPException(403);
      const when = whenOf(c);
      const today = momentIn(when.timeZone, dayIn(when.timeZone, when.now), "00:00");
      const { db } = c.get("house");
      const talks = await listPrintedTalks(db, viewer, { teacherId: teacher.id, from: today });
      await noteSeen(db, viewer, "pdf", talks.map((one) => one.pupilId), when.now);
      const title = teacherText(viewer.language).pdf.schedule(teacher.name);
      return await pdf(c, schedulePdf(talks, { title }, when));
    },
  )
  .route("/", proposalRoutes)
  .route("/", stateRoutes)
  .route("/", slotRoutes);

/** The schedule that follows from what is typed, or the whole page with it. */
async function preview<E extends Env>(c: Context<E>, typed: Values, round?: Round) {
  const viewer = c.get("viewer");
  const values = withPressed(typed);
  const when = whenOf(c);
  const { db } = c.get("house");
  const choices = await listMakerChoices(db, viewer, when.now, round);
  const picture = await pictureOf(db, viewer, values, when, choices, round);
  if (!wantsPart(c)) return await makerPage(c, { values, errors: picture.errors, round });
  return partial(c, <SchedulePicture {...{ viewer, when, round, picture }} />);
}

/** What is typed, with as many talks, or who besides, as a button beside the schedule says. */
const withPressed = (values: Values): Values => {
  const [talks, teacher] = [value(values, "take"), value(values, "join")];
  return {
    ...values,
    ...talks && { talks },
    ...teacher && { teachers: [...valuesOf(values, "teachers"), teacher] },
  };
};

interface Maker {
  round?: Round | undefined;
  values: Values;
  /** Sentences per field. */
  errors?: Record<string, string>;
  refusal?: Refusal;
}

async function makerPage<E extends Env>(
  c: Context<E>,
  { round, values, errors = {}, refusal }: Maker,
) {
  const viewer = c.get("viewer");
  const { db } = c.get("house");
  const when = whenOf(c);
  const maker = makerText(viewer.language);
  const choices = await listMakerChoices(db, viewer, when.now, round);
  const picture = await pictureOf(db, viewer, values, when, choices, round);
  const wrong = { ...errors, ...refusal && refusedAs(refusal, viewer, picture) };
  const status = refusal ? 409 : Object.keys(errors).length > 0 ? 422 : 200;
  return page(
    c,
    { title: round ? maker.editTitle : maker.title, status },
    <MakerPage
      {...{ viewer, when, round, values }}
      booked={round ? await countBooked(db, viewer, round.id) : 0}
      choices={choices}
      errors={wrong}
      picture={picture}
    />,
  );
}

/** The sentence behind a refusal, at its field; who is busy is named, with where. */
function refusedAs(refusal: Refusal, { language }: Viewer, { errors }: Picture) {
  const field = fieldOf[refusal] ?? "maker";
  const { [refusal]: sentence } = wrongText(language).refusals;
  if (refusal === "teacherBusy") return { [field]: errors.teachers ?? sentence };
  return { [field]: refusal === "booked" ? makerText(language).lockedBooked : sentence };
}

const fieldOf: Partial<Record<Refusal, string>> = {
  unknownGroup: "groups",
  otherGroups: "groups",
  unknownTeacher: "teachers",
  teacherBusy: "teachers",
  opensLate: "opensOn",
  wishesLate: "wishesOn",
  noWishesUntil: "wishesOn",
};

async function change(
  c: Context<{ Variables: Env["Variables"] & { round: Round } }>,
  changes: Partial<RoundInput>,
  values: Values,
) {
  const viewer = c.get("viewer");
  const round = c.get("round");
  const { db, clock } = c.get("house");
  const { id: roundId } = round;
  const now = clock.now();
  let mailed = 0;
  const tell = async (trx: Trx, moments: Moments, pupilIds: number[]) => {
    const added = { roundId, pupilIds };
    mailed = await queueLateInvitations(trx, viewer.school, moments, added, now);
  };
  const result = await changeRound(db, viewer, roundId, changes, now, tell);
  if (!result.ok) return await makerPage(c, { round, values, refusal: result.refusal });
  return saved(c, roundPath(viewer, round), makerText(viewer.language).changed(mailed));
}

const saidOfAll = (viewer: Viewer, ...read: object[]) =>
  Object.assign({}, ...read.filter(isWrong).map((wrong) => said(viewer, wrong)));

/** When the last talk of a plan begins; null while it is wrong. */
const lastOf = (plan: ReturnType<typeof readPlan>): Date | null =>
  isWrong(plan) ? null : plan.slots.at(-1)?.from ?? null;

const isSamePlan = (a: Plan, b: Plan) => planKey(a) === planKey(b);

const planKey = ({ talks, minutes, inARow, breakMinutes, days }: Plan) =>
  JSON.stringify([
    ...[talks, minutes, inARow, breakMinutes],
    ...days.map(({ day, begin, end }) => [day, begin, end]),
  ]);
