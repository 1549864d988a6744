import { type Context, Hono } from "hono";
import { whenOf } from "../../web/dates.ts";
import { form } from "../../web/forms.ts";
import { guard } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { accountTitle } from "../../web/own_tabs.tsx";
import { page, saved } from "../../web/respond.tsx";
import { setSessionCookie } from "../../web/session.ts";
import { isOffice, type Viewer } from "../../web/viewer.ts";
import { refusalSentence, sentences } from "./errors.ts";
import { confirmTwoStepForm, proofForm, startTwoStepForm } from "./forms.ts";
import { Refusal, unlessRefused } from "./refusal.ts";
import {
  confirmTwoStep,
  findTwoStep,
  renewRecoveryCodes,
  startTwoStep,
  switchOffTwoStep,
  type Wrong,
} from "./two_step.ts";
import { RecoveryCodesPage, type TwoStepForm, TwoStepPage } from "./two_step.pages.tsx";
import { twoStepText } from "./two_step.text.ts";

type C = Context<Env>;

/** *Inloggen in twee stappen*: everyone's own; the school may require it of its office. */
export const twoStepRoutes = new Hono<Env>()
  .get("/account/two-step", guard("security"), (c) => twoStepPage(c))
  .post("/account/two-step", guard("security"), form(startTwoStepForm), async (c) => {
    const input = c.req.valid("form");
    if (!input.ok) return twoStepPage(c, "start", input);
    const { house, viewer } = at(c);
    const wrong = await unlessRefused(startTwoStep(house, viewer, input.data.current));
    return wrong ? twoStepPage(c, "start", wrong) : saved(c, here(viewer));
  })
  .post(
    "/account/two-step/confirmation",
    guard("security"),
    form(confirmTwoStepForm),
    async (c) => {
      const input = c.req.valid("form");
      if (!input.ok) return twoStepPage(c, "confirm", input);
      const { house, viewer } = at(c);
      const on = await unlessRefused(confirmTwoStep(house, viewer, input.data.code));
      if (on === "already") return saved(c, here(viewer)); // the page of the codes, asked again
      if (on instanceof Refusal || "errors" in on) return twoStepPage(c, "confirm", on);
      setSessionCookie(c, on.session, on.persistent);
      return codesPage(c, on.recoveryCodes, twoStepText(viewer.language, viewer).onNow);
    },
  )
  .post("/account/two-step/codes", guard("security"), form(proofForm), async (c) => {
    const input = c.req.valid("form");
    if (!input.ok) return twoStepPage(c, "codes", input);
    const { house, viewer } = at(c);
    const codes = await unlessRefused(renewRecoveryCodes(house, viewer, input.data));
    if (codes instanceof Refusal || "errors" in codes) return twoStepPage(c, "codes", codes);
    return codesPage(c, codes, twoStepText(viewer.language, viewer).codesNew);
  })
  .post("/account/two-step/removal", guard("security"), form(proofForm), async (c) => {
    const input = c.req.valid("form");
    const { house, viewer } = at(c);
    const t = twoStepText(viewer.language, viewer);
    if (isRequired(viewer)) return twoStepPage(c, "off", { errors: {} }, 403);
    if (!input.ok) return twoStepPage(c, "off", input);
    const off = await unlessRefused(switchOffTwoStep(house, viewer, input.data));
    return off === true ? saved(c, here(viewer), t.offDone) : twoStepPage(c, "off", off);
  });

const at = (c: C) => ({ house: c.get("house"), viewer: c.get("viewer") });
const here = ({ school }: Viewer) => `/${school.shortName}/account/two-step`;

/** Whether this school asks it of this person. */
const isRequired = (viewer: Viewer) => viewer.school.twoStepRequired && isOffice(viewer);

/** @param open the form that came back, and what is wrong with it */
async function twoStepPage(
  c: C,
  open?: TwoStepForm,
  wrong?: Wrong | Refusal,
  status: 200 | 403 | 422 | 429 | 503 = wrong ? 422 : 200,
) {
  const { house, viewer } = at(c);
  const { language } = viewer;
  const now = house.clock.now();
  const refused = wrong instanceof Refusal ? wrong : undefined;
  if (refused) c.header("Retry-After", String(refused.seconds));
  const errors = refused ? { form: refusalSentence(refused, language) } : sentences(
    (wrong as Wrong | undefined)?.errors ?? {},
    language,
    twoStepText(language, viewer).errors,
  );
  return page(
    c,
    { title: accountTitle(viewer, "twoStep"), status: refused?.status ?? status },
    <TwoStepPage
      viewer={viewer}
      when={whenOf(c)}
      twoStep={await findTwoStep(house.db, viewer, now)}
      required={isRequired(viewer)}
      open={open}
      errors={errors}
    />,
  );
}

function codesPage(c: C, codes: string[], said: string) {
  const viewer = c.get("viewer");
  return page(
    c,
    { title: twoStepText(viewer.language, viewer).codesTitle },
    <RecoveryCodesPage viewer={viewer} codes={codes} said={said} />,
  );
}
