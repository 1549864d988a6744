import { type Context, Hono } from "hono";
import { noteSeen } from "../../web/audit.ts";
import { form } from "../../web/forms.ts";
import { guard } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { whenOf } from "../../web/dates.ts";
import { page, partial, saved } from "../../web/respond.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { fixAllotment, moveProposed, proposeAllotment } from "./proposal.actions.ts";
import { ProposalsPage } from "./proposal.all.pages.tsx";
import { fixAllForm, fixForm, moveProposedForm, proposeForm, talkKey } from "./proposal.forms.ts";
import { NoProposalPage, ProposalPage } from "./proposal.pages.tsx";
import { ProposalPanel } from "./proposal.panel.pages.tsx";
import { proposalPath } from "./proposal.cells.ts";
import { countSiblingsToAllot, findProposal, listProposals } from "./proposal.queries.ts";
import { proposalText } from "./proposal.text.ts";
import type { Refusal } from "./refusals.ts";
import { findManagedRound, listRounds, type Round } from "./rounds.queries.ts";
import { listSlots } from "./slots.queries.ts";
import { roundPage } from "./teacher.answers.tsx";
import { roundPath } from "./teacher.paths.ts";
import { listAskedTalks } from "./teacher.queries.ts";
import { wrongText } from "./teacher.wrong.text.ts";
import { mustBeOn } from "./viewing.ts";
import { queueAllotted } from "./wishes.mails.queue.ts";

/** Allotting the times of fair rounds: a proposal, changes to it, and making it final. */
export const proposalRoutes = new Hono<Env>()
  .get("/conversations/rounds/:round/proposal", guard("staff", "round", findManagedRound), (c) => {
    const round = c.get("round");
    if (round.phase !== "allotting") return c.redirect(roundPath(c.get("viewer"), round), 303);
    return proposalPage(c, round);
  })
  .post(
    "/conversations/rounds/:round/proposal",
    guard("staff", "round", findManagedRound),
    async (c) => {
      const viewer = c.get("viewer");
      const round = c.get("round");
      const { db, clock } = c.get("house");
      const result = await proposeAllotment(db, viewer, [round.id], clock.now());
      if (!result.ok) return await refused(c, round, result.refusal);
      return saved(c, proposalPath(viewer, round));
    },
  )
  .post(
    "/conversations/rounds/:round/proposal/moves",
    guard("staff", "round", findManagedRound),
    form(moveProposedForm),
    async (c) => {
      const viewer = c.get("viewer");
      const round = c.get("round");
      const input = c.req.valid("form");
      if (!input.ok) return await refused(c, round, "noTalk");
      const { talk, to = null, was } = input.data;
      const { db, clock } = c.get("house");
      const result = await moveProposed(db, viewer, round.id, { ...talk, to, was }, clock.now());
      if (!result.ok) return await refused(c, round, result.refusal);
      const at = to === null ? "" : `#slot-${to}`;
      return saved(
        c,
        `${proposalPath(viewer, round)}${at}`,
        proposalText(viewer.language).moved,
      );
    },
  )
  .post(
    "/conversations/rounds/:round/allotment",
    guard("staff", "round", findManagedRound),
    form(fixForm),
    async (c) => {
      const viewer = c.get("viewer");
      const round = c.get("round");
      const input = c.req.valid("form");
      if (!input.ok) return await refused(c, round, "changedMeanwhile");
      const result = await fix(c, { roundId: round.id, version: input.data.was });
      if (!result.ok) return await refused(c, round, result.refusal);
      const { fixed } = proposalText(viewer.language);
      return saved(c, roundPath(viewer, round), fixed(result.placed, result.unplaced));
    },
  )
  .get("/conversations/proposals", guard("staff"), (c) => {
    mustBeOn(c.get("viewer"));
    return proposalsPage(c);
  })
  .post("/conversations/proposals", guard("staff"), form(proposeForm), async (c) => {
    const viewer = c.get("viewer");
    mustBeOn(viewer);
    const input = c.req.valid("form");
    const { db, clock } = c.get("house");
    if (!input.ok) return await proposalsPage(c, proposalText(viewer.language).all.noneChosen, 422);
    const result = await proposeAllotment(db, viewer, input.data.rounds, clock.now());
    if (!result.ok) return await proposalsPage(c, refusalOf(viewer, result.refusal), 409);
    return saved(c, `/${viewer.school.shortName}/conversations/proposals`);
  })
  .post("/conversations/allotments", guard("staff"), form(fixAllForm), async (c) => {
    const viewer = c.get("viewer");
    mustBeOn(viewer);
    const input = c.req.valid("form");
    if (!input.ok) return await proposalsPage(c, refusalOf(viewer, "changedMeanwhile"), 409);
    let fixed = 0;
    for (const seen of input.data.rounds) {
      const result = await fix(c, seen);
      // what was fixed stays so; what is left is shown, with why
      if (!result.ok) return await proposalsPage(c, refusalOf(viewer, result.refusal), 409);
      fixed++;
    }
    const { all } = proposalText(viewer.language);
    return saved(c, `/${viewer.school.shortName}/conversations`, all.fixed(fixed));
  });

