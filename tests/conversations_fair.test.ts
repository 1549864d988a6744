import { describe, expect, test } from "vitest";
import { setInvitee } from "../modules/conversations/invitees.actions.ts";
import { proposeAllotment } from "../modules/conversations/proposal.actions.ts";
import { findProposal } from "../modules/conversations/proposal.queries.ts";
import { close, withdraw } from "../modules/conversations/publishing.actions.ts";
import { changeRound, type RoundInput } from "../modules/conversations/rounds.actions.ts";
import { removeSlot, restoreSlot } from "../modules/conversations/slots.actions.ts";
import { bookFor } from "../modules/conversations/teacher.booking.actions.ts";
import { listAskedTalks } from "../modules/conversations/teacher.queries.ts";
import { ask, fairEvening, twoSlots, until, wishesOver } from "./support/fair_evening.ts";
import { block } from "./support/noors_school.ts";
import { db, house, now, openTalks, outcome, planOf } from "./support/talks.ts";
import type { Villager } from "./support/village.ts";

// Which times families would like, and the proposal that is made of that.

openTalks();

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

  test("of a teacher alone says that a brother's round is to be allotted too, until it is", async () => {
    const { at, propose, fix, hanneke, round, other } = await fairEvening();
    wishesOver();
    const path = `/${at.village.shortName}/conversations/rounds/${round}/proposal`;
    const said = "1 leerling heeft een broer of zus in een andere ronde";
    expect((await hanneke.visitor.get(path)).text).toContain(said);
    await propose(round, other);
    expect((await hanneke.visitor.get(path)).text).toContain(said);
    await fix(other);
    expect((await hanneke.visitor.get(path)).text).not.toContain(said);
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

test("a proposal is gone when preferences are asked for again: what families add counts", async () => {
  const { at, wish, propose, proposed, proposal, fix, mother, aunt, noor, sem, hanneke, round } =
    await fairEvening();
  await wish(mother, noor, "15:00");
  wishesOver();
  await propose(round);
  const { version } = await proposal();
  const change = async (changes: Partial<RoundInput>) =>
    outcome(await changeRound(db(), await at.viewer(hanneke), round, changes, now()));
  expect(await change({ room: "12" })).toBe("ok");
  expect(await proposed()).toMatchObject({ Noor: "15:00" });
  const later = "2026-11-12T21:00:00Z";
  expect(await change({ wishesUntil: new Date(later) })).toBe("ok");
  expect(await proposal()).toBeUndefined();
  expect(await wish(mother, noor, "15:10")).toBe("ok");
  expect(await wish(aunt, sem, "15:00")).toBe("ok");
  house.clock.travel(later);
  expect(outcome(await fix(round, { was: version }))).toBe("changedMeanwhile");
  await propose(round);
  expect(await proposed()).toMatchObject({ Noor: "15:10", Sem: "15:00" });
  expect(outcome(await fix(round, { was: version }))).toBe("changedMeanwhile");
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
