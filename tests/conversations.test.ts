import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { bookSlot, cancelBooking, setSubject } from "../modules/conversations/booking.actions.ts";
import { setInvitee } from "../modules/conversations/invitees.actions.ts";
import { close, withdraw } from "../modules/conversations/publishing.actions.ts";
import { changeRound } from "../modules/conversations/rounds.actions.ts";
import { findRoundById } from "../modules/conversations/rounds.queries.ts";
import { addSlot, removeSlot, shiftSlots } from "../modules/conversations/slots.actions.ts";
import { findMark, listInvitees, listSlots } from "../modules/conversations/slots.queries.ts";
import { bookFor, moveBooking, unbook } from "../modules/conversations/teacher.booking.actions.ts";
import { joinLine } from "../modules/conversations/waiting.actions.ts";
import { block } from "./support/noors_school.ts";
import { db, house, now, openEvening, openTalks, outcome, planOf } from "./support/talks.ts";

openTalks();

describe("a teacher who is a parent too", () => {
  /** Juf Hanneke is the mother of Liv, of whom meester Joris is the teacher. */
  async function both() {
    const at = await openEvening();
    const liv = await at.village.pupil("Liv", [at.two]);
    await db().insertInto("guardianships").values({
      school_id: at.village.schoolId,
      person_id: at.hanneke.personId,
      pupil_id: liv,
    }).execute();
    return { ...at, liv };
  }

  test("is at no talk of an own child while she gives one", async () => {
    const { at, neighbour, teun, hanneke, liv, slot, otherSlot } = await both();
    expect(await at.book(neighbour, await slot("15:00"), teun)).toBe("ok");
    expect(await at.times(hanneke, liv)).toMatchObject({ "15:00": "conflict", "15:10": "free" });
    const [child] = (await at.choices(hanneke)).filter(({ pupilId }) => pupilId === liv);
    expect(child!.rounds[0]!.days[0]!.choices[0]).toMatchObject({ beside: null });
    expect(await at.book(hanneke, await otherSlot("15:00"), liv)).toBe("overlaps");
    expect(await at.book(hanneke, await otherSlot("15:10"), liv)).toBe("ok");
  });

  test("gives none while she is at one: that time is gone for others, until she goes elsewhere", async () => {
    const { at, neighbour, teun, mother, noor, hanneke, keeper, round, liv, slot, otherSlot } =
      await both();
    const marks = [await findMark(db(), keeper, [round], now())];
    expect(await at.book(hanneke, await otherSlot("15:10"), liv)).toBe("ok");
    marks.push(await findMark(db(), keeper, [round], now()));
    expect(new Set(marks).size).toBe(2);
    expect(await at.times(neighbour, teun)).toMatchObject({ "15:00": "free", "15:10": "taken" });
    expect(await at.book(neighbour, await slot("15:10"), teun)).toBe("taken");
    const wanted = { slotId: await slot("15:10"), pupilId: noor };
    expect(outcome(await bookFor(db(), keeper, round, wanted, now()))).toBe("taken");
    expect(await at.book(mother, await slot("15:00"), noor)).toBe("ok");
    const later = { slotId: await slot("15:00") };
    expect(outcome(await shiftSlots(db(), keeper, round, { day: "2026-11-16" }, 10, now())))
      .toBe("overlaps");
    expect(outcome(await shiftSlots(db(), keeper, round, later, 0, now()))).toBe("ok");
    const instead = { insteadOf: await otherSlot("15:10") };
    expect(await at.book(hanneke, await otherSlot("15:30"), liv, instead)).toBe("ok");
    expect(await at.book(neighbour, await slot("15:10"), teun)).toBe("ok");
  });

  test("who can give talks again is news, and that time is kept for who waits for it", async () => {
    const evening = await both();
    const { at, neighbour, teun, hanneke, keeper, round, other, liv, slot, otherSlot } = evening;
    const waiter = await at.viewer(neighbour);
    const joris = await at.viewer(evening.joris);
    const [three, later] = [await otherSlot("15:00"), await otherSlot("15:40")];
    const asParent = { slotId: three, pupilId: liv };
    const ways = {
      gives: async () => cancelBooking(db(), await at.viewer(hanneke), asParent, now()),
      goes: async () =>
        bookSlot(
          db(),
          await at.viewer(hanneke),
          { slotId: later, pupilId: liv, insteadOf: three },
          now(),
        ),
      moved: () => moveBooking(db(), joris, other, { slotId: three, to: later }, now()),
      freed: () => unbook(db(), joris, other, { slotId: three }, now()),
      shifted: () => shiftSlots(db(), joris, other, { slotId: three }, -10, now()),
      calledOff: () => withdraw(db(), joris, other, now()),
    };
    for (const [name, way] of Object.entries(ways)) {
      expect(await at.book(hanneke, three, liv), name).toBe("ok");
      await joinLine(db(), waiter, { roundId: round, pupilId: teun, days: null }, now());
      expect(await at.times(neighbour, teun), name).toMatchObject({ "15:00": "taken" });
      const before = await findMark(db(), keeper, [round], now());
      expect(outcome(await way()), name).toBe("ok");
      const { heldFor } = (await listSlots(db(), keeper, round))[0]!;
      expect(heldFor?.id, name).toBe(teun);
      expect(await findMark(db(), keeper, [round], now()), name).not.toBe(before);
      expect(await at.book(neighbour, await slot("15:00"), teun), name).toBe("ok");
      await unbook(db(), keeper, round, { slotId: await slot("15:00") }, now());
      if (name === "goes" || name === "moved") {
        await unbook(db(), joris, other, { slotId: later }, now());
      }
      if (name === "shifted") {
        await unbook(db(), joris, other, { slotId: three }, now());
        await shiftSlots(db(), joris, other, { slotId: three }, 10, now());
      }
    }
  });

  test("who presses while another presses for her time: one of them gets it", async () => {
    for (let n = 0; n < 5; n++) {
      const { at, neighbour, teun, hanneke, liv, slot, otherSlot } = await both();
      const [own, child] = [await slot("15:00"), await otherSlot("15:00")];
      const pressed = await Promise.all([
        at.book(neighbour, own, teun),
        at.book(hanneke, child, liv),
      ]);
      expect([["ok", "overlaps"], ["taken", "ok"]]).toContainEqual(pressed);
    }
  });

  test("is not put at a talk, nor is one moved, while she presses for a time of her child", async () => {
    /** Els is a guardian of Liv too; Teun comes to juf Hanneke at 15:50, and Joris has time at 16:00. */
    async function three() {
      const evening = await both();
      const { at, village, liv, hanneke, keeper, round } = evening;
      const own = await evening.slot("15:50");
      await at.book(evening.neighbour, own, evening.teun);
      const joris = await at.viewer(evening.joris);
      await addSlot(db(), joris, evening.other, { day: "2026-11-16", begin: "16:00" }, now());
      const els = await village.staff("Els", "teacher", []);
      await db().insertInto("guardianships")
        .values({ school_id: village.schoolId, person_id: els.personId, pupil_id: liv }).execute();
      const shift = async (slotId: number, minutes: number) => {
        const of = slotId === own ? [keeper, round] as const : [joris, evening.other] as const;
        return outcome(await shiftSlots(db(), ...of, { slotId }, minutes, now()));
      };
      const putEls = async () => {
        const teachers = [hanneke.personId, els.personId];
        return outcome(await changeRound(db(), keeper, round, { teachers }, now()));
      };
      return { at, liv, hanneke, els, own, shift, putEls, otherSlot: evening.otherSlot };
    }

    const put = await three();
    const beside = await put.otherSlot("15:50");
    expect(await atOnce(put.putEls, () => put.at.book(put.els, beside, put.liv)))
      .toEqual(["ok", "overlaps"]);

    const own = await three();
    const last = await own.otherSlot("16:00");
    expect(
      await atOnce(() => own.shift(own.own, 10), () => own.at.book(own.hanneke, last, own.liv)),
    ).toEqual(["ok", "overlaps"]);

    const child = await three();
    const talk = await child.otherSlot("16:00");
    expect(await child.at.book(child.els, talk, child.liv)).toBe("ok");
    expect(await child.shift(child.own, 20)).toBe("ok");
    expect(await atOnce(() => child.shift(talk, 10), child.putEls)).toEqual(["ok", "teacherBusy"]);
  });

  test("comes to the talk about a child of her own group as a parent", async () => {
    const { at, village, hanneke, five, slot } = await both();
    const sem = await village.pupil("Sem", [five]);
    await db().insertInto("guardianships").values({
      school_id: village.schoolId,
      person_id: hanneke.personId,
      pupil_id: sem,
    }).execute();
    expect(await at.book(hanneke, await slot("15:10"), sem)).toBe("ok");
  });
});

