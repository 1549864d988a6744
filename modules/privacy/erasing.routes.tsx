import { type Context, Hono } from "hono";
import { z } from "zod";
import { checkbox, form, type FormInput } from "../../web/forms.ts";
import { guard } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import type { Module } from "../../web/module.ts";
import type { Counts } from "../../web/personal.ts";
import { invalid, page, saved } from "../../web/respond.tsx";
import {
  CannotErase,
  type Erasable,
  erase,
  findErasablePerson,
  findErasablePupil,
  previewErasing,
  reasons,
} from "./erasing.ts";
import { ErasingPage } from "./erasing.pages.tsx";
import { erasingText } from "./erasing.text.ts";

const erasingForm = z.object({
  reason: z.enum(reasons, "reason"),
  sure: checkbox.refine((sure) => sure, "sure"),
});

interface ErasableEnv extends Env {
  Variables: Env["Variables"] & { who: Erasable };
}

/** An admin erases an adult or a pupil. */
export const erasingRoutes = (modules: Module[]) => {
  const findPerson = guard(
    "admin",
    "who",
    (db, viewer, id) => findErasablePerson(db, viewer, id("person")),
  );
  const findPupil = guard(
    "admin",
    "who",
    (db, viewer, id) => findErasablePupil(db, viewer, id("pupil")),
  );
  const show = (c: Context<ErasableEnv>) => erasingPage(c, modules);
  return new Hono<Env>()
    .get("/privacy/erasure/people/:person", findPerson, show)
    .get("/privacy/erasure/pupils/:pupil", findPupil, show)
    .post(
      "/privacy/erasure/people/:person",
      findPerson,
      form(erasingForm),
      (c) => eraseWho(c, modules, c.req.valid("form")),
    )
    .post(
      "/privacy/erasure/pupils/:pupil",
      findPupil,
      form(erasingForm),
      (c) => eraseWho(c, modules, c.req.valid("form")),
    );
};

async function erasingPage(
  c: Context<ErasableEnv>,
  modules: Module[],
  input?: Extract<FormInput<unknown>, { ok: false }>,
) {
  const viewer = c.get("viewer");
  const who = c.get("who");
  const t = erasingText(viewer.language);
  const errors = Object.fromEntries(
    Object.entries(input?.errors ?? {})
      .map(([field, key]) => [field, t.errors[key as keyof typeof t.errors] ?? t.errors.reason]),
  );
  let counts: Counts = {};
  try {
    counts = await previewErasing(c.get("house"), modules, viewer, who);
  } catch (error) {
    if (!(error instanceof CannotErase)) throw error;
    errors.form = t.errors[error.reason];
  }
  const respond = input ? invalid : page;
  return respond(
    c,
    { title: t.titleOf(who.name), narrow: true },
    <ErasingPage
      viewer={viewer}
      who={who}
      counts={counts}
      values={input?.values}
      errors={errors}
    />,
  );
}

async function eraseWho(
  c: Context<ErasableEnv>,
  modules: Module[],
  input: FormInput<z.output<typeof erasingForm>>,
) {
  if (!input.ok) return await erasingPage(c, modules, input);
  const viewer = c.get("viewer");
  const who = c.get("who");
  try {
    await erase(c.get("house"), modules, viewer, who, input.data.reason);
  } catch (error) {
    if (!(error instanceof CannotErase)) throw error;
    return await erasingPage(c, modules, {
      ok: false,
      values: input.values,
      errors: { form: error.reason },
    });
  }
  const list = who.kind === "pupil" ? "/people/pupils" : "/people";
  return saved(c, `/${viewer.school.shortName}${list}`, erasingText(viewer.language).done);
}
