import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { runTicks } from "../jobs/clock.ts";
import { setInvitee } from "../modules/conversations/invitees.actions.ts";
import {
  fixAllotment,
  moveProposed,
  proposeAllotment,
  type TellAllotted,
} from "../modules/conversations/proposal.actions.ts";
import { findProposal, type ProposedTalk } from "../modules/conversations/proposal.queries.ts";
import { close, withdraw } from "../modules/conversations/publishing.actions.ts";
import { changeRound, type RoundInput } from "../modules/conversations/rounds.actions.ts";
import { removeSlot, restoreSlot } from "../modules/conversations/slots.actions.ts";
import { listSlots } from "../modules/conversations/slots.queries.ts";
import { bookFor, unbook } from "../modules/conversations/teacher.booking.actions.ts";
import { changeWishes } from "../modules/conversations/wishes.actions.ts";
import { listAskedTalks } from "../modules/conversations/teacher.queries.ts";
import { timeIn } from "../web/clock.ts";
import type { Viewer } from "../web/viewer.ts";
import { testNow } from "./support/house.ts";
import { block } from "./support/noors_school.ts";
import {
  db,
  house,
  now,
  openTalks,
  outcome,
  planOf,
  TalkVillage,
  timeZone,
} from "./support/talks.ts";
import type { Villager } from "./support/village.ts";

openTalks();

const until = "2026-11-12T19:00:00Z";
const twoSlots = [expect.any(Number), expect.any(Number)];
const wishesOver = () => house.clock.travel(until);

/** Asks for these times, and no others any more. */
const ask = async (viewer: Viewer, of: { roundId: number; pupilId: number }, slotIds: number[]) =>
  outcome(await changeWishes(db(), viewer, of, () => slotIds, now()));

