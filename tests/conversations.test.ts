import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cancelBooking, setSubject } from "../modules/conversations/booking.actions.ts";
import {
  bookFor,
  moveBooking,
  setInvitee,
  unbook,
} from "../modules/conversations/invitees.actions.ts";
import { close, publish, withdraw } from "../modules/conversations/publishing.actions.ts";
import { changeRound, makeRound } from "../modules/conversations/rounds.actions.ts";
import { findRoundById, listRounds } from "../modules/conversations/rounds.queries.ts";
import {
  addSlot,
  removeSlot,
  restoreSlot,
  shiftSlots,
} from "../modules/conversations/slots.actions.ts";
import { findMark, listInvitees, listSlots } from "../modules/conversations/slots.queries.ts";
import { openTestHouse, type TestHouse, testNow } from "./support/house.ts";
import { block } from "./support/noors_school.ts";
import { planOf, TalkVillage } from "./support/talks.ts";

let house: TestHouse;
beforeAll(async () => void (house = await openTestHouse({ seed: "empty" })));
afterAll(() => house.close());

const db = () => house.house.db;
const now = () => house.clock.now();

let schools = 0;
/** Noor and Mees of one family, Teun of another; juf Hanneke and meester Joris with a round each. */
async function evening() {
  house.clock.travel(testNow);
  const at = await TalkVillage.found(house, `talks-${++schools}`);
  const { village } = at;
  const [five, two] = [await village.group("5a"), await village.group("2b")];
  const noor = await village.pupil("Noor", [five]);
  const mees = await village.pupil("Mees", [two]);
  const teun = await village.pupil("Teun", [five]);
  const hanneke = await village.staff("Hanneke", "teacher", [five]);
  const joris = await village.staff("Joris", "teacher", [two]);
  const round = await at.round(hanneke, [five]);
  const other = await at.round(joris, [two]);
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

const outcome = (result: { ok: true } | { ok: false; refusal: string }) =>
  result.ok ? "ok" : result.refusal;

describe("booking", () => {
  test("one press books, and the time is gone for others", async () => {
    const { at, mother, father, neighbour, noor, teun, slot } = await evening();
    expect(await at.book(mother, await slot("15:10"), noor)).toBe("ok");
    expect(await at.times(mother, noor)).toMatchObject({ "15:00": "free", "15:10": "mine" });
    expect(await at.times(father, noor)).toMatchObject({ "15:00": "free", "15:10": "mine" });
    expect(await at.times(neighbour, teun)).toMatchObject({ "15:00": "free", "15:10": "taken" });
    expect(JSON.stringify(await at.choices(neighbour))).not.toMatch(/Noor|Samira|Jeroen/);
    expect(await at.book(neighbour, await slot("15:10"), teun)).toBe("taken");
  });

  test("pressing twice books once, and says so twice", async () => {
    const { at, mother, noor, slot, hanneke, round } = await evening();
    const id = await slot("15:10");
    const presses = await Promise.all([1, 2, 3].map(() => at.book(mother, id, noor)));
    expect(presses).toEqual(["ok", "ok", "ok"]);
    const slots = await listSlots(db(), await at.viewer(hanneke), round);
    expect(slots.filter(({ pupil }) => pupil)).toHaveLength(1);
  });

  test("of twenty who press for one time at the same moment one gets it", async () => {
    const { at, village, five, slot } = await evening();
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
    const { at, mother, father, noor, slot, hanneke, round } = await evening();
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
    const { at, mother, father, neighbour, noor, teun, slot } = await evening();
    const [first, second] = [await slot("15:10"), await slot("15:40")];
    await at.book(mother, first, noor, { subject: "Lezen" });
    expect(await at.book(father, second, noor, { insteadOf: first })).toBe("ok");
    expect(await at.times(neighbour, teun)).toMatchObject({ "15:10": "free", "15:40": "taken" });
    const [noors] = await at.choices(mother);
    expect(noors!.rounds[0]!.talk).toMatchObject({ slotId: second, subject: "Lezen" });
  });

  test("who loses the new time keeps the old", async () => {
    const { at, mother, neighbour, noor, teun, slot } = await evening();
    const [first, second] = [await slot("15:10"), await slot("15:40")];
    await at.book(mother, first, noor);
    await at.book(neighbour, second, teun);
    expect(await at.book(mother, second, noor, { insteadOf: first })).toBe("taken");
    expect(await at.times(mother, noor)).toMatchObject({ "15:10": "mine", "15:40": "taken" });
  });

  test("who saw no talk does not move the one the other guardian just took", async () => {
    const { at, mother, father, noor, slot } = await evening();
    await at.book(mother, await slot("15:10"), noor);
    expect(await at.book(father, await slot("15:40"), noor)).toBe("alreadyBooked");
    expect(await at.times(father, noor)).toMatchObject({ "15:10": "mine", "15:40": "free" });
  });

  test("one guardian is not at two teachers at a time; the two of them may be", async () => {
    const { at, mother, father, noor, mees, slot, otherSlot } = await evening();
    await at.book(mother, await slot("15:10"), noor);
    expect(await at.book(mother, await otherSlot("15:10"), mees)).toBe("overlaps");
    expect(await at.times(mother, mees)).toMatchObject({ "15:10": "conflict", "15:20": "free" });
    expect(await at.book(father, await otherSlot("15:10"), mees)).toBe("ok");
  });

  test("two presses of one guardian for one time at two teachers give one talk", async () => {
    const { at, mother, noor, mees, slot, otherSlot } = await evening();
    const presses = await Promise.all([
      at.book(mother, await slot("15:10"), noor),
      at.book(mother, await otherSlot("15:10"), mees),
    ]);
    expect(presses.toSorted()).toEqual(["ok", "overlaps"]);
  });

  test("a time too near to walk from the other is told, not refused", async () => {
    const { at, mother, noor, mees, slot, otherSlot } = await evening();
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
    const { at, mother, father, neighbour, noor, teun, slot } = await evening();
    const slotId = await slot("15:10");
    await at.book(mother, slotId, noor, { subject: "Lezen" });
    const his = await at.viewer(father), hers = await at.viewer(mother);
    const presses = await Promise.all([
      cancelBooking(db(), his, { slotId, pupilId: noor }, now()),
      cancelBooking(db(), hers, { slotId, pupilId: noor }, now()),
    ]);
    expect(presses.map(outcome).toSorted()).toEqual(["noTalk", "ok"]);
    expect(await at.times(neighbour, teun)).toMatchObject({ "15:10": "free" });
    expect(await at.book(neighbour, slotId, teun)).toBe("ok");
    expect((await at.choices(neighbour))[0]!.rounds[0]!.talk!.subject).toBe("");
  });

  test("the subject is the family's own, and another's cannot be written", async () => {
    const { at, mother, neighbour, noor, slot, teun } = await evening();
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
    const { at, mother, noor, slot, round, keeper } = await evening();
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
    const { at, village, hanneke, five } = await evening();
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
    const { at, mother, neighbour, noor, mees, slot } = await evening();
    expect(await at.book(neighbour, await slot("15:10"), noor)).toBe("notYourChild");
    expect(await at.book(mother, await slot("15:10"), mees)).toBe("notInvited");
  });

  test("a guardian who is blocked for the child, or may only look on", async () => {
    const { at, village, father, noor, slot } = await evening();
    const aunt = await village.guardian("Tante", [noor], { readOnly: true });
    expect(await at.book(aunt, await slot("15:10"), noor)).toBe("readOnly");
    expect(await at.times(aunt, noor)).toMatchObject({ "15:10": "free" });
    await block(house, village, father, noor);
    expect(await at.book(father, await slot("15:10"), noor)).toBe("notYourChild");
  });

  test("for a skipped child nobody, and its guardians hear of no round", async () => {
    const { at, mother, noor, slot, round, keeper } = await evening();
    await setInvitee(db(), keeper, round, noor, { slots: 0, note: "" }, now());
    expect(await at.book(mother, await slot("15:10"), noor)).toBe("notInvited");
    expect((await at.choices(mother)).map(({ pupilId }) => pupilId)).not.toContain(noor);
  });

  test("a time that was removed, has been, or is of another school", async () => {
    const { at, mother, noor, slot, round, keeper } = await evening();
    const [first, second] = [await slot("15:00"), await slot("15:10")];
    await removeSlot(db(), keeper, { roundId: round, slotId: second }, now());
    expect(await at.book(mother, second, noor)).toBe("removed");
    expect(await at.times(mother, noor)).not.toHaveProperty("15:10");
    house.clock.travel("2026-11-16T15:05:00+01:00");
    expect(await at.book(mother, first, noor)).toBe("past");
    expect(await at.times(mother, noor)).toMatchObject({ "15:00": "past", "15:20": "free" });
    const elsewhere = await evening();
    expect(await at.book(mother, await elsewhere.slot("15:10"), noor)).toBe("removed");
    expect(await at.book(mother, 999_999_999, noor)).toBe("removed");
  });

  test("a time that is kept for who was next in line", async () => {
    const { at, mother, neighbour, noor, teun, slot } = await evening();
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
    const { at, mother, neighbour, noor, teun, slot, round, keeper } = await evening();
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
    const { at, mother, neighbour, noor, teun, slot, round, keeper, hanneke } = await evening();
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
    const { at, village, hanneke } = await evening();
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

describe("a teacher", () => {
  test("is never at two rounds at a time, also not with a draft", async () => {
    const { at, hanneke, five, keeper } = await evening();
    const input = {
      title: "Nog een",
      plan: planOf(1),
      slots: [{ from: new Date("2026-11-16T14:05:00Z"), until: new Date("2026-11-16T14:15:00Z") }],
      groups: [five],
      teachers: [hanneke.personId],
      room: "",
      videoLink: "",
      separateTalks: false,
      fair: false,
      opensAt: null,
      closesAt: null,
      wishesUntil: null,
    };
    const before = (await listRounds(db(), keeper, now())).length;
    expect(outcome(await makeRound(db(), keeper, input, null, now()))).toBe("teacherBusy");
    expect(await listRounds(db(), keeper, now())).toHaveLength(before);
    expect(outcome(await makeRound(db(), keeper, { ...input, groups: [] }, null, now())))
      .toBe("unknownGroup");
    const stranger = { ...input, slots: [], teachers: [hanneke.personId, 999_999] };
    expect(outcome(await makeRound(db(), keeper, stranger, null, now()))).toBe("unknownTeacher");
    const late = { ...input, opensAt: now(), closesAt: now() };
    expect(outcome(await makeRound(db(), keeper, late, null, now()))).toBe("wrongTimes");
    expect(at).toBeDefined();
  });

  test("who sends the form twice makes one round", async () => {
    const { keeper, five } = await evening();
    const key = crypto.randomUUID();
    const input = {
      title: "Winter",
      plan: planOf(1),
      slots: [{ from: new Date("2026-12-16T14:00:00Z"), until: new Date("2026-12-16T14:10:00Z") }],
      groups: [five],
      teachers: [],
      room: "",
      videoLink: "",
      separateTalks: false,
      fair: false,
      opensAt: null,
      closesAt: null,
      wishesUntil: null,
    };
    const made = await Promise.all([1, 2].map(() => makeRound(db(), keeper, input, key, now())));
    expect(made[0]).toEqual(made[1]);
    expect(outcome(made[0]!)).toBe("ok");
  });

  test("books a child in beforehand, and the guardian who comes alone cannot be elsewhere", async () => {
    const { at, village, five, two, hanneke, joris } = await evening();
    const [sem, liv] = [await village.pupil("Sem", [five]), await village.pupil("Liv", [two])];
    const linh = await village.guardian("Linh", [sem, liv]);
    const days = [{ day: "2026-11-17", begin: "15:00", end: "16:00" }];
    const draft = await at.round(hanneke, [five], { plan: planOf(3, { days }), draft: true });
    const theirs = await at.round(joris, [two], { plan: planOf(3, { days }) });
    const keeper = await at.viewer(hanneke);
    const slotId = await at.slot(hanneke, draft, "15:00");
    const bookIn = async (slot: number) =>
      outcome(await bookFor(db(), keeper, draft, { slotId: slot, pupilId: sem }, now()));
    expect(await Promise.all([bookIn(slotId), bookIn(slotId)])).toEqual(["ok", "ok"]);
    expect(await bookIn(await at.slot(hanneke, draft, "15:10"))).toBe("alreadyBooked");
    expect(await at.book(linh, await at.slot(joris, theirs, "15:00"), liv)).toBe("overlaps");
    await publish(db(), keeper, draft, { invitation: "Tot dan" }, now());
    const [child] = (await at.choices(linh)).filter(({ pupilId }) => pupilId === sem);
    expect(child!.rounds.at(-1)!.talk).toMatchObject({ slotId });
  });

  test("moves a talk to a free time, not to a taken one, and takes one back", async () => {
    const { at, mother, neighbour, noor, teun, slot, round, keeper } = await evening();
    const [a, b, c] = [await slot("15:00"), await slot("15:10"), await slot("15:20")];
    await at.book(mother, a, noor, { subject: "Lezen" });
    await at.book(neighbour, b, teun);
    const move = async (to: number) =>
      outcome(await moveBooking(db(), keeper, round, { slotId: a, to }, now()));
    expect(await move(b)).toBe("taken");
    expect(await at.times(mother, noor)).toMatchObject({ "15:00": "mine" });
    expect(await move(c)).toBe("ok");
    expect((await at.choices(mother))[0]!.rounds[0]!.talk).toMatchObject({
      slotId: c,
      subject: "Lezen",
    });
    expect(await move(c)).toBe("noTalk");
    expect(outcome(await unbook(db(), keeper, round, { slotId: c }, now()))).toBe("ok");
    expect((await at.choices(mother))[0]!.rounds[0]!.talk).toBeNull();
  });

  test("does not move a mother to where she is with the other teacher", async () => {
    const { at, mother, noor, mees, slot, otherSlot, round, keeper } = await evening();
    const [a, b] = [await slot("15:00"), await slot("15:10")];
    await at.book(mother, a, noor);
    await at.book(mother, await otherSlot("15:10"), mees);
    expect(outcome(await moveBooking(db(), keeper, round, { slotId: a, to: b }, now())))
      .toBe("overlaps");
  });

  test("adds, removes and puts back times; a booked one stays", async () => {
    const { at, mother, noor, slot, round, keeper } = await evening();
    const [a, b] = [await slot("15:00"), await slot("15:10")];
    await at.book(mother, a, noor);
    const remove = async (slotId: number) =>
      outcome(await removeSlot(db(), keeper, { roundId: round, slotId }, now()));
    expect(await remove(a)).toBe("booked");
    expect(await remove(b)).toBe("ok");
    const add = async (begin: string, day = "2026-11-16") =>
      outcome(await addSlot(db(), keeper, round, { day, begin }, now()));
    expect(await add("15:25")).toBe("slotsOverlap");
    expect(await add("15:12")).toBe("slotsOverlap");
    expect(await add("15:10")).toBe("ok");
    const back = await restoreSlot(db(), keeper, { roundId: round, slotId: b }, now());
    expect(outcome(back)).toBe("slotsOverlap");
    expect(await add("09:00", "2026-11-09")).toBe("past");
    expect(await add("02:30", "2027-03-28")).toBe("summerTime");
    expect(await add("02:30", "2027-10-31")).toBe("summerTime");
    expect(await add("23:55")).toBe("otherDay");
  });

  test("shifts a whole day, with who has a talk; not into another's time or the past", async () => {
    const { at, mother, noor, mees, slot, otherSlot, round, keeper } = await evening();
    await at.book(mother, await slot("15:10"), noor);
    const shift = async (minutes: number) =>
      outcome(await shiftSlots(db(), keeper, round, { day: "2026-11-16" }, minutes, now()));
    expect(await shift(5)).toBe("ok");
    expect(await at.times(mother, noor)).toMatchObject({ "15:05": "free", "15:15": "mine" });
    await at.book(mother, await otherSlot("15:30"), mees);
    expect(await shift(15)).toBe("overlaps");
    expect(await shift(600)).toBe("otherDay");
    expect(await at.times(mother, noor)).toMatchObject({ "15:15": "mine" });
    house.clock.travel("2026-11-16T15:02:00+01:00");
    expect(await shift(-5)).toBe("past");
  });

  test("who shifts one part of a longer talk shifts all of it", async () => {
    const { at, mother, noor, slot, round, keeper } = await evening();
    await setInvitee(db(), keeper, round, noor, { slots: 2, note: "" }, now());
    await at.book(mother, await slot("15:40"), noor);
    const second = await slot("15:50");
    expect(outcome(await shiftSlots(db(), keeper, round, { slotId: second }, 10, now())))
      .toBe("ok");
    const [child] = await at.choices(mother);
    expect(child!.rounds[0]!.talk).toMatchObject({
      from: new Date("2026-11-16T14:50:00Z"),
      until: new Date("2026-11-16T15:10:00Z"),
    });
  });

  test("does not change how long a talk is that has a time, nor the times once published", async () => {
    const { at, mother, noor, mees, slot, round, keeper } = await evening();
    await at.book(mother, await slot("15:10"), noor);
    const set = async (pupil: number, slots: number) =>
      outcome(await setInvitee(db(), keeper, round, pupil, { slots, note: "Dag" }, now()));
    expect(await set(noor, 2)).toBe("booked");
    expect(await set(noor, 0)).toBe("booked");
    expect(await set(noor, 1)).toBe("ok");
    expect(await set(mees, 1)).toBe("notInvited");
    expect(outcome(await changeRound(db(), keeper, round, { slots: [] }, now()))).toBe("published");
    expect(outcome(await changeRound(db(), keeper, round, { separateTalks: true }, now())))
      .toBe("booked");
  });

  test("who calls a round off has the time for another", async () => {
    const { at, mother, noor, mees, slot, otherSlot, round, keeper, hanneke, five } =
      await evening();
    await at.book(mother, await slot("15:10"), noor);
    const seen: number[] = [];
    const off = await withdraw(db(), keeper, round, now(), async (trx) => {
      const slots = await listSlots(trx, keeper, round);
      seen.push(...slots.flatMap(({ pupil }) => pupil ? [pupil.id] : []));
    });
    expect([outcome(off), seen]).toEqual(["ok", [noor]]);
    await at.round(hanneke, [five]);
    expect(await at.book(mother, await otherSlot("15:10"), mees)).toBe("ok");
    expect(outcome(await withdraw(db(), keeper, round, now()))).toBe("withdrawn");
  });

  test("of another group looks on once it is published, and keeps nothing of it", async () => {
    const { at, joris, hanneke, five, round } = await evening();
    const days = [{ day: "2026-11-18", begin: "15:00", end: "16:00" }];
    const draft = await at.round(hanneke, [five], { plan: planOf(3, { days }), draft: true });
    const his = await at.viewer(joris);
    expect(await findRoundById(db(), his, draft, now())).toBeUndefined();
    expect(await findRoundById(db(), his, round, now())).toMatchObject({ mayManage: false });
    expect((await listRounds(db(), await at.viewer(hanneke), now())).map(({ id }) => id))
      .toContain(draft);
  });

  test("sees who has chosen and who has not", async () => {
    const { at, mother, noor, slot, round, keeper } = await evening();
    await at.book(mother, await slot("15:10"), noor);
    const invitees = await listInvitees(db(), keeper, round);
    expect(invitees.map(({ firstName, talks }) => [firstName, talks.length])).toEqual([
      ["Noor", 1],
      ["Teun", 0],
    ]);
    const listed = (await listRounds(db(), keeper, now())).find(({ id }) => id === round);
    expect(listed).toMatchObject({ slots: 6, free: 5, invited: 2, booked: 1, phase: "open" });
  });
});

test("screens hear of every change: a booking, a note, a shift, and the moment it closes", async () => {
  const { at, mother, noor, slot, round, keeper } = await evening();
  const mark = () => findMark(db(), keeper, [round], now());
  const marks = [await mark()];
  const then = async (work: Promise<unknown>) => {
    await work;
    marks.push(await mark());
  };
  await then(at.book(mother, await slot("15:10"), noor));
  await then(setInvitee(db(), keeper, round, noor, { slots: 1, note: "Tot dan" }, now()));
  await then(shiftSlots(db(), keeper, round, { day: "2026-11-16" }, 5, now()));
  await then(changeRound(db(), keeper, round, { closesAt: new Date("2026-11-12T12:00Z") }, now()));
  house.clock.travel("2026-11-12T13:00:00Z");
  await then(Promise.resolve());
  expect(new Set(marks).size).toBe(marks.length);
  expect(await mark()).toBe(marks.at(-1));
});
