import { expect } from "vitest";
import {
  fixAllotment,
  moveProposed,
  proposeAllotment,
  type TellAllotted,
} from "../../modules/conversations/proposal.actions.ts";
import { findProposal, type ProposedTalk } from "../../modules/conversations/proposal.queries.ts";
import type { RoundInput } from "../../modules/conversations/rounds.actions.ts";
import { listSlots } from "../../modules/conversations/slots.queries.ts";
import { changeWishes } from "../../modules/conversations/wishes.actions.ts";
import { timeIn } from "../../web/clock.ts";
import type { Viewer } from "../../web/viewer.ts";
import { db, house, now, openEvening, outcome, planOf, timeZone } from "./talks.ts";
import type { Villager } from "./village.ts";

export const until = "2026-11-12T19:00:00Z";
export const twoSlots = [expect.any(Number), expect.any(Number)];
export const wishesOver = () => house.clock.travel(until);

/** Asks for these times, and no others any more. */
export const ask = async (
  viewer: Viewer,
  of: { roundId: number; pupilId: number },
  slotIds: number[],
) => outcome(await changeWishes(db(), viewer, of, () => slotIds, now()));

/** Two fair rounds: of Noor, Teun and Sem with juf Hanneke, and of Noor's brother Mees with Joris. */
export async function fairEvening(more: Partial<RoundInput> = {}) {
  const fair = { plan: planOf(4), fair: true, wishesUntil: new Date(until), ...more };
  const evening = await openEvening(fair);
  const { at, village, five, noor, mees, teun, hanneke, joris, round, other } = evening;
  const sem = await village.pupil("Sem", [five]);
  const office = await village.staff("Bibi", "office");
  const names = new Map([[noor, "Noor"], [mees, "Mees"], [teun, "Teun"], [sem, "Sem"]]);
  const slotIds = async (of: number, times: string[]) =>
    await Promise.all(times.map((time) => at.slot(of === round ? hanneke : joris, of, time)));
  const wish = async (who: Villager, pupilId: number, ...times: string[]) => {
    const roundId = pupilId === mees ? other : round;
    const ids = await slotIds(roundId, times);
    return await ask(await at.viewer(who), { roundId, pupilId }, ids);
  };
  const proposal = async (roundId = round) =>
    (await findProposal(db(), await at.viewer(office), roundId, now()))!;
  const move = async (pupilId: number, time: string | null, was?: number, by = hanneke) => {
    const to = time && await at.slot(hanneke, round, time);
    const seen = was ?? (await proposal()).version;
    const input = { pupilId, forGuardianId: null, to: to || null, was: seen };
    return outcome(await moveProposed(db(), await at.viewer(by), round, input, now()));
  };
  return {
    ...evening,
    sem,
    slotIds,
    wish,
    proposal,
    move,
    aunt: await village.guardian("Linh", [sem]),
    propose: async (...roundIds: number[]) =>
      await proposeAllotment(db(), await at.viewer(office), roundIds, now()),
    fix: async (roundId = round, { was, tell }: { was?: number; tell?: TellAllotted } = {}) => {
      const viewer = await at.viewer(roundId === round ? hanneke : joris);
      const seen = was ?? (await proposal(roundId)).version;
      return await fixAllotment(db(), viewer, roundId, seen, now(), tell);
    },
    /** What is asked for, by a guardian's own page: `["15:10", "15:00"]`. */
    wishes: async (who: Villager, pupilId: number) => {
      const child = (await at.choices(who)).find((one) => one.pupilId === pupilId)!;
      const choices = child.rounds[0]!.days.flatMap((day) => day.choices);
      return child.rounds[0]!.wishes.map((id) =>
        timeIn(timeZone, choices.find(({ slotId }) => slotId === id)!.from)
      );
    },
    /** Who is proposed when: `{ Noor: "15:10", Teun: null }`. */
    proposed: async (roundId = round) => timesOf((await proposal(roundId)).entries, names),
    /** Who has which time: `{ Noor: "15:10" }`. */
    booked: async (roundId = round) => {
      const slots = await listSlots(db(), await at.viewer(hanneke), roundId);
      return Object.fromEntries(
        slots.filter(({ pupil, part }) => pupil && part === 1)
          .map(({ pupil, from }) => [pupil!.firstName, timeIn(timeZone, from)]),
      );
    },
  };
}

const timesOf = (entries: ProposedTalk[], names: Map<number, string>) =>
  Object.fromEntries(
    entries.map(({ pupilId, from }) => [
      names.get(pupilId) ?? pupilId,
      from && timeIn(timeZone, from),
    ]),
  );
