import type { Context } from "hono";
import { noteSeen } from "../../web/audit.ts";
import { whenOf } from "../../web/dates.ts";
import { type Errors, value, type Values } from "../../web/forms.ts";
import type { Env } from "../../web/house.ts";
import { page, partial } from "../../web/respond.tsx";
import { sentences } from "../school/mod.ts";
import { listRoundGuardians } from "./mails.queries.ts";
import type { Refusal } from "./refusals.ts";
import { findRoundById, type Round } from "./rounds.queries.ts";
import { findMark, listInvitees, listSlots } from "./slots.queries.ts";
import { PupilPanel, SlotPanel } from "./teacher.panel.pages.tsx";
import { type AskedTalk, isToAsk, listAskedTalks, listGuardiansOf } from "./teacher.queries.ts";
import { Live, PanelHint, RoundPage, type RoundProps } from "./teacher.round.pages.tsx";
import { wrongText } from "./teacher.wrong.text.ts";
import { listWaiters } from "./waiting.queries.ts";

/** What the page of a round says besides how it is. */
export interface Said {
  /** Which slot or child is chosen, as it was asked. */
  slot?: string | number;
  pupil?: string | number;
  refusal?: Refusal;
  values?: Values;
  errors?: Errors;
}

/** The page of a round as it is now, or its piece where the address asks for that. */
export async function roundPage<E extends Env>(c: Context<E>, round: Round, said: Said = {}) {
  const viewer = c.get("viewer");
  const { db, clock } = c.get("house");
  // the mark first: what changes after it is told at the next look
  const mark = await findMark(db, viewer, [round.id], clock.now());
  const part = c.req.method === "GET" ? c.req.query("part") : undefined;
  if (part === "live" && mark === c.req.query("since")) return c.body(null, 204);
  // it may have changed since it was found
  const current = await findRoundById(db, viewer, round.id, clock.now()) ?? round;
  const props = await roundProps(c, current, mark);
  await noteSeen(db, viewer, "talks", childrenIn(props), clock.now());
  if (part === "live") return partial(c, <Live {...props} />);
  const wrong = wrongText(viewer.language);
  const { values = {}, errors = {}, refusal } = said;
  const shown = sentences(errors, viewer.language, { ...wrong.errors, ...wrong.refusals });
  const panel = await panelOf(c, props, said, values, shown);
  if (part === "panel") return partial(c, panel ?? <PanelHint {...props} />);
  const status = refusal ? 409 : Object.keys(errors).length > 0 ? 422 : 200;
  // a field that no panel shows says what is wrong with it above
  const unseen = value(values, "form") === "" && !panel ? Object.values(shown)[0] : undefined;
  return page(
    c,
    { title: current.title, status, scripts: ["conversations", "rounds"] },
    <RoundPage
      {...props}
      panel={panel}
      refusal={refusal ? wrong.refusals[refusal] : unseen}
      values={values}
      errors={shown}
    />,
  );
}

/** Who are invited, or have a talk though they are in none of its groups any more. */
const childrenIn = ({ invitees, slots }: RoundProps) => [
  ...new Set([
    ...invitees.map(({ pupilId }) => pupilId),
    ...slots.flatMap(({ pupil }) => pupil?.id ?? []),
  ]),
];

async function panelOf<E extends Env>(
  c: Context<E>,
  props: RoundProps,
  { slot, pupil }: Said,
  values: Values,
  errors: Record<string, string>,
) {
  const { viewer, round, slots, invitees } = props;
  const chosen = slots.find(({ id }) => String(id) === String(slot));
  const invitee = invitees.find(({ pupilId }) => String(pupilId) === String(pupil));
  if (!chosen && !invitee) return undefined;
  const guardians = round.separateTalks
    ? await listGuardiansOf(c.get("house").db, viewer, round.id)
    : [];
  const more = { ...props, guardians, values, errors };
  return chosen
    ? <SlotPanel {...more} slot={chosen} />
    : <PupilPanel {...more} invitee={invitee!} />;
}

async function roundProps<E extends Env>(
  c: Context<E>,
  round: Round,
  mark: string,
): Promise<RoundProps> {
  const viewer = c.get("viewer");
  const { db } = c.get("house");
  const when = whenOf(c);
  const [slots, invitees, asked, waiters] = await Promise.all([
    listSlots(db, viewer, round.id),
    listInvitees(db, viewer, round.id),
    listAskedTalks(db, viewer, round.id),
    listWaiters(db, viewer, round.id, when.now),
  ]);
  const toAsk = asked.filter((talk) => isToAsk(talk, round.phase));
  return {
    ...{ viewer, when, round, slots, invitees, asked, toAsk, waiters, mark },
    unreachable: await listUnreachable(c, round, toAsk),
    key: crypto.randomUUID(),
  };
}

/** Who of these cannot be mailed, or cannot choose: *Kees Vos (Teun)*, or a child that has nobody. */
export async function listUnreachable<E extends Env>(
  c: Context<E>,
  { id }: Round,
  toAsk: AskedTalk[],
): Promise<string[]> {
  const guardians = await listRoundGuardians(c.get("house").db, c.get("viewer").school, id);
  return toAsk.flatMap(({ pupilId, name, forGuardianId }) => {
    const own = guardians.filter((one) =>
      one.pupilId === pupilId && (forGuardianId === null || one.personId === forGuardianId)
    );
    if (own.some(({ address, readOnly }) => address !== null && !readOnly)) return [];
    const [first] = own;
    return [first ? `${own.map((one) => one.name).join(", ")} (${first.pupil})` : name];
  });
}