let evenings = 0;
/** Two fair rounds: of Noor, Teun and Sem with juf Hanneke, and of Noor's brother Mees with Joris. */
async function fairEvening(more: Partial<RoundInput> = {}) {
  house.clock.travel(testNow);
  const at = await TalkVillage.found(`fair-${++evenings}`);
  const { village } = at;
  const [five, two] = [await village.group("5a"), await village.group("2b")];
  const noor = await village.pupil("Noor", [five]), mees = await village.pupil("Mees", [two]);
  const teun = await village.pupil("Teun", [five]), sem = await village.pupil("Sem", [five]);
  const hanneke = await village.staff("Hanneke", "teacher", [five]);
  const joris = await village.staff("Joris", "teacher", [two]);
  const fair = { plan: planOf(4), fair: true, wishesUntil: new Date(until), ...more };
  const office = await village.staff("Bibi", "office");
  const round = await at.round(hanneke, [five], fair);
  const other = await at.round(joris, [two], fair);
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
    at,
    village,
    five,
    two,
    noor,
    mees,
    teun,
    sem,
    hanneke,
    joris,
    round,
    other,
    slotIds,
    wish,
    proposal,
    move,
    mother: await village.guardian("Samira", [noor, mees]),
    father: await village.guardian("Jeroen", [noor, mees]),
    neighbour: await village.guardian("Kees", [teun]),
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

/** Until a transaction waits for another. */
async function someoneWaits() {
  for (let waiting = 0; waiting === 0;) {
    const { rows } = await sql<{ waiting: number }>`select count(*)::int as waiting
      from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      .execute(db());
    waiting = rows[0]!.waiting;
  }
}

const timesOf = (entries: ProposedTalk[], names: Map<number, string>) =>
  Object.fromEntries(
    entries.map(({ pupilId, from }) => [
      names.get(pupilId) ?? pupilId,
      from && timeIn(timeZone, from),
    ]),
  );

describe("wishes", () => {
  test("are the family's: the other guardian sees the list, and gives another", async () => {
    const { wish, wishes, mother, father, noor } = await fairEvening();
    expect(await wish(mother, noor, "15:20", "15:00")).toBe("ok");
    expect(await wishes(father, noor)).toEqual(["15:20", "15:00"]);
    expect(await wish(father, noor, "15:30", "15:20", "15:30")).toBe("ok");
    expect(await wishes(mother, noor)).toEqual(["15:30", "15:20"]);
    expect(await wish(mother, noor)).toBe("ok");
    expect(await wishes(father, noor)).toEqual([]);
  });

  test("of two lists given at the same moment one is kept whole", async () => {
    const { wish, wishes, mother, father, noor } = await fairEvening();
    const given = await Promise.all([
      wish(mother, noor, "15:00", "15:10"),
      wish(father, noor, "15:30", "15:20"),
      wish(mother, noor, "15:20", "15:00", "15:30"),
    ]);
    expect(given).toEqual(["ok", "ok", "ok"]);
    expect([["15:00", "15:10"], ["15:30", "15:20"], ["15:20", "15:00", "15:30"]])
      .toContainEqual(await wishes(mother, noor));
  });

  test("are each guardian's own where they have talks of their own", async () => {
    const { wish, wishes, mother, father, noor } = await fairEvening({ separateTalks: true });
    await wish(mother, noor, "15:00");
    await wish(father, noor, "15:10", "15:00");
    expect(await wishes(mother, noor)).toEqual(["15:00"]);
    expect(await wishes(father, noor)).toEqual(["15:10", "15:00"]);
  });

  test("cannot be given for another's child, or of too many times", async () => {
    const { wish, neighbour, mother, noor, at, round } = await fairEvening({ plan: planOf(8) });
    expect(await wish(neighbour, noor, "15:00")).toBe("notYourChild");
    const six = ["15:00", "15:10", "15:20", "15:30", "15:40", "15:50"];
    expect(await wish(mother, noor, ...six)).toBe("tooManyWishes");
    expect(await wish(mother, noor, ...six.slice(1))).toBe("ok");
    const viewer = await at.viewer(neighbour);
    expect(await ask(viewer, { roundId: round, pupilId: noor }, [1, 2])).toBe("notYourChild");
  });

  test("cannot be given after the date, also not in the same second", async () => {
    const { wish, wishes, mother, noor } = await fairEvening();
    await wish(mother, noor, "15:00");
    wishesOver();
    expect(await wish(mother, noor, "15:10")).toBe("wishesOver");
    expect(await wishes(mother, noor)).toEqual(["15:00"]);
  });

  test("cannot be given before a round is there, or where it is first come first served", async () => {
    const { at, mother, noor, hanneke, five } = await fairEvening();
    const of = async (round: number, time: string) => {
      const slotIds = [await at.slot(hanneke, round, time)];
      return await ask(await at.viewer(mother), { roundId: round, pupilId: noor }, slotIds);
    };
    const plan = planOf(2, { days: [{ day: "2026-11-17", begin: "15:00", end: "16:00" }] });
    const fair = { plan, fair: true, wishesUntil: new Date(until) };
    const draft = await at.round(hanneke, [five], { ...fair, draft: true });
    expect(await of(draft, "15:00")).toBe("notOpenYet");
    const later = planOf(2, { days: [{ day: "2026-11-18", begin: "15:00", end: "16:00" }] });
    expect(await of(await at.round(hanneke, [five], { plan: later }), "15:00")).toBe("notFair");
  });

  test("cannot be given in a round that was called off or closed", async () => {
    const { wish, mother, noor, mees, hanneke, round, other, at } = await fairEvening();
    await withdraw(db(), await at.viewer(hanneke), round, now());
    await db().updateTable("talk_rounds").set({ closed_at: now() }).where("id", "=", other)
      .execute();
    expect(await wish(mother, noor, "15:00")).toBe("withdrawn");
    expect(await wish(mother, mees, "15:00")).toBe("roundClosed");
  });

  test("are of times that are there and free; who has a time already has no wishes", async () => {
    const { at, wish, wishes, mother, noor, teun, neighbour, hanneke, round, slotIds } =
      await fairEvening();
    const [first, second] = await slotIds(round, ["15:00", "15:10"]);
    const keeper = await at.viewer(hanneke);
    await wish(mother, noor, "15:00", "15:10", "15:20");
    await removeSlot(db(), keeper, { roundId: round, slotId: first! }, now());
    await bookFor(db(), keeper, round, { slotId: second!, pupilId: teun }, now());
    expect(await wishes(mother, noor)).toEqual(["15:20"]);
    expect(await wish(mother, noor, "15:00")).toBe("removed");
    expect(await wish(mother, noor, "15:10")).toBe("taken");
    expect(await wish(neighbour, teun, "15:20")).toBe("alreadyBooked");
    expect(await wishes(mother, noor)).toEqual(["15:20"]);
    await restoreSlot(db(), keeper, { roundId: round, slotId: first! }, now());
    expect(await wishes(mother, noor)).toEqual(["15:00", "15:20"]);
  });

  test("nobody who may only look on gives any, nor who is kept from the child", async () => {
    const { wish, village, father, noor } = await fairEvening();
    const grandmother = await village.guardian("Oma", [noor], { readOnly: true });
    expect(await wish(grandmother, noor, "15:00")).toBe("readOnly");
    await block(house, village, father, noor);
    expect(await wish(father, noor, "15:00")).toBe("notYourChild");
  });

  test("stay what they are: once parents were asked, a round is not made another kind", async () => {
    const { at, wish, wishes, mother, noor, hanneke, round } = await fairEvening();
    await wish(mother, noor, "15:00");
    const change = async (changes: Partial<RoundInput>) =>
      outcome(await changeRound(db(), await at.viewer(hanneke), round, changes, now()));
    expect(await change({ fair: false })).toBe("published");
    expect(await change({ separateTalks: true })).toBe("published");
    expect(await change({ fair: true, separateTalks: false, room: "12" })).toBe("ok");
    expect(await wishes(mother, noor)).toEqual(["15:00"]);
  });

  test("nobody books while wishes are given, or while times are allotted", async () => {
    const { at, mother, noor, slotIds, round } = await fairEvening();
    const [slotId] = await slotIds(round, ["15:00"]);
    expect(await at.book(mother, slotId!, noor)).toBe("notOpenYet");
    wishesOver();
    expect(await at.book(mother, slotId!, noor)).toBe("notOpenYet");
  });

  test("the teacher sees who gave them", async () => {
    const { at, wish, mother, noor, hanneke, round } = await fairEvening();
    await wish(mother, noor, "15:00", "15:10");
    const given = await listAskedTalks(db(), await at.viewer(hanneke), round);
    expect(given.map(({ pupilId, wishes }) => [pupilId === noor, wishes]).toSorted())
      .toEqual([[false, 0], [false, 0], [true, 2]]);
  });
});

describe("a proposal", () => {
  test("gives most their first choice, everyone a place, and says so in figures", async () => {
    const { wish, propose, proposed, proposal, mother, neighbour, noor, teun, round } =
      await fairEvening();
    await wish(mother, noor, "15:10");
    await wish(neighbour, teun, "15:10", "15:30");
    wishesOver();
    expect(outcome(await propose(round))).toBe("ok");
    const { Noor, Teun, Sem } = await proposed();
    expect([Noor, Teun]).toEqual(["15:10", "15:30"]);
    expect(["15:00", "15:20"]).toContain(Sem);
    expect((await proposal()).figures).toEqual({
      invited: 3,
      first: 1,
      second: 1,
      third: 0,
      later: 0,
      unasked: 1,
      elsewhere: 0,
      unplaced: 0,
      siblingPairs: 0,
      siblingsTogether: 0,
    });
  });

  test("brings brother and sister close to each other, with time to walk", async () => {
    const { wish, propose, proposal, proposed, mother, noor, mees, round, other } =
      await fairEvening();
    await wish(mother, noor, "15:20");
    wishesOver();
    await propose(round, other);
    expect((await proposed()).Noor).toBe("15:20");
    expect((await proposed(other)).Mees).toBe("15:00"); // not 15:10 or 15:30: it is five minutes' walk
    const [one] = (await proposal()).entries.filter(({ pupilId }) => pupilId === noor);
    expect(one!.beside).toMatchObject({ pupilId: mees });
    expect((await proposal()).figures).toMatchObject({ siblingPairs: 1, siblingsTogether: 1 });
  });

  test("never has a family at two places, also when both want one time", async () => {
    const { wish, propose, proposed, mother, noor, mees, round, other } = await fairEvening();
    await wish(mother, noor, "15:10");
    await wish(mother, mees, "15:10");
    wishesOver();
    await propose(round, other);
    const times = [(await proposed()).Noor, (await proposed(other)).Mees];
    expect(times).toContain("15:10");
    expect(new Set(times).size).toBe(2);
    await propose(other); // alone, beside the proposal of the other teacher
    expect((await proposed(other)).Mees).not.toBe((await proposed()).Noor);
  });

  test("keeps the time of who has one, leaves out who is skipped, and gives long talks a block", async () => {
    const {
      at,
      wish,
      propose,
      proposed,
      proposal,
      noor,
      teun,
      sem,
      mother,
      hanneke,
      round,
      slotIds,
    } = await fairEvening();
    const keeper = await at.viewer(hanneke);
    const [slotId] = await slotIds(round, ["15:10"]);
    await bookFor(db(), keeper, round, { slotId: slotId!, pupilId: teun }, now());
    await setInvitee(db(), keeper, round, sem, { slots: 0, note: "" }, now());
    await setInvitee(db(), keeper, round, noor, { slots: 2, note: "" }, now());
    await wish(mother, noor, "15:00", "15:30"); // neither is long enough
    wishesOver();
    await propose(round);
    expect(await proposed()).toEqual({ Noor: "15:20", Teun: "15:10" });
    const [noors, teuns] = (await proposal()).entries;
    expect([noors, teuns]).toMatchObject([
      { slots: 2, rank: null, wishes: twoSlots, booked: false },
      { booked: true },
    ]);
    expect((await proposal()).figures).toMatchObject({ elsewhere: 1, unasked: 1, invited: 2 });
  });

  test("has a place for as many as there are times, and names the others", async () => {
    const { propose, proposed, proposal, round } = await fairEvening({ plan: planOf(2) });
    wishesOver();
    await propose(round);
    expect(Object.values(await proposed()).filter((time) => time === null)).toHaveLength(1);
    expect((await proposal()).figures.unplaced).toBe(1);
  });

  test("has a talk for each guardian who asked, where they have their own", async () => {
    const { wish, propose, proposal, mother, father, noor, round } = await fairEvening({
      separateTalks: true,
    });
    await wish(mother, noor, "15:00");
    await wish(father, noor, "15:30");
    wishesOver();
    await propose(round);
    const noors = (await proposal()).entries.filter(({ pupilId }) => pupilId === noor);
    expect(noors.map(({ forGuardianId, rank }) => [forGuardianId, rank])).toEqual([
      [mother.personId, 1],
      [father.personId, 1],
    ]);
    expect((await proposal()).entries).toHaveLength(4);
  });

  test("is not made before wishes are closed, by who does not keep the round, or where none are asked", async () => {
    const { at, propose, round, joris, hanneke, five } = await fairEvening();
    expect(outcome(await propose(round))).toBe("wishesNotOver");
    wishesOver();
    const by = async (who: Villager, id: number) =>
      outcome(await proposeAllotment(db(), await at.viewer(who), [id], now()));
    expect(await by(joris, round)).toBe("readOnly");
    expect(await by(hanneke, 999_999)).toBe("readOnly");
    const plan = planOf(2, { days: [{ day: "2026-11-18", begin: "15:00", end: "16:00" }] });
    expect(await by(hanneke, await at.round(hanneke, [five], { plan }))).toBe("notFair");
  });

  test("takes what changed since into account: a time removed, a child that left, a talk elsewhere", async () => {
    const { at, propose, proposed, wish, mother, neighbour, noor, teun, sem, hanneke, round } =
      await fairEvening();
    await wish(mother, noor, "15:00");
    await wish(neighbour, teun, "15:10");
    wishesOver();
    await propose(round);
    const keeper = await at.viewer(hanneke);
    const slotId = await at.slot(hanneke, round, "15:10");
    await removeSlot(db(), keeper, { roundId: round, slotId }, now());
    await db().updateTable("pupils").set({ left_at: now() }).where("id", "=", sem).execute();
    expect(await proposed()).toEqual({ Noor: "15:00", Teun: null });
    house.clock.travel("2026-11-16T15:05:00+01:00");
    const later = (await findProposal(db(), keeper, round, now()))!;
    expect(later.entries.map(({ slotId }) => slotId)).toEqual([null, null]);
  });
});

test("a teacher who is a parent too is at one place: in one proposal, in two, and when one is fixed", async () => {
  const { at, village, wish, propose, proposed, fix, hanneke, mother, noor, ...all } =
    await fairEvening();
  const { mees, round, other, slotIds, booked } = all;
  await db().insertInto("guardianships").values({
    school_id: village.schoolId,
    person_id: hanneke.personId,
    pupil_id: mees,
  }).execute();
  const own = await at.viewer(hanneke);
  const [first] = await slotIds(other, ["15:10"]);
  expect(await ask(own, { roundId: other, pupilId: mees }, [first!])).toBe("ok");
  await wish(mother, noor, "15:10");
  wishesOver();
  const apart = async (given: () => Promise<Record<string, string | null>> = proposed) => {
    const times = Object.values(await given());
    expect(times).not.toContain(null);
    const { Mees } = await proposed(other);
    expect(Mees).not.toBeNull();
    expect(times).not.toContain(Mees);
  };
  await propose(round, other);
  await apart();
  await propose(other);
  await apart();
  await propose(round);
  await apart();
  expect(await fix(round)).toMatchObject({ ok: true, unplaced: 0 });
  await propose(other);
  await apart(booked);
  expect(await fix(other)).toMatchObject({ ok: true, unplaced: 0 });
});

test("a round is not closed before its times are allotted; called off, it has no proposal", async () => {
  const { at, wish, wishes, propose, mother, noor, hanneke, round } = await fairEvening();
  const press = async () => outcome(await close(db(), await at.viewer(hanneke), round, now()));
  await wish(mother, noor, "15:00");
  expect(await press()).toBe("notAllotted");
  expect(await wishes(mother, noor)).toEqual(["15:00"]);
  wishesOver();
  await propose(round);
  const path = `/${at.village.shortName}/conversations/rounds/${round}`;
  expect((await hanneke.visitor.get(path)).text).not.toContain(`${path}/closing`);
  const { status, text } = await hanneke.visitor.post(`${path}/closing`, {});
  expect(status).toBe(409);
  expect(text).toContain("Verdeel eerst de tijden.");
  await withdraw(db(), await at.viewer(hanneke), round, now());
  const left = await db().selectFrom("talk_proposals").select("round_id")
    .where("round_id", "=", round).execute();
  expect(left).toEqual([]);
});

describe("adjusting", () => {
  const adjusted = async () => {
    const evening = await fairEvening();
    const { wish, mother, neighbour, aunt, noor, teun, sem, propose, round, other } = evening;
    await wish(mother, noor, "15:00");
    await wish(neighbour, teun, "15:10");
    await wish(aunt, sem, "15:20");
    wishesOver();
    await propose(round, other);
    return evening;
  };

  test("moves one to a free time, swaps two, and takes one out", async () => {
    const { move, proposed, noor, teun } = await adjusted();
    expect(await move(noor, "15:30")).toBe("ok");
    expect(await proposed()).toEqual({ Noor: "15:30", Teun: "15:10", Sem: "15:20" });
    expect(await move(teun, "15:20")).toBe("ok");
    expect(await proposed()).toEqual({ Noor: "15:30", Teun: "15:20", Sem: "15:10" });
    expect(await move(teun, null)).toBe("ok");
    expect(await proposed()).toEqual({ Noor: "15:30", Teun: null, Sem: "15:10" });
    expect(await move(teun, "15:10")).toBe("ok");
    expect(await proposed()).toEqual({ Noor: "15:30", Teun: "15:10", Sem: null });
  });

  test("a long talk changes places with two short ones", async () => {
    const { at, move, proposed, propose, noor, hanneke, round, other } = await adjusted();
    await db().deleteFrom("talk_proposals").where("round_id", "=", other).execute();
    await setInvitee(db(), await at.viewer(hanneke), round, noor, { slots: 2, note: "" }, now());
    await propose(round);
    expect((await proposed()).Noor).toBeTruthy();
    const before = await proposed();
    const to = before.Noor === "15:00" ? "15:20" : "15:00";
    expect(await move(noor, to)).toBe("ok");
    const after = await proposed();
    expect(after.Noor).toBe(to);
    expect(new Set(Object.values(after)).size).toBe(3);
    expect(Object.values(after)).not.toContain(null);
    expect(await move(noor, "15:30")).toBe("tooShort");
  });

  test("is of the version one saw: of two at once one does, and the other is told", async () => {
    const { move, noor, teun, proposal } = await adjusted();
    const { version } = await proposal();
    const moves = await Promise.all([
      move(noor, "15:30", version),
      move(teun, "15:30", version),
    ]);
    expect(moves.toSorted()).toEqual(["changedMeanwhile", "ok"]);
  });

  test("brings nobody to two places, or to a time that is not there", async () => {
    const { at, move, noor, teun, sem, mees, hanneke, joris, round, other, slotIds, proposed } =
      await adjusted();
    const [free] = await slotIds(other, ["15:30"]);
    await db().deleteFrom("talk_proposals").where("round_id", "=", other).execute();
    const booked = await bookFor(
      db(),
      await at.viewer(joris),
      other,
      { slotId: free!, pupilId: mees },
      now(),
    );
    expect(outcome(booked)).toBe("ok");
    expect(await move(noor, "15:30")).toBe("overlaps");
    const keeper = await at.viewer(hanneke);
    const [first] = await slotIds(round, ["15:30"]);
    await bookFor(db(), keeper, round, { slotId: first!, pupilId: teun }, now());
    expect(await move(sem, "15:30")).toBe("taken");
    expect(await move(teun, "15:00")).toBe("alreadyBooked");
    expect(await move(mees, "15:00")).toBe("notInvited");
    expect(await proposed()).toMatchObject({ Noor: "15:00", Sem: "15:20", Teun: "15:30" });
  });

  test("is not for who does not keep the round, nor without a proposal", async () => {
    const { move, noor, joris } = await adjusted();
    expect(await move(noor, "15:30", undefined, joris)).toBe("readOnly");
    const bare = await fairEvening();
    wishesOver();
    expect(await bare.move(bare.noor, "15:30", 1)).toBe("changedMeanwhile");
  });
});

describe("fixing", () => {
  test("and moving with a version that cannot be are refused with the picture as it is", async () => {
    const { at, propose, booked, hanneke, noor, round } = await fairEvening();
    wishesOver();
    await propose(round);
    const path = `/${at.village.shortName}/conversations/rounds/${round}`;
    const was = "999999999999999";
    for (
      const [to, typed] of [
        ["allotment", { was }],
        ["proposal/moves", { was, talk: `${noor}-0`, to: "" }],
      ] as const
    ) {
      const { status, text } = await hanneke.visitor.post(`${path}/${to}`, typed);
      expect(status).toBe(409);
      expect(text).toContain("Noor");
    }
    expect(await booked()).toEqual({});
  });

  test("books everyone at once, tells them in the same transaction, and opens the round", async () => {
    const { at, wish, propose, fix, booked, mother, father, noor, teun, sem, round } =
      await fairEvening();
    await wish(mother, noor, "15:10", "15:00");
    wishesOver();
    await propose(round);
    const told: ProposedTalk[] = [];
    const fixed = await fix(round, {
      tell: (_, talks) => Promise.resolve(void told.push(...talks)),
    });
    expect(fixed).toEqual({ ok: true, placed: 3, unplaced: 0 });
    expect((await booked()).Noor).toBe("15:10");
    expect(told.map(({ pupilId }) => pupilId).toSorted()).toEqual([noor, teun, sem].toSorted());
    expect(told.find(({ pupilId }) => pupilId === noor)).toMatchObject({
      rank: 1,
      wishes: twoSlots,
    });
    const [choices] = await at.choices(father);
    expect(choices!.rounds[0]).toMatchObject({ phase: "open" });
    expect(choices!.rounds[0]!.talk).not.toBeNull();
    // from now on as usual
    const taken = await at.times(mother, noor);
    const [free] = Object.entries(taken).find(([, state]) => state === "free")!;
    const slots = await listSlots(db(), await at.viewer(mother), round);
    const slot = (time: string) => slots.find(({ from }) => timeIn(timeZone, from) === time)!.id;
    expect(await at.book(father, slot(free), noor, { insteadOf: slot("15:10") })).toBe("ok");
    const audited = await db().selectFrom("audit_entries").select("subject")
      .where("school_id", "=", at.village.schoolId).where("action", "=", "talkChanged").execute();
    const changes = audited.map(({ subject }) => (subject as { change: string }).change);
    expect(changes.filter((change) => change !== "wishes").toSorted())
      .toEqual(["booked", "booked", "booked", "moved"]);
  });

  test("books a time too that was kept for someone until a moment ago", async () => {
    const { propose, fix, booked, noor, mother, round } = await fairEvening();
    await db().updateTable("talk_slots")
      .set({ held_for: noor, held_for_guardian: mother.personId, held_until: now() })
      .where("round_id", "=", round).execute();
    wishesOver();
    await propose(round);
    expect(outcome(await fix(round))).toBe("ok");
    expect(Object.keys(await booked())).toHaveLength(3);
  });

  test("nothing is booked when those it is about cannot be told", async () => {
    const { propose, fix, booked, proposed, round } = await fairEvening();
    wishesOver();
    await propose(round);
    const before = await proposed();
    await expect(fix(round, { tell: () => Promise.reject(new Error("no mail")) })).rejects
      .toThrow("no mail");
    expect(await booked()).toEqual({});
    expect(await proposed()).toEqual(before);
  });

  test("by two at once is done once; a second time there is nothing to fix", async () => {
    const { propose, fix, booked, proposal, round } = await fairEvening();
    wishesOver();
    await propose(round);
    const { version } = await proposal();
    const presses = await Promise.all([1, 2, 3].map(() => fix(round, { was: version })));
    expect(presses.map((one) => outcome(one)).toSorted()).toEqual(["allotted", "allotted", "ok"]);
    expect(Object.keys(await booked())).toHaveLength(3);
    expect(outcome(await propose(round))).toBe("allotted");
  });

  test("is of the proposal one saw", async () => {
    const { propose, fix, proposal, booked, round } = await fairEvening();
    wishesOver();
    await propose(round);
    const { version } = await proposal();
    await propose(round);
    expect(outcome(await fix(round, { was: version }))).toBe("changedMeanwhile");
    expect(await booked()).toEqual({});
  });

  test("who got none chooses a free time once the round is open", async () => {
    const { at, propose, fix, proposal, booked, round, hanneke, mother, neighbour, aunt, ...all } =
      await fairEvening({ plan: planOf(2) });
    wishesOver();
    await propose(round);
    const left = (await proposal()).entries.find(({ slotId }) => slotId === null)!.pupilId;
    expect(await fix(round)).toEqual({ ok: true, placed: 2, unplaced: 1 });
    const [name, time] = Object.entries(await booked())[0]!;
    const slotId = await at.slot(hanneke, round, time);
    await unbook(db(), await at.viewer(hanneke), round, { slotId }, now());
    const parent = left === all.noor ? mother : left === all.teun ? neighbour : aunt;
    expect(await at.book(parent, slotId, left)).toBe("ok");
    expect((await booked())[name]).toBeUndefined();
  });

  test("finds another picture when a family takes a time elsewhere while it books", async () => {
    const { wish, propose, fix, booked, proposal, mother, noor, mees, round, other, slotIds } =
      await fairEvening();
    await wish(mother, noor, "15:10");
    wishesOver();
    await propose(round);
    const { version } = await proposal();
    const [at] = await slotIds(other, ["15:10"]);
    const { fixing } = await db().transaction().execute(async (trx) => {
      await trx.updateTable("talk_slots").set({ pupil_id: mees, guardian_id: mother.personId })
        .where("id", "=", at!).execute();
      const fixing = fix(round, { was: version });
      await someoneWaits();
      return { fixing };
    });
    expect(await fixing).toEqual({ ok: true, placed: 2, unplaced: 1 });
    expect(Object.keys(await booked()).toSorted()).toEqual(["Sem", "Teun"]);
  });

  test("minds the talk of a child its mother is kept from since, until she may be elsewhere", async () => {
    const { wish, village, propose, fix, booked, proposed, mother, noor, mees, ...all } =
      await fairEvening();
    const { round, other, slotIds } = all;
    const [slotId] = await slotIds(other, ["15:10"]);
    await db().updateTable("talk_slots").set({ pupil_id: mees, guardian_id: mother.personId })
      .where("id", "=", slotId!).execute();
    await wish(mother, noor, "15:10", "15:30");
    await block(house, village, mother, mees);
    await db().deleteFrom("guardianships").where("person_id", "=", all.father.personId)
      .where("pupil_id", "=", noor).execute();
    wishesOver();
    await propose(round);
    expect((await proposed()).Noor).toBe("15:30");
    house.clock.travel("2026-11-12T21:00:00Z");
    await runTicks(house.house);
    await propose(round);
    expect((await proposed()).Noor).toBe("15:10");
    expect(await fix(round)).toMatchObject({ ok: true, unplaced: 0 });
    expect((await booked()).Noor).toBe("15:10");
    const talk = await db().selectFrom("talk_slots").select(["pupil_id", "guardian_id"])
      .where("id", "=", slotId!).executeTakeFirst();
    expect(talk).toEqual({ pupil_id: mees, guardian_id: null });
  });

  test("while the teacher books in, removes a time and parents choose elsewhere: never two at one place", async () => {
    for (let n = 0; n < 8; n++) {
      const { at, propose, fix, proposal, proposed, other, round, slotIds, ...who } =
        await fairEvening({ plan: planOf(3) });
      const { noor, mees, teun, mother, father, hanneke } = who;
      await who.wish(mother, noor, "15:10");
      wishesOver();
      // the brother's round is open already
      await propose(other);
      await fix(other);
      const [mine] = (await at.choices(mother)).filter(({ pupilId }) => pupilId === mees);
      const has = mine!.rounds[0]!.talk!;
      await propose(round);
      const { version } = await proposal();
      const { Teun } = await proposed();
      const [early] = await slotIds(other, ["15:10"]);
      const keeper = await at.viewer(hanneke);
      const [teuns] = await slotIds(round, [Teun ?? "15:00"]);
      const insteadOf = { insteadOf: has.slotId };
      const all = await Promise.all([
        fix(round, { was: version }).then((one) => outcome(one)),
        at.book(n % 2 ? mother : father, early!, mees, insteadOf),
        removeSlot(db(), keeper, { roundId: round, slotId: teuns! }, now()).then(outcome),
        bookFor(db(), keeper, round, { slotId: teuns!, pupilId: teun }, now()).then(outcome),
      ]);
      expect(all[0], JSON.stringify(all)).toBe("ok");
      expect(["ok", "overlaps"]).toContain(all[1]);
      expect(["ok", "booked"]).toContain(all[2]);
      expect(["ok", "alreadyBooked", "removed", "taken"]).toContain(all[3]);
      const { rows } = await sql<{ twice: number }>`
        select count(*)::int as twice from talk_slots a join talk_slots b
          on b.school_id = a.school_id and b.id > a.id and a.during && b.during
          and (a.guardian_id = b.guardian_id or a.pupil_id = b.pupil_id)
        where a.school_id = ${at.village.schoolId}`.execute(db());
      expect(rows[0]!.twice).toBe(0);
    }
  });
});
