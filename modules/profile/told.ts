import type { Trx } from "../../db/database.ts";
import { queueMails } from "../../emails/ledger.ts";
import type { Viewer } from "../../web/viewer.ts";
import { listGuardians } from "../records/mod.ts";

/** What happens within this many milliseconds is told in one mail. */
const bundle = 300_000;

/** The five minutes `now` is in, and when all that happens in them is there to be told. */
export function bundleAt(now: Date) {
  const start = Math.floor(now.getTime() / bundle) * bundle;
  return {
    number: start / bundle,
    from: new Date(start),
    to: new Date(start + bundle),
    dueAt: new Date(start + bundle + 30_000), // what is under way at the end is in
  };
}

/**
 * Tells a child's other guardians that its data were changed, or that a change they could not
 * overrule is off the table: one mail for these five minutes. Who did it, or asked it, is left out
 * of it by the mail itself, that looks at what happened then.
 */
export async function tellOtherGuardians(
  trx: Trx,
  { school, accountId }: Viewer,
  pupilIds: number[],
  now: Date,
): Promise<void> {
  const { number, from, to, dueAt } = bundleAt(now);
  for (const pupilId of new Set(pupilIds)) {
    const guardians = await listGuardians(trx, school.id, pupilId);
    await queueMails(
      trx,
      guardians.filter((guardian) => guardian.accountId !== accountId).map((guardian) => ({
        schoolId: school.id,
        kind: "childChanged",
        cause: `child-changed:${pupilId}:${number}`,
        accountId: guardian.accountId,
        address: guardian.address,
        language: guardian.language,
        payload: { pupilId, from, to },
      })),
      dueAt,
    );
  }
}
