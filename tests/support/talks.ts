import { afterAll, beforeAll } from "vitest";
import { bookSlot } from "../../modules/conversations/booking.actions.ts";
import {
  type ChildChoices,
  type ChoiceState,
  findChoices,
} from "../../modules/conversations/choices.queries.ts";
import { publish } from "../../modules/conversations/publishing.actions.ts";
import { makeRound, type RoundInput } from "../../modules/conversations/rounds.actions.ts";
import { isPlanError, type Plan, planSlots } from "../../modules/conversations/schedule.ts";
import { listSlots } from "../../modules/conversations/slots.queries.ts";
import { timeIn } from "../../web/clock.ts";
import { findVisit } from "../../web/session.ts";
import type { Viewer } from "../../web/viewer.ts";
import { openTestHouse, type TestHouse, testNow } from "./house.ts";
import { Village, type Villager } from "./village.ts";

/** The house of this test file, once `openTalks` has opened it; its schools are villages. */
export let house: TestHouse;
export const db = () => house.house.db;
export const now = () => house.clock.now();

/** Opens a house without a school before the tests of a file, and closes it after. */
export function openTalks() {
  beforeAll(async () => void (house = await openTestHouse({ seed: "empty" })));
  afterAll(() => house.close());
}

export const timeZone = "Europe/Amsterdam";

/** On Monday 16 November, from three on: as many talks of ten minutes as are asked. */
export const planOf = (talks = 6, more: Partial<Plan> = {}): Plan => ({
  talks,
  minutes: 10,
  inARow: 0,
  breakMinutes: 0,
  days: [{ day: "2026-11-16", begin: "15:00", end: "22:00" }],
  ...more,
});

/** A round as it is seen through a guardian's or teacher's eyes in tests, by times: "15:10". */
export class TalkVillage {
  private constructor(readonly village: Village) {}

  static async found(name: string) {
    return new TalkVillage(await Village.found(house, name));
  }

  /** Who they are at this moment, as their next request would have it. */
  async viewer(who: Villager): Promise<Viewer> {
    const token = decodeURIComponent(who.visitor.cookies.get("session")!);
    const visit = await findVisit(house.house, this.village.shortName, token);
    return visit!.viewer!;
  }

  /** A round of these groups by this teacher, published unless told. @returns its id */
  async round(
    teacher: Villager,
    groups: number[],
    { plan = planOf(), draft = false, ...more }: Partial<RoundInput> & { draft?: boolean } = {},
  ): Promise<number> {
    const viewer = await this.viewer(teacher);
    const slots = planSlots(plan, timeZone, now());
    if (isPlanError(slots)) throw new Error(slots.error);
    const input = { ...noChoices, plan, slots, groups, teachers: [teacher.personId], ...more };
    const made = await makeRound(db(), viewer, input, null, now());
    if (!made.ok) throw new Error(made.refusal);
    if (!draft) await publish(db(), viewer, made.id, { invitation: "" }, now());
    return made.id;
  }

  /** The slot of a round that begins at a time. */
  async slot(teacher: Villager, round: number, time: string): Promise<number> {
    const slots = await listSlots(db(), await this.viewer(teacher), round);
    return slots.find((slot) => timeIn(timeZone, slot.from) === time)!.id;
  }

  /** What presses come to: "ok", or why not. */
  async book(
    who: Villager,
    slotId: number,
    pupilId: number,
    more: { insteadOf?: number; subject?: string } = {},
  ): Promise<string> {
    const viewer = await this.viewer(who);
    const outcome = await bookSlot(db(), viewer, { slotId, pupilId, ...more }, now());
    return outcome.ok ? "ok" : outcome.refusal;
  }

  async choices(who: Villager): Promise<ChildChoices[]> {
    return (await findChoices(db(), await this.viewer(who), now())).family;
  }

  /** What a guardian sees of the first round of a child: `{ "15:00": "taken", … }`. */
  async times(who: Villager, pupilId: number): Promise<Record<string, ChoiceState>> {
    const child = (await this.choices(who)).find((one) => one.pupilId === pupilId)!;
    return Object.fromEntries(
      child.rounds[0]!.days.flatMap((day) => day.choices)
        .map((choice) => [timeIn(timeZone, choice.from), choice.state]),
    );
  }
}

const noChoices = {
  title: "Herfstgesprekken",
  room: "",
  videoLink: "",
  separateTalks: false,
  fair: false,
  opensAt: null,
  closesAt: null,
  wishesUntil: null,
};

let evenings = 0;
/** Noor and Mees of one family, Teun of another; juf Hanneke and meester Joris with a round each. */
export async function openEvening(more: Partial<RoundInput> = {}) {
  house.clock.travel(testNow);
  const at = await TalkVillage.found(`talks-${++evenings}`);
  const { village } = at;
  const [five, two] = [await village.group("5a"), await village.group("2b")];
  const noor = await village.pupil("Noor", [five]);
  const mees = await village.pupil("Mees", [two]);
  const teun = await village.pupil("Teun", [five]);
  const hanneke = await village.staff("Hanneke", "teacher", [five]);
  const joris = await village.staff("Joris", "teacher", [two]);
  const round = await at.round(hanneke, [five], more);
  const other = await at.round(joris, [two], more);
  return {
    at,
    village,
    five,
    two,
    noor,
    mees,
    teun,
    hanneke,
    joris,
    round,
    other,
    mother: await village.guardian("Samira", [noor, mees]),
    father: await village.guardian("Jeroen", [noor, mees]),
    neighbour: await village.guardian("Kees", [teun]),
    slot: (time: string) => at.slot(hanneke, round, time),
    otherSlot: (time: string) => at.slot(joris, other, time),
    keeper: await at.viewer(hanneke),
  };
}

/** What a press came to. */
export const outcome = (result: { ok: true } | { ok: false; refusal: string }) =>
  result.ok ? "ok" : result.refusal;
