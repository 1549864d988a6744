import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { readKept } from "../../emails/sender.ts";
import { whenOf } from "../../web/dates.ts";
import { guard, guards } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { door, page, partial, saved } from "../../web/respond.tsx";
import { askedFor } from "./asked.ts";
import { FailuresPage } from "./failures.pages.tsx";
import {
  keptName,
  markBounced,
  noteMailRead,
  queueTestMail,
  sendAgain,
  sendKept,
} from "./ledger.actions.ts";
import {
  countPending,
  findOutgoing,
  findOwnAddress,
  listOutgoing,
  listSentTo,
  listUnreachable,
} from "./ledger.queries.ts";
import { mailFrame, mailFramePolicy } from "./mail_frame.ts";
import { DeliveryPage, OutgoingPage } from "./outgoing.pages.tsx";
import { DeliveryProgress } from "./outgoing.partials.tsx";
import { deliveryText } from "./text.ts";
import { findUnsubscriber, unsubscribe } from "./unsubscribe.ts";
import { UnknownLinkPage, UnsubscribedPage, UnsubscribePage } from "./unsubscribe.pages.tsx";

const findMail = guard(
  "postmaster",
  "mail",
  (db, viewer, id) => findOutgoing(db, viewer, id("delivery")),
);
const findMailForOffice = guard(
  "office",
  "mail",
  (db, viewer, id) => findOutgoing(db, viewer, id("delivery")),
);

export const routes = new Hono<Env>()
  .get("/unsubscribe/:token", async (c) => {
    if (!await unsubscriber(c)) return unknownLink(c);
    const school = c.get("school");
    const t = deliveryText(c.get("language")).unsubscribe;
    return door(
      c,
      { title: t.title, lead: t.lead(school.name) },
      <UnsubscribePage school={school} language={c.get("language")} />,
    );
  })
  // Mail providers post here themselves (RFC 8058). What they send along says nothing: not read.
  .post("/unsubscribe/:token", async (c) => {
    if (!await unsubscriber(c)) return unknownLink(c);
    const school = c.get("school");
    await unsubscribe(c.get("house").db, school, c.req.param("token"));
    const t = deliveryText(c.get("language")).unsubscribe;
    return door(
      c,
      { title: t.doneTitle, lead: t.doneLead(school.name) },
      <UnsubscribedPage school={school} language={c.get("language")} />,
    );
  })
  .get("/outgoing", guard("postmaster"), async (c) => {
    const viewer = c.get("viewer");
    const { db, config } = c.get("house");
    const asked = askedFor(c);
    return page(
      c,
      { title: deliveryText(viewer.language).outgoing.title },
      <OutgoingPage
        viewer={viewer}
        when={whenOf(c)}
        asked={asked}
        list={await listOutgoing(db, viewer, asked)}
        hasMailServer={config.smtpUrl !== undefined}
        kept={config.smtpUrl ? (await countPending(db, viewer)).kept : 0}
        ownAddress={(await findOwnAddress(db, viewer)).email}
      />,
    );
  })
  .post("/outgoing/test", guard("postmaster"), async (c) => {
    const viewer = c.get("viewer");
    const id = await queueTestMail(c.get("house"), viewer);
    return saved(c, `/${viewer.school.shortName}/outgoing/${id}`);
  })
  .post("/outgoing/kept", guard("postmaster"), async (c) => {
    const viewer = c.get("viewer");
    const house = c.get("house");
    if (!house.config.smtpUrl) throw new HTTPException(409);
    const sent = await sendKept(house, viewer);
    const t = deliveryText(viewer.language).outgoing;
    return saved(c, `/${viewer.school.shortName}/outgoing`, t.keptUnderWay(sent));
  })
  .get("/outgoing/failures", guard("office"), async (c) => {
    const viewer = c.get("viewer");
    const { db, config } = c.get("house");
    const search = askedFor(c).search;
    return page(
      c,
      { title: deliveryText(viewer.language).outgoing.failures },
      <FailuresPage
        viewer={viewer}
        when={whenOf(c)}
        unreachable={await listUnreachable(db, viewer.school.id)}
        pending={await countPending(db, viewer)}
        hasMailServer={config.smtpUrl !== undefined}
        search={search}
        found={search ? await listSentTo(db, viewer, search) : []}
        readsMail={readsMail(c)}
      />,
    );
  })
  .get("/outgoing/:delivery", findMail, async (c) => {
    const viewer = c.get("viewer");
    const house = c.get("house");
    const mail = c.get("mail");
    const kept = mail.state === "kept"
      ? await readKept(house.mailDir, keptName(viewer.school.id, mail.id))
      : undefined;
    if (kept) await noteMailRead(house, viewer, mail.id);
    return page(
      c,
      { title: kept?.subject || deliveryText(viewer.language).outgoing.title },
      <DeliveryPage viewer={viewer} when={whenOf(c)} mail={mail} kept={kept} />,
    );
  })
  .get("/outgoing/:delivery/state", findMail, (c) => {
    return partial(
      c,
      <DeliveryProgress viewer={c.get("viewer")} when={whenOf(c)} mail={c.get("mail")} alone />,
    );
  })
  .get("/outgoing/:delivery/body", findMail, async (c) => {
    const { school } = c.get("viewer");
    const mail = c.get("mail");
    const kept = mail.state === "kept" &&
      await readKept(c.get("house").mailDir, keptName(school.id, mail.id));
    if (!kept) throw new HTTPException(404);
    return c.body(mailFrame(kept.html), 200, mailFramePolicy);
  })
  .post("/outgoing/:delivery/attempt", findMailForOffice, async (c) => {
    const viewer = c.get("viewer");
    if (!await sendAgain(c.get("house"), viewer, c.get("mail").id)) throw new HTTPException(409);
    const t = deliveryText(viewer.language).outgoing;
    const home = `/${viewer.school.shortName}/outgoing`;
    const to = readsMail(c) ? `${home}/${c.get("mail").id}` : `${home}/failures`;
    return saved(c, to, t.tryingAgain);
  })
  .post("/outgoing/:delivery/bounce", findMailForOffice, async (c) => {
    const viewer = c.get("viewer");
    if (!await markBounced(c.get("house"), viewer, c.get("mail").id)) throw new HTTPException(409);
    const t = deliveryText(viewer.language).failures;
    return saved(c, `/${viewer.school.shortName}/outgoing/failures`, t.bounced);
  });

/** Who the link is of, answered in their language; undefined for a link that is nobody's. */
async function unsubscriber(c: Context<Env>) {
  const token = c.req.param("token") ?? "";
  const found = await findUnsubscriber(c.get("house").db, c.get("school"), token);
  if (found) c.set("language", found.language);
  return found;
}

function unknownLink(c: Context<Env>) {
  const t = deliveryText(c.get("language")).unsubscribe;
  return door(
    c,
    { title: t.unknownTitle, lead: t.unknownLead, status: 404 },
    <UnknownLinkPage school={c.get("school")} language={c.get("language")} />,
  );
}

/** Whether the viewer may read the mails themselves. */
function readsMail<E extends Env>(c: Context<E>): boolean {
  return guards.postmaster(c.get("viewer"), c.get("house").demo);
}
