import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { dayIn } from "../../web/clock.ts";
import { namedDay, whenOf } from "../../web/dates.ts";
import { type Errors, form, type Values } from "../../web/forms.ts";
import { guard, pathNumber } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { page, saved } from "../../web/respond.tsx";
import { sentences } from "./errors.ts";
import { listGroupsOf } from "./groups.queries.ts";
import { groupsText } from "./groups.text.ts";
import { applyTransition, changePlan } from "./transition.actions.ts";
import { hasBegun } from "./transition.effect.ts";
import {
  applicationForm,
  choicesForm,
  placesOf,
  planForm,
  readChoices,
  readPlan,
} from "./transition.forms.ts";
import { instructionsOf } from "./transition.outcome.ts";
import { PlanPage } from "./transition.pages.tsx";
import { transitionPath } from "./transition.partials.tsx";
import { settle } from "./transition.plan.ts";
import { findTransition, loadTransitionRoster, type Transition } from "./transition.queries.ts";
import { transitionText } from "./transition.text.ts";
import { undoTransition } from "./transition.undo.ts";
import { AppliedPage, PreviewPage } from "./transition_preview.pages.tsx";
import { TransitionPupilsPage } from "./transition_pupils.pages.tsx";

/** The step to the next school year: plan it, look at what will happen, do it. */
export const transitionRoutes = new Hono<Env>()
  .get("/groups/transition", guard("office"), (c) => planPage(c))
  .post("/groups/transition", guard("office"), form(planForm), async (c) => {
    const viewer = c.get("viewer");
    const input = c.req.valid("form");
    const { values } = input;
    if (!input.ok) return planPage(c, { values, errors: input.errors });
    const { db, clock } = c.get("house");
    const errors = await changePlan(
      db,
      viewer,
      clock.now(),
      (planned) => readPlan(values, planned),
    );
    if (Object.keys(errors).length > 0) return planPage(c, { values, errors });
    const { next } = input.data;
    const here = transitionPath(viewer);
    if (next) return saved(c, `${here}/${next}`);
    return saved(c, here, transitionText(viewer.language).plan.saved);
  })
  .get("/groups/transition/groups/:group", guard("office"), (c) => pupilsPage(c))
  .post("/groups/transition/groups/:group", guard("office"), form(choicesForm), async (c) => {
    const viewer = c.get("viewer");
    const input = c.req.valid("form");
    const { values } = input;
    if (!input.ok) return pupilsPage(c, { values, errors: input.errors });
    const { db, clock } = c.get("house");
    const groupId = pathNumber(c.req.param("group"));
    const errors = await changePlan(
      db,
      viewer,
      clock.now(),
      (planned) => readChoices(values, groupId, planned),
    );
    if (Object.keys(errors).length > 0) return pupilsPage(c, { values, errors });
    const { saved: said } = transitionText(viewer.language).choices;
    return saved(c, `${transitionPath(viewer)}#group-${groupId}`, said);
  })
  .get("/groups/transition/preview", guard("office"), (c) => previewPage(c))
  .post("/groups/transition/application", guard("office"), form(applicationForm), async (c) => {
    const viewer = c.get("viewer");
    const t = transitionText(viewer.language);
    const { db, clock } = c.get("house");
    const input = c.req.valid("form");
    const seen = input.ok ? input.data.seen ?? "" : "";
    const applied = await applyTransition(db, viewer, seen, clock.now());
    switch (applied.result) {
      case "done":
        return applied.effective
          ? saved(c, `/${viewer.school.shortName}/groups`, t.applied.done(applied.year))
          : saved(c, transitionPath(viewer), t.applied.ready);
      case "already":
        return saved(c, transitionPath(viewer), alreadySaid(c, applied.transition));
      default:
        return previewPage(c, t.errors[applied.result]);
    }
  })
  .post("/groups/transition/removal", guard("office"), async (c) => {
    const viewer = c.get("viewer");
    const t = transitionText(viewer.language);
    const { db, clock } = c.get("house");
    const undone = await undoTransition(db, viewer, clock.now());
    if (undone.result === "done") return saved(c, transitionPath(viewer), t.applied.undone);
    if (undone.result === "late") return planPage(c, { errors: {} }, t.applied.late);
    return planPage(
      c,
      { errors: {} },
      t.applied.inUse(undone.inUse.map(groupsText(viewer.language).groupWithin)),
    );
  });

function alreadySaid<E extends Env>(c: Context<E>, { applied }: Transition): string {
  const when = whenOf(c);
  const day = applied ? namedDay(dayIn(when.timeZone, applied.at), when) : "";
  return transitionText(when.language).applied.already(applied?.by ?? "", day);
}

interface Typed {
  values?: Values;
  errors?: Errors;
}

/** The step as it stands, and what the plan comes to. */
async function planned<E extends Env>(c: Context<E>) {
  const viewer = c.get("viewer");
  const { db, clock } = c.get("house");
  const transition = await findTransition(db, viewer, clock.now());
  const roster = await loadTransitionRoster(db, viewer, transition.year);
  return { viewer, transition, roster, settled: settle(roster, transition.plan) };
}

/** The plan; or, once it is applied, what waits for 1 August. `refusal` is why nothing was undone. */
async function planPage<E extends Env>(
  c: Context<E>,
  { values = {}, errors }: Typed = {},
  refusal?: string,
) {
  const props = await planned(c);
  const { viewer, transition } = props;
  const t = transitionText(viewer.language);
  const options = {
    title: t.title(transition.year),
    narrow: true,
    status: errors ? 422 as const : 200 as const,
  };
  const said = sentences(errors ?? {}, viewer.language, t.errors);
  if (transition.applied) {
    return page(
      c,
      options,
      <AppliedPage
        viewer={viewer}
        year={transition.year}
        applied={transition.applied}
        groups={await listGroupsOf(c.get("house").db, viewer, transition.year)}
        when={whenOf(c)}
        error={refusal ?? said.form}
      />,
    );
  }
  const errorsSaid = refusal ? { form: refusal } : said;
  return page(c, options, <PlanPage {...props} values={values} errors={errorsSaid} />);
}

async function pupilsPage<E extends Env>(c: Context<E>, { values = {}, errors }: Typed = {}) {
  const props = await planned(c);
  const { viewer, roster, settled } = props;
  const groupId = pathNumber(c.req.param("group"));
  if (placesOf(settled, groupId).length === 0) throw new HTTPException(404);
  if (props.transition.applied) return saved(c, transitionPath(viewer));
  const t = transitionText(viewer.language);
  return page(
    c,
    { title: t.title(roster.year), narrow: true, status: errors ? 422 : 200 },
    <TransitionPupilsPage
      {...props}
      groupId={groupId}
      values={values}
      errors={sentences(errors ?? {}, viewer.language, t.errors)}
    />,
  );
}

async function previewPage<E extends Env>(c: Context<E>, error?: string) {
  const { viewer, transition, roster, settled } = await planned(c);
  if (transition.applied) return saved(c, transitionPath(viewer));
  const t = transitionText(viewer.language);
  return page(
    c,
    { title: t.title(roster.year), narrow: true, status: error ? 422 : 200 },
    <PreviewPage
      viewer={viewer}
      roster={roster}
      settled={settled}
      instructions={instructionsOf(roster, settled)}
      begun={hasBegun(roster.year, viewer.school, c.get("house").clock.now())}
      error={error}
    />,
  );
}