/** Until so many wait for a lock that is theirs after another's. */
async function waiting(count: number): Promise<void> {
  for (;;) {
    const { rows } = await sql`select from pg_locks where not granted`.execute(db());
    if (rows.length >= count) return;
  }
}

/** What comes of a press that is held up just before it ends, and of one meanwhile. */
async function atOnce(first: () => Promise<string>, second: () => Promise<string>) {
  const outcomes = await db().transaction().execute(async (trx) => {
    // every press ends with a line in the log
    await sql`lock table audit_entries in share mode`.execute(trx);
    const pressed = [first()];
    await waiting(1);
    pressed.push(second());
    await waiting(2);
    return { pressed };
  });
  return await Promise.all(outcomes.pressed);
}

describe("booking", () => {
  test("one press books, and the time is gone for others", async () => {
    const { at, mother, father, neighbour, noor, teun, slot } = await openEvening();
    expect(await at.book(mother, await slot("15:10"), noor)).toBe("ok");
    expect(await at.times(mother, noor)).toMatchObject({ "15:00": "free", "15:10": "mine" });
    expect(await at.times(father, noor)).toMatchObject({ "15:00": "free", "15:10": "mine" });
    expect(await at.times(neighbour, teun)).toMatchObject({ "15:00": "free", "15:10": "taken" });
    expect(JSON.stringify(await at.choices(neighbour))).not.toMatch(/Noor|Samira|Jeroen/);
    expect(await at.book(neighbour, await slot("15:10"), teun)).toBe("taken");
  });

  test("pressing twice books once, and says so twice", async () => {
    const { at, mother, noor, slot, hanneke, round } = await openEvening();
    const id = await slot("15:10");
    const presses = await Promise.all([1, 2, 3].map(() => at.book(mother, id, noor)));
    expect(presses).toEqual(["ok", "ok", "ok"]);
    const slots = await listSlots(db(), await at.viewer(hanneke), round);
    expect(slots.filter(({ pupil }) => pupil)).toHaveLength(1);
  });

  test("of twenty who press for one time at the same moment one gets it", async () => {
    const { at, village, five, slot } = await openEvening();
    const id = await slot("15:20");
    const families = [];
    for (let n = 0; n < 20; n++) {
      const child = await village.pupil(`Kind ${n}`, [five]);
      families.push({ child, parent: await village.guardian(`Ouder ${n}`, [child]) });
    }
    const presses = await Promise.all(
      families.map(({ child, parent }) => at.book(parent, id, child)),
    );
    expect(presses.toSorted()).toEqual(["ok", ...Array(19).fill("taken")]);
  });

  test("both guardians who press for different times at once end with one talk", async () => {
    const { at, mother, father, noor, slot, hanneke, round } = await openEvening();
    const [early, late] = [await slot("15:00"), await slot("15:30")];
    const presses = await Promise.all([
      at.book(mother, early, noor),
      at.book(father, late, noor),
    ]);
    expect(presses.toSorted()).toEqual(["alreadyBooked", "ok"]);
    const slots = await listSlots(db(), await at.viewer(hanneke), round);
    expect(slots.filter(({ pupil }) => pupil)).toHaveLength(1);
  });

  test("choosing another time moves the talk, with its subject; the old time is free again", async () => {
    const { at, mother, father, neighbour, noor, teun, slot } = await openEvening();
    const [first, second] = [await slot("15:10"), await slot("15:40")];
    await at.book(mother, first, noor, { subject: "Lezen" });
    expect(await at.book(father, second, noor, { insteadOf: first })).toBe("ok");
    expect(await at.times(neighbour, teun)).toMatchObject({ "15:10": "free", "15:40": "taken" });
    const [noors] = await at.choices(mother);
    expect(noors!.rounds[0]!.talk).toMatchObject({ slotId: second, subject: "Lezen" });
  });

  test("who loses the new time keeps the old", async () => {
    const { at, mother, neighbour, noor, teun, slot } = await openEvening();
    const [first, second] = [await slot("15:10"), await slot("15:40")];
    await at.book(mother, first, noor);
    await at.book(neighbour, second, teun);
    expect(await at.book(mother, second, noor, { insteadOf: first })).toBe("taken");
    expect(await at.times(mother, noor)).toMatchObject({ "15:10": "mine", "15:40": "taken" });
  });

  test("who saw no talk does not move the one the other guardian just took", async () => {
    const { at, mother, father, noor, slot } = await openEvening();
    await at.book(mother, await slot("15:10"), noor);
    expect(await at.book(father, await slot("15:40"), noor)).toBe("alreadyBooked");
    expect(await at.times(father, noor)).toMatchObject({ "15:10": "mine", "15:40": "free" });
  });

  test("one guardian is not at two teachers at a time; the two of them may be", async () => {
    const { at, mother, father, noor, mees, slot, otherSlot } = await openEvening();
    await at.book(mother, await slot("15:10"), noor);
    expect(await at.book(mother, await otherSlot("15:10"), mees)).toBe("overlaps");
    expect(await at.times(mother, mees)).toMatchObject({ "15:10": "conflict", "15:20": "free" });
    expect(await at.book(father, await otherSlot("15:10"), mees)).toBe("ok");
  });

  test("two presses of one guardian for one time at two teachers give one talk", async () => {
    const { at, mother, noor, mees, slot, otherSlot } = await openEvening();
    const presses = await Promise.all([
      at.book(mother, await slot("15:10"), noor),
      at.book(mother, await otherSlot("15:10"), mees),
    ]);
    expect(presses.toSorted()).toEqual(["ok", "overlaps"]);
  });

  test("a time too near to walk from the other is told, not refused", async () => {
    const { at, mother, noor, mees, slot, otherSlot } = await openEvening();
    await at.book(mother, await slot("15:10"), noor);
    const near = (await at.choices(mother)).find(({ pupilId }) => pupilId === mees)!
      .rounds[0]!.days[0]!.choices.map(({ state, beside }) => [state, beside]);
    expect(near.slice(0, 4)).toEqual([
      ["free", noor],
      ["conflict", noor],
      ["free", noor],
      ["free", null],
    ]);
    expect(await at.book(mother, await otherSlot("15:20"), mees)).toBe("ok");
  });

  test("either guardian gives the shared time back, and only once", async () => {
    const { at, mother, father, neighbour, noor, teun, slot } = await openEvening();
    const slotId = await slot("15:10");
    await at.book(mother, slotId, noor, { subject: "Lezen" });
    const his = await at.viewer(father), hers = await at.viewer(mother);
    const presses = await Promise.all([
      cancelBooking(db(), his, { slotId, pupilId: noor }, now()),
      cancelBooking(db(), hers, { slotId, pupilId: noor }, now()),
    ]);
    expect(presses.map((one) => outcome(one)).toSorted()).toEqual(["noTalk", "ok"]);
    expect(await at.times(neighbour, teun)).toMatchObject({ "15:10": "free" });
    expect(await at.book(neighbour, slotId, teun)).toBe("ok");
    expect((await at.choices(neighbour))[0]!.rounds[0]!.talk!.subject).toBe("");
  });

  test("the subject is the family's own, and another's cannot be written", async () => {
    const { at, mother, neighbour, noor, slot, teun } = await openEvening();
    const slotId = await slot("15:10");
    await at.book(mother, slotId, noor);
    const write = async (who: typeof mother, pupilId: number) =>
      outcome(
        await setSubject(db(), await at.viewer(who), { slotId, pupilId, subject: "x" }, now()),
      );
    expect(await write(neighbour, noor)).toBe("notYourChild");
    expect(await write(neighbour, teun)).toBe("noTalk");
    expect(await write(mother, noor)).toBe("ok");
    expect((await at.choices(mother))[0]!.rounds[0]!.talk!.subject).toBe("x");
  });
});

