import { sql } from "kysely";
import { expect } from "vitest";
import { cancelBooking } from "../../modules/conversations/booking.actions.ts";
import { setInvitee } from "../../modules/conversations/invitees.actions.ts";
import type { RoundInput } from "../../modules/conversations/rounds.actions.ts";
import { declineOffer, joinLine, quitLine } from "../../modules/conversations/waiting.actions.ts";
import { passOnExpired } from "../../modules/conversations/waiting.offers.ts";
import { listWaiters } from "../../modules/conversations/waiting.queries.ts";
import { timeIn } from "../../web/clock.ts";
import { testNow } from "./house.ts";
import { db, house, now, outcome, planOf, TalkVillage, timeZone } from "./talks.ts";
import type { Villager } from "./village.ts";

let evenings = 0;

/** A round with fewer times than families; the first of them have taken all. */
export async function fullEvening(
  { families = 5, talks = 2, ...more }: Partial<RoundInput> & {
    families?: number;
    talks?: number;
  } = {},
) {
  house.clock.travel(testNow);
  const at = await TalkVillage.found(`line-${++evenings}`);
  const { village } = at;
  const five = await village.group("5");
  const hanneke = await village.staff("Hanneke", "teacher", [five]);
  const pupils: number[] = [], parents: Villager[] = [];
  for (let n = 0; n < families; n++) {
    pupils.push(await village.pupil(`Kind${n}`, [five]));
    parents.push(await village.guardian(`Ouder${n}`, [pupils[n]!]));
  }
  const { rows: accounts } = await sql<{ address: string }>`select a.email as address
    from unnest(${parents.map((one) => one.accountId)}::bigint[]) with ordinality u (id, n)
    join accounts a on a.id = u.id order by u.n`.execute(db());
  const addresses = accounts.map(({ address }) => address);
  const round = await at.round(hanneke, [five], { plan: planOf(talks), ...more });
  const keeper = await at.viewer(hanneke);
  const slot = (time: string) => at.slot(hanneke, round, time);
  const times = Array.from({ length: talks }, (_, n) => `15:${String(n * 10).padStart(2, "0")}`);
  for (const [n, time] of times.entries()) {
    expect(await at.book(parents[n]!, await slot(time), pupils[n]!)).toBe("ok");
  }
  const of = (n: number) => ({ roundId: round, pupilId: pupils[n]! });
  const viewer = (n: number) => at.viewer(parents[n]!);
  return {
    at,
    village,
    five,
    round,
    keeper,
    pupils,
    parents,
    addresses,
    slot,
    viewer,
    join: async (n: number, days: string[] | null = null) =>
      outcome(await joinLine(db(), await viewer(n), { ...of(n), days }, now())),
    quit: async (n: number) => outcome(await quitLine(db(), await viewer(n), of(n), now())),
    decline: async (n: number) => outcome(await declineOffer(db(), await viewer(n), of(n), now())),
    cancel: async (n: number, time: string) => {
      const talk = { slotId: await slot(time), pupilId: pupils[n]! };
      return outcome(await cancelBooking(db(), await viewer(n), talk, now()));
    },
    book: async (n: number, time: string, insteadOf?: string) => {
      const instead = insteadOf ? { insteadOf: await slot(insteadOf) } : {};
      return await at.book(parents[n]!, await slot(time), pupils[n]!, instead);
    },
    invite: (n: number, slots: number) =>
      setInvitee(db(), keeper, round, pupils[n]!, { slots, note: "" }, now()),
    passOn: () => db().transaction().execute((trx) => passOnExpired(trx, keeper.school, now())),
    /** For whom which times are kept: `["15:00 for 2"]`, in order of time. */
    kept: async () => {
      const { rows } = await sql<{ from: Date; pupil: number }>`
        select lower(during) as from, held_for as pupil from talk_slots
        where round_id = ${round} and held_until > ${now()} order by 1`.execute(db());
      return rows.map((row) => `${timeIn(timeZone, row.from)} for ${pupils.indexOf(row.pupil)}`);
    },
    line: async () =>
      (await listWaiters(db(), keeper, round, now())).map(({ pupilId }) => pupils.indexOf(pupilId)),
    mailed: async () =>
      (await house.mails()).filter(({ subject }) => subject.includes("er is een tijd voor u vrij"))
        .flatMap(({ to }) => to.map(({ address }) => address))
        .filter((address) => addresses.includes(address)),
  };
}
