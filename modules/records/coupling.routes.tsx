import { type Context, Hono } from "hono";
import { fieldText } from "../../web/field_text.ts";
import { Forbidden } from "../../web/errors.tsx";
import { whenOf } from "../../web/dates.ts";
import { form, type Values } from "../../web/forms.ts";
import { guard, pathNumber } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { linkTo } from "../../web/mailing.ts";
import { page, saved } from "../../web/respond.tsx";
import { onlyReads } from "../../web/viewer.ts";
import { Refusal, refusalSentence } from "../accounts/mod.ts";
import { sentences } from "../school/mod.ts";
import { makeCode, useCode, withdrawCode } from "./coupling.actions.ts";
import { codeForm, newCodeForm } from "./coupling.forms.ts";
import { CodesPage, CouplingPage } from "./coupling.pages.tsx";
import { listCodes } from "./coupling.queries.ts";
import { couplingText } from "./coupling.text.ts";
import { findPupil, type Pupil } from "./pupils.queries.ts";

interface PupilEnv extends Env {
  Variables: Env["Variables"] & { pupil: Pupil };
}

const forOffice = guard("office", "pupil", findPupil);

/**
 * A guardian adds a child with a code from the office (A14). Teachers are parents too, so anyone
 * with a place at the school may enter one. To be mounted before `/children/:pupil`.
 */
export const couplingRoutes = new Hono<Env>()
  .get("/children/coupling", guard("member"), (c) => couplingPage(c))
  .post("/children/coupling", guard("member"), form(codeForm), async (c) => {
    const viewer = c.get("viewer");
    const t = couplingText(viewer.language, viewer);
    const { values, ...input } = c.req.valid("form");
    if (!input.ok) {
      const errors = sentences(input.errors, viewer.language, t.errors);
      return couplingPage(c, { values, errors }, 422);
    }
    const { code, person } = input.data;
    const refuse = (errors: Record<string, string>) => couplingPage(c, { values, errors }, 422);
    if (viewer.people.length > 1 && person === undefined) {
      return refuse({ person: t.errors.personNone });
    }
    const personId = person ?? viewer.person.id;
    if (!viewer.people.some(({ id }) => id === personId)) {
      return refuse({ person: fieldText(viewer.language).wrong });
    }
    if (onlyReads(viewer.people, personId)) throw new Forbidden("readersOnly");
    try {
      const coupling = await useCode(c.get("house"), viewer, { code, personId });
      if (coupling.state === "coupled") {
        const { shortName } = viewer.school;
        return saved(c, `/${shortName}/children`, t.coupled(coupling.child.firstName));
      }
      return refuse({
        code: coupling.state === "already"
          ? t.already(coupling.child.firstName)
          : t.errors[coupling.state],
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      c.header("Retry-After", String(error.seconds));
      const errors = { code: refusalSentence(error, viewer.language) };
      return couplingPage(c, { values, errors }, error.status);
    }
  })
  .get("/pupils/:pupil/coupling", forOffice, (c) => codesPage(c))
  .post("/pupils/:pupil/coupling", forOffice, form(newCodeForm), async (c) => {
    const { db, clock } = c.get("house");
    const viewer = c.get("viewer");
    const { values, ...input } = c.req.valid("form");
    if (!input.ok) {
      const errors = sentences(input.errors, viewer.language, {});
      return codesPage(c, { values, errors }, 422);
    }
    const made = await makeCode(db, viewer, c.get("pupil").id, input.data, clock.now());
    return codesPage(c, { made }); // no redirect: the code is nowhere else
  })
  .post("/pupils/:pupil/coupling/:code/removal", forOffice, async (c) => {
    const { db, clock } = c.get("house");
    const viewer = c.get("viewer");
    const pupilId = c.get("pupil").id;
    const codeId = pathNumber(c.req.param("code"));
    const gone = await withdrawCode(db, viewer, pupilId, codeId, clock.now());
    const t = couplingText(viewer.language, viewer);
    return saved(
      c,
      `/${viewer.school.shortName}/pupils/${pupilId}/coupling`,
      gone ? t.withdrawn : t.notWithdrawn,
    );
  });

interface Shown {
  values?: Values;
  errors?: Record<string, string>;
}

function couplingPage(c: Context<Env>, shown: Shown = {}, status: 200 | 422 | 429 | 503 = 200) {
  const viewer = c.get("viewer");
  return page(
    c,
    { title: couplingText(viewer.language, viewer).title, status },
    <CouplingPage viewer={viewer} {...shown} />,
  );
}

async function codesPage(
  c: Context<PupilEnv>,
  shown: Shown & { made?: { code: string; until: string } } = {},
  status: 200 | 422 = 200,
) {
  const house = c.get("house");
  const viewer = c.get("viewer");
  const pupil = c.get("pupil");
  const { school, language } = viewer;
  return page(
    c,
    { title: couplingText(language, viewer).officeTitle(pupil.name), status },
    <CodesPage
      viewer={viewer}
      pupil={pupil}
      codes={await listCodes(house.db, viewer, pupil.id)}
      when={whenOf(c)}
      address={linkTo(house, school, "/children/coupling")}
      {...shown}
    />,
  );
}