describe("who cannot book", () => {
  test("nobody before it opens, after it closes, when its times are fixed or it is called off", async () => {
    const { at, mother, noor, slot, round, keeper } = await openEvening();
    const slotId = await slot("15:10");
    const press = () => at.book(mother, slotId, noor);
    const set = (times: { opensAt: Date | null; closesAt: Date | null }) =>
      changeRound(db(), keeper, round, times, now());
    await set({ opensAt: new Date("2026-11-11T19:00:00Z"), closesAt: null });
    expect(await press()).toBe("notOpenYet");
    await set({ opensAt: null, closesAt: new Date("2026-11-12T19:00:00Z") });
    house.clock.travel("2026-11-12T19:00:00Z");
    expect(await press()).toBe("roundClosed");
    expect((await at.choices(mother))[0]!.rounds[0]!.phase).toBe("over");
    await set({ opensAt: null, closesAt: null });
    expect(await press()).toBe("ok");
    expect(outcome(await close(db(), keeper, round, now()))).toBe("ok");
    expect(await at.book(mother, await slot("15:20"), noor, { insteadOf: slotId }))
      .toBe("roundClosed");
    const cancel = await cancelBooking(
      db(),
      await at.viewer(mother),
      { slotId, pupilId: noor },
      now(),
    );
    expect(outcome(cancel)).toBe("roundClosed");
    expect(outcome(await withdraw(db(), keeper, round, now()))).toBe("ok");
    expect(await press()).toBe("withdrawn");
    expect((await at.choices(mother)).map(({ pupilId }) => pupilId)).not.toContain(noor);
  });

  test("nobody in a round that is not published, which guardians do not find", async () => {
    const { at, village, hanneke, five } = await openEvening();
    const six = await village.group("6");
    const child = await village.pupil("Sem", [six]);
    const parent = await village.guardian("Linh", [child]);
    const plan = planOf(3, { days: [{ day: "2026-11-17", begin: "15:00", end: "16:00" }] });
    const draft = await at.round(hanneke, [five, six], { plan, draft: true });
    expect(await at.book(parent, await at.slot(hanneke, draft, "15:00"), child))
      .toBe("notOpenYet");
    expect(await at.choices(parent)).toEqual([]);
    expect(await findRoundById(db(), await at.viewer(parent), draft, now())).toBeUndefined();
  });

  test("nobody for another's child, or for a child of another group", async () => {
    const { at, mother, neighbour, noor, mees, slot } = await openEvening();
    expect(await at.book(neighbour, await slot("15:10"), noor)).toBe("notYourChild");
    expect(await at.book(mother, await slot("15:10"), mees)).toBe("notInvited");
  });

  test("a guardian who is blocked for the child, or may only look on", async () => {
    const { at, village, father, noor, slot } = await openEvening();
    const aunt = await village.guardian("Tante", [noor], { readOnly: true });
    expect(await at.book(aunt, await slot("15:10"), noor)).toBe("readOnly");
    expect(await at.times(aunt, noor)).toMatchObject({ "15:10": "free" });
    await block(house, village, father, noor);
    expect(await at.book(father, await slot("15:10"), noor)).toBe("notYourChild");
  });

  test("for a skipped child nobody, and its guardians hear of no round", async () => {
    const { at, mother, noor, slot, round, keeper } = await openEvening();
    await setInvitee(db(), keeper, round, noor, { slots: 0, note: "" }, now());
    expect(await at.book(mother, await slot("15:10"), noor)).toBe("notInvited");
    expect((await at.choices(mother)).map(({ pupilId }) => pupilId)).not.toContain(noor);
  });

  test("for a child that is skipped at this moment: who pressed waits, and is told", async () => {
    const { at, mother, neighbour, noor, mees, teun, slot, otherSlot, round, other } =
      await openEvening();
    expect(await at.book(mother, await otherSlot("15:00"), mees)).toBe("ok");
    const first = await slot("15:10"), second = await slot("15:20");
    const moving = await otherSlot("15:30"), from = await otherSlot("15:00");
    const viewer = await at.viewer(mother);
    const presses = await db().transaction().execute(async (trx) => {
      for (const [id, pupil] of [[round, noor], [round, teun], [other, mees]]) {
        await trx.updateTable("talk_rounds").set((eb) => ({ version: eb("version", "+", 1) }))
          .where("id", "=", id!).execute();
        await trx.insertInto("talk_invitees")
          .values({ school_id: viewer.school.id, round_id: id!, pupil_id: pupil!, slots: 0 })
          .execute();
      }
      const pressed = [
        at.book(mother, first, noor),
        at.book(neighbour, second, teun, { subject: "Rekenen" }),
        at.book(mother, moving, mees, { insteadOf: from }),
      ];
      await waiting(3);
      return pressed;
    });
    expect(await Promise.all(presses)).toEqual(["notInvited", "notInvited", "notInvited"]);
  });

  test("a time that was removed, has been, or is of another school", async () => {
    const { at, mother, noor, slot, round, keeper } = await openEvening();
    const [first, second] = [await slot("15:00"), await slot("15:10")];
    await removeSlot(db(), keeper, { roundId: round, slotId: second }, now());
    expect(await at.book(mother, second, noor)).toBe("removed");
    expect(await at.times(mother, noor)).not.toHaveProperty("15:10");
    house.clock.travel("2026-11-16T15:05:00+01:00");
    expect(await at.book(mother, first, noor)).toBe("past");
    expect(await at.times(mother, noor)).toMatchObject({ "15:00": "past", "15:20": "free" });
    const elsewhere = await openEvening();
    expect(await at.book(mother, await elsewhere.slot("15:10"), noor)).toBe("removed");
    expect(await at.book(mother, 999_999_999, noor)).toBe("removed");
  });

  test("a time that is kept for who was next in line", async () => {
    const { at, mother, neighbour, noor, teun, slot } = await openEvening();
    const slotId = await slot("15:10");
    await db().updateTable("talk_slots")
      .set({ held_for: teun, held_until: new Date("2026-11-10T12:00:00Z") })
      .where("id", "=", slotId).execute();
    expect(await at.times(mother, noor)).toMatchObject({ "15:10": "held" });
    expect(await at.times(neighbour, teun)).toMatchObject({ "15:10": "free" });
    expect(await at.book(mother, slotId, noor)).toBe("heldForOther");
    house.clock.travel("2026-11-10T12:00:00Z");
    expect(await at.times(mother, noor)).toMatchObject({ "15:10": "free" });
    expect(await at.book(mother, slotId, noor)).toBe("ok");
  });
});

