import { describe, expect, test } from "vitest";
import { setInvitee } from "../modules/conversations/invitees.actions.ts";
import { publish, withdraw } from "../modules/conversations/publishing.actions.ts";
import { changeRound, makeRound } from "../modules/conversations/rounds.actions.ts";
import { findRoundById, listRounds } from "../modules/conversations/rounds.queries.ts";
import {
  addSlot,
  removeSlot,
  restoreSlot,
  shiftSlots,
} from "../modules/conversations/slots.actions.ts";
import { findMark, listInvitees, listSlots } from "../modules/conversations/slots.queries.ts";
import { listPrintedTalks } from "../modules/conversations/teacher.queries.ts";
import { bookFor, moveBooking, unbook } from "../modules/conversations/teacher.booking.actions.ts";
import { timeIn } from "../web/clock.ts";
import {
  db,
  house,
  now,
  openEvening,
  openTalks,
  outcome,
  planOf,
  timeZone,
} from "./support/talks.ts";
import type { Villager } from "./support/village.ts";

openTalks();

describe("a teacher", () => {
  test("is never at two rounds at a time, also not with a draft", async () => {
    const { at, hanneke, five, keeper } = await openEvening();
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
    expect(outcome(await makeRound(db(), keeper, late, null, now()))).toBe("opensLate");
    expect(at).toBeDefined();
  });

  test("who sends the form twice makes one round", async () => {
    const { keeper, five } = await openEvening();
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

  test("books a child in beforehand, and once they know the guardian who comes alone cannot be elsewhere", async () => {
    const { at, village, five, two, hanneke, joris } = await openEvening();
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
    await publish(db(), keeper, draft, { invitation: "Tot dan" }, now());
    expect(await at.book(linh, await at.slot(joris, theirs, "15:00"), liv)).toBe("overlaps");
    const [child] = (await at.choices(linh)).filter(({ pupilId }) => pupilId === sem);
    expect(child!.rounds.at(-1)!.talk).toMatchObject({ slotId });
  });

  test("is not published once its times, or those to give preferences, are over", async () => {
    const { at, hanneke, five, keeper } = await openEvening();
    const plan = planOf(3, { days: [{ day: "2026-11-17", begin: "15:00", end: "16:00" }] });
    const fair = { fair: true, wishesUntil: new Date("2026-11-12T19:00:00Z") };
    const late = await at.round(hanneke, [five], { plan, draft: true, ...fair });
    const press = async (round: number) =>
      outcome(await publish(db(), keeper, round, { invitation: "" }, now()));
    house.clock.travel("2026-11-12T19:00:00Z");
    expect(await press(late)).toBe("momentsPast");
    await withdraw(db(), keeper, late, now());
    const over = await at.round(hanneke, [five], { plan, draft: true });
    house.clock.travel("2026-11-17T15:30:00+01:00");
    expect(await press(over)).toBe("allPast");
    const stands = await db().selectFrom("talk_rounds").select("published_at")
      .where("id", "in", [late, over]).execute();
    expect(stands).toEqual([{ published_at: null }, { published_at: null }]);
  });

  test("moves a talk to a free time, not to a taken one, and takes one back", async () => {
    const { at, mother, neighbour, noor, teun, slot, round, keeper } = await openEvening();
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
    const { at, mother, noor, mees, slot, otherSlot, round, keeper } = await openEvening();
    const [a, b] = [await slot("15:00"), await slot("15:10")];
    await at.book(mother, a, noor);
    await at.book(mother, await otherSlot("15:10"), mees);
    expect(outcome(await moveBooking(db(), keeper, round, { slotId: a, to: b }, now())))
      .toBe("overlaps");
  });

  test("who books a child in before publishing keeps its parents from nothing, and is told of clashes", async () => {
    const evening = await openEvening();
    const { at, village, neighbour, teun, slot } = evening;
    const page = `/${village.shortName}/conversations`;
    const els = await village.staff("Els", "teacher", [evening.five]);
    const draft = await at.round(els, [evening.five], { draft: true });
    const [first, later] = [await at.slot(els, draft, "15:00"), await at.slot(els, draft, "15:30")];
    const keeper = await at.viewer(els);
    const bookIn = (slotId: number) =>
      bookFor(db(), keeper, draft, { slotId, pupilId: teun }, now());
    expect(outcome(await bookIn(first))).toBe("ok");
    expect(await at.times(neighbour, teun)).toMatchObject({ "15:00": "free" });
    expect(await at.book(neighbour, await slot("15:00"), teun)).toBe("ok");

    const publication = `${page}/rounds/${draft}/publication`;
    const told = "Teun</a>, 15:00 ma 16 november";
    expect((await els.visitor.get(publication)).text).toContain(told);
    const refused = await els.visitor.post(publication, { invitation: "Tot dan." });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain(told);
    expect(refused.text).toContain("Tot dan.");

    const moved = await moveBooking(db(), keeper, draft, { slotId: first, to: later }, now());
    expect(outcome(moved)).toBe("ok");
    const back = await moveBooking(db(), keeper, draft, { slotId: later, to: first }, now());
    expect(outcome(back)).toBe("overlaps");
    expect((await els.visitor.get(publication)).text).not.toContain("Teun</a>");
    expect((await els.visitor.post(publication, { invitation: "Tot dan." })).status).toBe(303);
    const instead = { insteadOf: await slot("15:00") };
    expect(await at.book(neighbour, await slot("15:30"), teun, instead)).toBe("overlaps");
  });

  test("who is a parent is kept by a draft of a colleague from no talk, until it is published", async () => {
    const { at, village, two, teun, hanneke, neighbour, slot } = await openEvening();
    const liv = await village.pupil("Liv", [two]);
    await db().insertInto("guardianships").values({
      school_id: village.schoolId,
      person_id: hanneke.personId,
      pupil_id: liv,
    }).execute();
    const plan = planOf(6, { days: [{ day: "2026-11-16", begin: "15:05", end: "18:00" }] });
    const els = await village.staff("Els", "teacher", []);
    const draft = await at.round(els, [two], { draft: true, plan });
    const keeper = await at.viewer(els);
    const wanted = { slotId: await at.slot(els, draft, "15:05"), pupilId: liv };
    expect(outcome(await bookFor(db(), keeper, draft, wanted, now()))).toBe("ok");
    expect(await at.times(neighbour, teun)).toMatchObject({ "15:00": "free", "15:10": "free" });
    expect(await at.book(neighbour, await slot("15:00"), teun)).toBe("ok");
    const asked = { invitation: "" };
    expect(outcome(await publish(db(), keeper, draft, asked, now()))).toBe("overlaps");
    const kees = { insteadOf: await slot("15:00") };
    expect(await at.book(neighbour, await slot("15:30"), teun, kees)).toBe("ok");
    expect(outcome(await publish(db(), keeper, draft, asked, now()))).toBe("ok");
    expect(await at.times(neighbour, teun)).toMatchObject({ "15:00": "taken", "15:20": "free" });
  });

  test("adds, removes and puts back times; a booked one stays", async () => {
    const { at, mother, noor, slot, round, keeper } = await openEvening();
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
    const { at, mother, noor, mees, slot, otherSlot, round, keeper } = await openEvening();
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

  test("who runs late on the evening itself shifts what is to come, and what has begun stays", async () => {
    const { at, mother, neighbour, noor, teun, slot, round, keeper } = await openEvening();
    await setInvitee(db(), keeper, round, noor, { slots: 2, note: "" }, now());
    await at.book(mother, await slot("15:00"), noor);
    await at.book(neighbour, await slot("15:20"), teun);
    house.clock.travel("2026-11-16T15:05:00+01:00");
    const shift = async () =>
      outcome(await shiftSlots(db(), keeper, round, { day: "2026-11-16" }, 10, now()));
    expect(await shift()).toBe("ok");
    const slots = await listSlots(db(), keeper, round);
    expect(slots.map(({ from, pupil }) => [timeIn(timeZone, from), pupil?.firstName])).toEqual([
      ["15:00", "Noor"],
      ["15:10", "Noor"],
      ["15:30", "Teun"],
      ["15:40", undefined],
      ["15:50", undefined],
      ["16:00", undefined],
    ]);
    house.clock.travel("2026-11-16T16:05:00+01:00");
    expect(await shift()).toBe("past");
  });

  test("reads how many times are needed where every parent is asked for a talk of their own", async () => {
    const { at, five, hanneke } = await openEvening();
    const days = [{ day: "2026-11-17", begin: "15:00", end: "16:00" }];
    const plan = planOf(2, { days });
    const round = await at.round(hanneke, [five], { plan, separateTalks: true, draft: true });
    const path = `/${at.village.shortName}/conversations/rounds/${round}`;
    expect((await hanneke.visitor.get(`${path}/edit`)).text)
      .toContain("Iedere ouder met een eigen account wordt dan om een eigen gesprek gevraagd");
    // Noor has two, Teun one
    expect((await hanneke.visitor.get(`${path}/publication`)).text)
      .toContain("er zijn 2 vrije tijden; voor wie nog geen tijd heeft, zijn er 3 nodig.");
  });

  test("reads before a talk is moved that parents are mailed at once, and after it how many were", async () => {
    const { at, mother, noor, slot, round, hanneke } = await openEvening();
    const [a, b] = [await slot("15:10"), await slot("15:20")];
    const home = `/${at.village.shortName}/conversations`;
    const press = async (path: string, fields: Record<string, string>) => {
      await hanneke.visitor.post(home + path, fields);
      return (await hanneke.visitor.get(`${home}/rounds/${round}`)).text;
    };
    const day = { day: "2026-11-16", minutes: "5" };
    expect(await press(`/rounds/${round}/shift`, day)).toContain("De tijden zijn opgeschoven.<");
    await at.book(mother, a, noor);
    const { text } = await hanneke.visitor.get(`${home}/rounds/${round}?slot=${a}`);
    // at moving and at shifting this talk, and at shifting the day
    expect(text.match(/De ouders krijgen meteen een mail met de nieuwe tijd\./g)).toHaveLength(2);
    expect(text).toContain("Wie een gesprek heeft, krijgt meteen een mail met de nieuwe tijd.");
    await house.mails();
    expect(await press(`/slots/${a}/move`, { to: String(b) }))
      .toContain("Het gesprek is verplaatst. De 2 ouders krijgen een mail met de nieuwe tijd.");
    expect(await house.mails()).toHaveLength(2);
    expect(await press(`/rounds/${round}/shift`, day))
      .toContain("De tijden zijn opgeschoven. 2 ouders krijgen een mail met de nieuwe tijd.");
    expect(await house.mails()).toHaveLength(2);
  });

  test("who shifts one part of a longer talk shifts all of it", async () => {
    const { at, mother, noor, slot, round, keeper } = await openEvening();
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
    const { at, mother, noor, mees, slot, round, keeper } = await openEvening();
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

  test("changes the room though a child with a talk went to another group meanwhile", async () => {
    const { at, village, mother, noor, five, two, slot, round, keeper } = await openEvening();
    await at.book(mother, await slot("15:10"), noor);
    const six = await village.group("6");
    await db().updateTable("group_pupils").set({ group_id: six }).where("group_id", "=", five)
      .where("pupil_id", "=", noor).execute();
    const edit = async (groups: number[]) =>
      outcome(await changeRound(db(), keeper, round, { room: "Lokaal 4", groups }, now()));
    expect(await edit([five])).toBe("ok");
    expect(await edit([five, six])).toBe("ok");
    expect(await edit([five, two])).toBe("booked");
  });

  test("notes another room after choosing has ended, and does not let it end earlier in the past", async () => {
    const { at, five, hanneke } = await openEvening();
    const days = [{ day: "2026-11-18", begin: "15:00", end: "16:00" }];
    const closesAt = new Date("2026-11-12T20:00:00+01:00");
    const round = await at.round(hanneke, [five], { plan: planOf(3, { days }), closesAt });
    house.clock.travel("2026-11-13T09:00:00+01:00");
    const details = `/${at.village.shortName}/conversations/rounds/${round}/details`;
    const edit = (closesOn: string) =>
      hanneke.visitor.post(details, {
        title: "Herfstgesprekken",
        groups: String(five),
        teachers: String(hanneke.personId),
        room: "Lokaal 9",
        closesOn,
        closesAt: "20:00",
      });
    expect((await edit("2026-11-11")).status).toBe(422);
    expect((await edit("2026-11-12")).status).toBe(303);
    expect(await findRoundById(db(), await at.viewer(hanneke), round, now()))
      .toMatchObject({ room: "Lokaal 9", phase: "over" });
  });

  test("who adds a group to a published round invites its parents, once; the others not again", async () => {
    const { at, village, five, two, hanneke } = await openEvening();
    await village.guardian("Els", [await village.pupil("Pim", [two])]);
    const days = [{ day: "2026-11-18", begin: "15:00", end: "16:00" }];
    const round = await at.round(hanneke, [five], { plan: planOf(6, { days }), draft: true });
    const path = `/${village.shortName}/conversations/rounds/${round}`;
    const save = (groups: number[]) =>
      hanneke.visitor.post(`${path}/details`, {
        title: "Gesprekken",
        groups: groups.map(String),
        teachers: String(hanneke.personId),
        closesOn: "2026-11-17",
        closesAt: "20:00",
      });
    await house.mails();
    await hanneke.visitor.post(`${path}/publication`, { invitation: "Kom!" });
    expect(await house.mails()).toHaveLength(3); // of Noor two, of Teun one
    expect((await save([five, two])).status).toBe(303);
    const invited = await house.mails();
    expect(invited.map(({ subject }) => subject)).toEqual(
      Array(3).fill("Gesprekken: kies een tijd"),
    );
    const told = (name: string) =>
      invited.filter(({ text }) => text.includes(`${name}: een gesprek`));
    expect([told("Mees"), told("Noor"), told("Pim")].map((some) => some.length)).toEqual([2, 2, 1]);
    expect((await save([five, two])).status).toBe(303);
    expect(await house.mails()).toEqual([]);
  });

  test("makes no round, nor a time, of the school year after this", async () => {
    const { five, keeper, at, hanneke } = await openEvening();
    house.clock.travel("2027-07-05T09:00:00+02:00");
    const of = (day: string) => {
      const days = [{ day, begin: "15:00", end: "16:00" }];
      return at.round(hanneke, [five], { plan: planOf(3, { days }), draft: true });
    };
    await expect(of("2027-09-10")).rejects.toThrow("otherGroups");
    const last = await of("2027-07-08");
    const slot = { day: "2027-08-01", begin: "15:00" };
    expect(outcome(await addSlot(db(), keeper, last, slot, now()))).toBe("otherYear");
  });

  test("finds the round of September that the office made in July from 1 August on", async () => {
    const { at, five, hanneke } = await openEvening();
    const office = await at.village.staff("Bibi", "office");
    const days = [{ day: "2027-09-10", begin: "15:00", end: "16:00" }];
    const wanted = { plan: planOf(2, { days }), draft: true, teachers: [hanneke.personId] };
    house.clock.travel("2027-07-20T09:00:00+02:00");
    const pages = `/${at.village.shortName}/conversations`;
    const page = async (who: Villager, path = "") => (await who.visitor.get(pages + path)).text;
    await expect(at.round(office, [five], wanted)).rejects.toThrow("otherGroups");

    const six = await at.village.group("6a", 2027);
    const pupilId = await at.village.pupil("Wander", [six]);
    expect(await page(office, "/rounds/new")).toMatch(/6a.{1,80}2027-2028/s);
    expect(await page(hanneke, "/rounds/new")).not.toContain("2027-2028");
    await expect(at.round(hanneke, [six], wanted)).rejects.toThrow("otherGroups");
    await expect(at.round(office, [five, six], wanted)).rejects.toThrow("otherGroups");
    const round = await at.round(office, [six], wanted);
    const link = `${pages}/rounds/${round}"`;
    const listed = await page(office);
    expect(listed).toContain(link);
    expect(listed.split(link)).toHaveLength(2);
    expect(await page(office, `/rounds/${round}`)).toContain("Publiceer vanaf 1 augustus.");
    expect(await page(hanneke)).not.toContain(link);
    const status = async (path: string) => (await hanneke.visitor.get(pages + path)).status;
    for (const path of ["", "/edit", "/schedule.pdf"]) {
      expect(await status(`/rounds/${round}${path}`)).toBe(404);
    }
    const [viewer, hers] = [await at.viewer(office), await at.viewer(hanneke)];
    const booked = { slotId: await at.slot(office, round, "15:00"), pupilId };
    expect(outcome(await bookFor(db(), viewer, round, booked, now()))).toBe("ok");
    const schedule = () =>
      listPrintedTalks(db(), hers, { teacherId: hanneke.personId, from: now() });
    expect(await schedule()).toEqual([]);
    const press = async () =>
      outcome(await publish(db(), viewer, round, { invitation: "" }, now()));
    expect(await press()).toBe("yearToCome");
    house.clock.travel("2027-08-01T00:01:00+02:00");
    expect((await listRounds(db(), hers, now())).map(({ id }) => id)).toEqual([round]);
    expect(await findRoundById(db(), hers, round, now())).toMatchObject({ mayManage: true });
    expect(await schedule()).toMatchObject([{ pupilId }]);
    expect(await press()).toBe("ok");
  });

  test("who calls a round off has the time for another", async () => {
    const { at, mother, noor, mees, slot, otherSlot, round, keeper, hanneke, five } =
      await openEvening();
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
    const { at, joris, hanneke, five, round } = await openEvening();
    const days = [{ day: "2026-11-18", begin: "15:00", end: "16:00" }];
    const draft = await at.round(hanneke, [five], { plan: planOf(3, { days }), draft: true });
    const his = await at.viewer(joris);
    expect(await findRoundById(db(), his, draft, now())).toBeUndefined();
    expect(await findRoundById(db(), his, round, now())).toMatchObject({ mayManage: false });
    expect((await listRounds(db(), await at.viewer(hanneke), now())).map(({ id }) => id))
      .toContain(draft);
  });

  test("has a closed round among what is under way until its last talk, and on Vandaag", async () => {
    const { at, mother, hanneke, noor, slot, round } = await openEvening();
    await at.book(mother, await slot("15:10"), noor);
    const home = `/${at.village.shortName}`;
    const link = `${home}/conversations/rounds/${round}"`;
    const seen = async (path: string) => (await hanneke.visitor.get(home + path)).text;
    await db().updateTable("talk_rounds").set({ closed_at: now() }).where("id", "=", round)
      .execute();
    house.clock.travel("2026-11-16T15:19:00+01:00");
    expect(await seen("")).toContain(link);
    const before = await seen("/conversations");
    expect(before).toContain(link);
    expect(before).not.toContain("Geweest en ingetrokken");
    house.clock.travel("2026-11-16T15:20:00+01:00");
    expect(await seen("")).not.toContain(link);
    expect(await seen("/conversations")).toMatch(
      new RegExp(`Geweest en ingetrokken.*${link}`, "s"),
    );
  });

  test("sees who has chosen and who has not", async () => {
    const { at, mother, noor, slot, round, keeper } = await openEvening();
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
  const { at, mother, noor, slot, round, keeper } = await openEvening();
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
