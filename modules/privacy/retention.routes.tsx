import { type Context, Hono } from "hono";
import { z } from "zod";
import { type Errors, form, type Values } from "../../web/forms.ts";
import { guard } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { Overtaken } from "../../web/meanwhile.tsx";
import type { Module } from "../../web/module.ts";
import { page, saved } from "../../web/respond.tsx";
import { RetentionPage, retentionPath, shortest } from "./retention.pages.tsx";
import { changeMonths, findLastNight, listRules, rulesOf } from "./retention.ts";
import { retentionText } from "./retention.text.ts";

/** Admins see how long what is kept, and make it shorter. */
export const retentionRoutes = (modules: Module[]) => {
  const rules = rulesOf(modules).filter((rule) => rule.months > 0);
  const months = z.object(Object.fromEntries(rules.map((rule) => [
    rule.key,
    z.string("wrong").trim().regex(/^\d{1,3}$/, "wrong").transform(Number)
      .refine((n) => n >= shortest(rule) && n <= rule.months, "wrong"),
  ])));
  return new Hono<Env>()
    .get("/privacy/retention", guard("admin"), (c) => retentionPage(c, modules))
    .post("/privacy/retention", guard("admin"), form(months), async (c) => {
      const input = c.req.valid("form");
      if (!input.ok) return retentionPage(c, modules, input);
      const viewer = c.get("viewer");
      const { db, clock } = c.get("house");
      try {
        await changeMonths(db, modules, viewer, input.data, input.values, clock.now());
      } catch (error) {
        if (!(error instanceof Overtaken)) throw error;
        return retentionPage(c, modules, { values: error.values, overtaken: error });
      }
      return saved(c, retentionPath(viewer), retentionText(viewer.language).saved);
    });
};

async function retentionPage(
  c: Context<Env>,
  modules: Module[],
  { values, errors: wrong, overtaken }: {
    values?: Values;
    errors?: Errors;
    overtaken?: Overtaken;
  } = {},
) {
  const viewer = c.get("viewer");
  const house = c.get("house");
  const t = retentionText(viewer.language);
  const when = {
    now: house.clock.now(),
    timeZone: viewer.school.timeZone,
    language: viewer.language,
  };
  const [rules, lastNight] = await Promise.all([
    listRules(house, modules, viewer),
    findLastNight(house.db, viewer),
  ]);
  const errors = Object.fromEntries(
    rules.filter(({ key }) => wrong?.[key]).map((rule) => [
      rule.key,
      shortest(rule) === 0 ? t.errors.monthsFromZero(rule.most) : t.errors.months(rule.most),
    ]),
  );
  return page(
    c,
    { title: t.title, status: overtaken ? 409 : wrong ? 422 : 200 },
    <RetentionPage
      viewer={viewer}
      when={when}
      rules={rules}
      lastNight={lastNight}
      values={values}
      overtaken={overtaken}
      errors={errors}
    />,
  );
}