describe("a longer talk", () => {
  test("takes times that follow each other, as one block", async () => {
    const { at, mother, neighbour, noor, teun, slot, round, keeper } = await openEvening();
    await setInvitee(db(), keeper, round, noor, { slots: 2, note: "Over lezen" }, now());
    await at.book(neighbour, await slot("15:20"), teun);
    expect(await at.times(mother, noor)).toEqual({
      "15:00": "free",
      "15:10": "short",
      "15:20": "taken",
      "15:30": "free",
      "15:40": "free",
      "15:50": "short",
    });
    expect(await at.book(mother, await slot("15:10"), noor)).toBe("tooShort");
    expect(await at.book(mother, await slot("15:30"), noor)).toBe("ok");
    const { rounds: [mine] } = (await at.choices(mother))[0]!;
    expect(mine).toMatchObject({
      note: "Over lezen",
      talk: { until: new Date("2026-11-16T14:50:00Z") },
    });
    expect(await at.times(mother, noor)).toMatchObject({ "15:30": "mine" });
    expect(await at.times(mother, noor)).not.toHaveProperty("15:40");
    // shifts by one slot, over itself
    const insteadOf = await slot("15:30");
    expect(await at.book(mother, await slot("15:40"), noor, { insteadOf })).toBe("ok");
    expect(await at.times(neighbour, teun)).toMatchObject({
      "15:30": "free",
      "15:40": "taken",
      "15:50": "taken",
    });
  });

  test("and single talks at the same moment: all of it or nothing", async () => {
    const { at, mother, neighbour, noor, teun, slot, round, keeper, hanneke } = await openEvening();
    await setInvitee(db(), keeper, round, noor, { slots: 3, note: "" }, now());
    const [begin, middle] = [await slot("15:00"), await slot("15:10")];
    const presses = await Promise.all([
      at.book(mother, begin, noor),
      at.book(neighbour, middle, teun),
    ]);
    expect(presses.filter((press) => press === "ok")).toHaveLength(1);
    const slots = await listSlots(db(), await at.viewer(hanneke), round);
    expect([1, 3]).toContain(slots.filter(({ pupil }) => pupil).length);
  });
});

