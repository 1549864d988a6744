import { createHash, randomInt } from "node:crypto";
import { type RawBuilder, sql, type SqlBool } from "kysely";
import type { Db, Trx } from "../../db/database.ts";
import { queueMails } from "../../emails/ledger.ts";
import { audit } from "../../web/audit.ts";
import { dayIn, momentIn } from "../../web/clock.ts";
import { addDays } from "../../web/dates.ts";
import type { House } from "../../web/house.ts";
import type { Viewer } from "../../web/viewer.ts";
import { countAsk } from "../accounts/mod.ts";
import { listOffice, mustBeKept } from "../school/mod.ts";
import type { NewCode } from "./coupling.forms.ts";
import { listGuardians } from "./pupils.queries.ts";

/** Letters and digits that nobody takes for another: no 0 O, 1 I L, 2, 5 S, 8. */
const signs = "ABCDEFGHJKMNPQRTUVWXYZ34679";
/** Twelve of 27 signs: some 57 bits, to be guessed at a score of tries a day. */
const length = 12;
const daysValid = 14;

/** As kept: whoever reads the database cannot use it. Case, spaces and dashes do not matter. */
const hashOf = (code: string) =>
  createHash("sha256").update(code.toUpperCase().replace(/[^A-Z0-9]/g, "")).digest();

/**
 * Makes a code with which one guardian adds a pupil, until the end of the fourteenth day.
 * @returns the code, to be shown this once: `ABCD-EFGH-JKMN`
 */
export async function makeCode(
  db: Db,
  viewer: Viewer,
  pupilId: number,
  { relation }: NewCode,
  now: Date,
): Promise<{ code: string; until: string }> {
  const code = Array.from({ length }, () => signs[randomInt(signs.length)]).join("")
    .replace(/(.{4})(?=.)/g, "$1-");
  const { id, timeZone } = viewer.school;
  const until = addDays(dayIn(timeZone, now), daysValid);
  await db.transaction().execute(async (trx) => {
    await mustBeKept(trx, viewer.school, { kind: "pupil", id: pupilId });
    const made = await trx.insertInto("coupling_codes").values({
      school_id: id,
      pupil_id: pupilId,
      relation,
      code_hash: hashOf(code),
      created_by: viewer.accountId,
      created_at: now,
      expires_at: momentIn(timeZone, addDays(until, 1), "00:00"),
    }).returning("id").executeTakeFirstOrThrow();
    await audit(trx, viewer, "couplingCodeMade", { pupilId, codeId: made.id }, now);
  });
  return { code, until };
}

/** Makes a code that nobody used yet worthless. @returns whether it still worked */
export async function withdrawCode(
  db: Db,
  viewer: Viewer,
  pupilId: number,
  codeId: number,
  now: Date,
): Promise<boolean> {
  return await db.transaction().execute(async (trx) => {
    await mustBeKept(trx, viewer.school, { kind: "pupil", id: pupilId });
    const gone = await trx.deleteFrom("coupling_codes").where("school_id", "=", viewer.school.id)
      .where("pupil_id", "=", pupilId).where("id", "=", codeId)
      .where("used_at", "is", null).where("expires_at", ">", now)
      .returning("id").executeTakeFirst();
    if (!gone) return false;
    await audit(trx, viewer, "couplingCodeMade", { pupilId, codeId, withdrawn: true }, now);
    return true;
  });
}

interface CouplingChild {
  id: number;
  firstName: string;
}
type Coupling =
  | { state: "coupled" | "already"; child: CouplingChild }
  | { state: "unknown" | "used" | "expired" };

/**
 * Adds the pupil of a code to the children of one of the viewer's people. Of two at once with one
 * code one gets it. Whom the office blocked for the child hears what a wrong code hears.
 * @throws Refusal (429) after too many tries
 */
