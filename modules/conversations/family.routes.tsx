import { type Context, Hono } from "hono";
import { whenOf } from "../../web/dates.ts";
import { form, value, valuesOf } from "../../web/forms.ts";
import { guard } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { page, saved } from "../../web/respond.tsx";
import { bookTogether } from "./booking.actions.ts";
import { findChoices } from "./choices.queries.ts";
import { familyForm, readWishes } from "./family.forms.ts";
import { FamilyPage } from "./family.pages.tsx";
import { daysMissed, planFamily, type Wishes } from "./family.plan.ts";
import { findTalkGap } from "./family.queries.ts";
import { familyRefusal, familyText } from "./family.text.ts";
import { looksOn, splitEarlier } from "./guardian.days.ts";
import { mustBeOn } from "./viewing.ts";

/** *Plan het voor ons*: the best times for all children, booked in one piece. */
export const familyRoutes = new Hono<Env>()
  .get("/conversations/family", guard("guardian"), (c) => {
    mustBeOn(c.get("viewer"));
    const notDay = c.req.queries("notDay") ?? [];
    return familyPage(c, readWishes({ when: c.req.query("when"), notDay }));
  })
  .post("/conversations/family", guard("guardian"), form(familyForm), async (c) => {
    const input = c.req.valid("form");
    const viewer = c.get("viewer");
    mustBeOn(viewer);
    if (!input.ok) {
      const typed = { when: value(input.values, "when"), notDay: valuesOf(input.values, "notDay") };
      return await familyPage(c, readWishes(typed), familyText(viewer.language).refused);
    }
    const { talk: talks, when, notDay: notDays } = input.data;
    const { db, clock } = c.get("house");
    const result = await bookTogether(db, viewer, talks, clock.now());
    if (!result.ok) {
      return await familyPage(c, { when, notDays }, familyRefusal(viewer.language, result.refusal));
    }
    const { booked } = familyText(viewer.language);
    return await saved(c, `/${viewer.school.shortName}/conversations`, booked);
  });

/** The proposal that fits these wishes now; with `refusal` after what was asked was not done. */
async function familyPage<E extends Env>(c: Context<E>, wishes: Wishes, refusal?: string) {
  const { db } = c.get("house");
  const viewer = c.get("viewer");
  const when = whenOf(c);
  const [{ family: all }, walk] = await Promise.all([
    findChoices(db, viewer, when.now),
    findTalkGap(db, viewer.school),
  ]);
  const { family: coming } = splitEarlier(all, when.now);
  const family = looksOn(coming) ? coming : coming.filter(({ readOnly }) => !readOnly);
  const plan = planFamily(family, wishes, { walk, timeZone: when.timeZone });
  const missed = plan.ok ? daysMissed(family, wishes, plan.talks, walk) : [];
  const props = { viewer, when, family, wishes, plan, missed, refusal };
  const { title } = familyText(viewer.language);
  const wrong = !plan.ok && plan.why === "noDays";
  return page(
    c,
    { title, narrow: true, status: refusal ? 409 : wrong ? 422 : 200 },
    <FamilyPage {...props} />,
  );
}
