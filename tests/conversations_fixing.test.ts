import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { runTicks } from "../jobs/clock.ts";
import { setInvitee } from "../modules/conversations/invitees.actions.ts";
import type { ProposedTalk } from "../modules/conversations/proposal.queries.ts";
import { removeSlot } from "../modules/conversations/slots.actions.ts";
import { listSlots } from "../modules/conversations/slots.queries.ts";
import { bookFor, unbook } from "../modules/conversations/teacher.booking.actions.ts";
import { timeIn } from "../web/clock.ts";
import { fairEvening, twoSlots, wishesOver } from "./support/fair_evening.ts";
import { block } from "./support/noors_school.ts";
import { db, house, now, openTalks, outcome, planOf, timeZone } from "./support/talks.ts";

// What staff do with a proposal: they adjust it, and fix the times.

openTalks();

/** Until a transaction waits for another. */
async function someoneWaits() {
  for (let waiting = 0; waiting === 0;) {
    const { rows } = await sql<{ waiting: number }>`select count(*)::int as waiting
      from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      .execute(db());
    waiting = rows[0]!.waiting;
  }
}

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