/** Books a proposal, and tells everyone in the same transaction. */
function fix<E extends Env>(
  c: Context<E>,
  { roundId, version }: { roundId: number; version: number },
) {
  const viewer = c.get("viewer");
  const { db, clock } = c.get("house");
  const now = clock.now();
  return fixAllotment(
    db,
    viewer,
    roundId,
    version,
    now,
    (trx, talks) => queueAllotted(trx, viewer.school, roundId, talks, now),
  );
}

/** The proposal as it is now, or what will be done to get one; the piece that is asked for. */
async function proposalPage<E extends Env>(c: Context<E>, round: Round, refusal?: Refusal) {
  const viewer = c.get("viewer");
  const { db } = c.get("house");
  const when = whenOf(c);
  const { title } = proposalText(viewer.language);
  const sentence = refusal && refusalOf(viewer, refusal);
  const status = refusal ? 409 : 200;
  const proposal = await findProposal(db, viewer, round.id, when.now);
  const siblings = await countSiblingsToAllot(db, viewer, round.id, when.now);
  if (!proposal) {
    const asked = await listAskedTalks(db, viewer, round.id);
    const invited = new Set(asked.map(({ pupilId }) => pupilId)).size;
    const wished = new Set(asked.flatMap(({ pupilId, wishes }) => wishes > 0 ? pupilId : []));
    return page(
      c,
      { title, status },
      <NoProposalPage
        {...{ viewer, round, invited, siblings }}
        wished={wished.size}
        refusal={sentence}
      />,
    );
  }
  const pupilIds = [...new Set(proposal.entries.map(({ pupilId }) => pupilId))];
  await noteSeen(db, viewer, "talks", pupilIds, when.now);
  const slots = await listSlots(db, viewer, round.id);
  const chosen = proposal.entries.find((entry) => talkKey(entry) === c.req.query("talk"));
  const props = { viewer, when, round, proposal, slots, chosen };
  if (c.req.method === "GET" && c.req.query("part") === "panel") {
    return partial(c, <ProposalPanel {...props} />);
  }
  return page(
    c,
    { title, status, scripts: ["rounds"] },
    <ProposalPage {...props} siblings={siblings} refusal={sentence} />,
  );
}

/** Nothing was done: why, and how it is now; the round itself when it is past allotting. */
function refused<E extends Env>(c: Context<E>, round: Round, refusal: Refusal) {
  return round.phase === "allotting" && refusal !== "allotted"
    ? proposalPage(c, round, refusal)
    : roundPage(c, round, { refusal });
}

const refusalOf = ({ language }: Viewer, refusal: Refusal) => wrongText(language).refusals[refusal];

async function proposalsPage<E extends Env>(
  c: Context<E>,
  refusal?: string,
  status: 200 | 409 | 422 = 200,
) {
  const viewer = c.get("viewer");
  const { db, clock } = c.get("house");
  const now = clock.now();
  const toAllot = (await listRounds(db, viewer, now))
    .filter(({ mayManage, phase }) => mayManage && phase === "allotting");
  const proposals = await listProposals(db, viewer, toAllot.map(({ id }) => id), now);
  const rounds = toAllot.map((round) => ({
    round,
    proposal: proposals.find(({ roundId }) => roundId === round.id),
  }));
  const t = proposalText(viewer.language);
  return page(
    c,
    { title: t.all.title, status },
    <ProposalsPage {...{ viewer, rounds, refusal }} />,
  );
}