export async function useCode(
  { db, clock }: House,
  viewer: Viewer,
  { code, personId }: { code: string; personId: number },
): Promise<Coupling> {
  const now = clock.now();
  await countAsk(db, `coupling ${viewer.accountId}`, now);
  return await db.transaction().execute(async (trx) => {
    const found = await findCode(trx, viewer, code, personId);
    if (!found || found.blocked) return { state: "unknown" };
    const { child } = found;
    if (found.usedBy !== null) return usedBefore(found, personId);
    if (found.expiresAt <= now) return { state: "expired" };
    if (found.has) return { state: "already", child };
    await mustBeKept(trx, viewer.school, { kind: "person", id: personId });
    await mustBeKept(trx, viewer.school, { kind: "pupil", id: child.id });
    const used = await trx.updateTable("coupling_codes").set({ used_at: now, used_by: personId })
      .where("school_id", "=", viewer.school.id).where("id", "=", found.id)
      .where("used_at", "is", null).where("expires_at", ">", now)
      .returning("id").executeTakeFirst();
    if (!used) return usedBefore(await findCode(trx, viewer, code, personId), personId);
    await couple(trx, viewer, found, personId, now);
    return { state: "coupled", child };
  });
}

/** The second press of the same form is told what the first did. */
const usedBefore = (found: FoundCode | undefined, personId: number): Coupling =>
  found?.usedBy === personId && found.has
    ? { state: "coupled", child: found.child }
    : { state: "used" };

interface FoundCode {
  id: number;
  child: CouplingChild;
  relation: string;
  expiresAt: Date;
  usedBy: number | null;
  /** Already a child of this person. */
  has: boolean;
  /** Someone of this account is kept from the child. */
  blocked: boolean;
}

async function findCode(
  trx: Trx,
  { school, accountId }: Viewer,
  code: string,
  personId: number,
): Promise<FoundCode | undefined> {
  const guards = (which: RawBuilder<SqlBool>) =>
    sql<boolean>`exists (select from guardianships gs
      join people p on p.school_id = gs.school_id and p.id = gs.person_id
      where gs.school_id = c.school_id and gs.pupil_id = c.pupil_id and ${which})`;
  const { rows: [found] } = await sql<FoundCode>`
    select c.id, c.relation, c.expires_at as "expiresAt", c.used_by as "usedBy",
      json_build_object('id', k.id, 'firstName', k.first_name) as child,
      ${guards(sql`p.id = ${personId}`)} as has,
      ${
    guards(sql`p.account_id = ${accountId}
        and (gs.blocked_at is not null or p.blocked_at is not null)`)
  } as blocked
    from coupling_codes c
    join pupils k on k.school_id = c.school_id and k.id = c.pupil_id and k.left_at is null
    where c.school_id = ${school.id} and c.code_hash = ${hashOf(code)}`.execute(trx);
  return found;
}

/** Makes the person a guardian of the child, and tells the office and who were so already. */
async function couple(
  trx: Trx,
  viewer: Viewer,
  { id: codeId, child, relation }: FoundCode,
  personId: number,
  now: Date,
) {
  const { school } = viewer;
  const pupilId = child.id;
  const others = (await listGuardians(trx, school.id, pupilId))
    .filter(({ accountId }) => accountId !== viewer.accountId);
  await trx.insertInto("guardianships")
    .values({ school_id: school.id, person_id: personId, pupil_id: pupilId, relation })
    .onConflict((conflict) => conflict.columns(["school_id", "person_id", "pupil_id"]).doNothing())
    .execute();
  await audit(trx, viewer, "couplingCodeUsed", { personId, pupilId, codeId }, now);
  const office = await listOffice(trx, school);
  const told = (kind: string) => ({
    schoolId: school.id,
    kind,
    cause: `${kind}:${codeId}`,
    payload: { personId, pupilId },
  });
  await queueMails(
    trx,
    [
      ...office.map(({ address, language }) => ({
        ...told("childCoupled"),
        accountId: null,
        address,
        language,
      })),
      ...others.map(({ accountId, address, language }) => ({
        ...told("guardianAdded"),
        accountId,
        address,
        language,
      })),
    ],
    now,
  );
}