describe("separated guardians", () => {
  test("have a talk each where the school allows it, and see nothing of the other's", async () => {
    const { at, village, hanneke } = await openEvening();
    const six = await village.group("6");
    const child = await village.pupil("Sem", [six]);
    const her = await village.guardian("Linh", [child]);
    const him = await village.guardian("Bao", [child]);
    const plan = planOf(6, { days: [{ day: "2026-11-17", begin: "15:00", end: "16:00" }] });
    const round = await at.round(hanneke, [six], { plan, separateTalks: true });
    const [first, second] = [
      await at.slot(hanneke, round, "15:00"),
      await at.slot(hanneke, round, "15:10"),
    ];
    expect(await at.book(her, first, child, { subject: "Geheim" })).toBe("ok");
    expect(JSON.stringify(await at.choices(him))).not.toContain("Geheim");
    expect(await at.times(him, child)).toMatchObject({ "15:00": "taken", "15:10": "free" });
    const steal = await cancelBooking(
      db(),
      await at.viewer(him),
      { slotId: first, pupilId: child },
      now(),
    );
    expect(outcome(steal)).toBe("noTalk");
    expect(await at.book(him, second, child)).toBe("ok");
    const [sem] = await listInvitees(db(), await at.viewer(hanneke), round);
    expect(sem!.talks.map(({ guardian }) => guardian)).toEqual(["Linh Vos", "Bao Vos"]);
  });
});
