import { describe, expect, test } from "vitest";
import { runTicks } from "../jobs/clock.ts";
import { setInvitee } from "../modules/conversations/invitees.actions.ts";
import { close } from "../modules/conversations/publishing.actions.ts";
import { changeRound } from "../modules/conversations/rounds.actions.ts";
import {
  addSlot,
  removeSlot,
  restoreSlot,
  shiftSlots,
} from "../modules/conversations/slots.actions.ts";
import { bookFor, moveBooking, unbook } from "../modules/conversations/teacher.booking.actions.ts";
import { joinLine } from "../modules/conversations/waiting.actions.ts";
import { keptUntil } from "../modules/conversations/waiting.offers.ts";
import { listPlaces } from "../modules/conversations/waiting.queries.ts";
import { fullEvening } from "./support/full_evening.ts";
import { db, house, now, openTalks, outcome, planOf, timeZone } from "./support/talks.ts";
import type { Villager } from "./support/village.ts";

openTalks();

const tick = () => runTicks(house.house);

describe("a time that comes free", () => {
  test("is kept for the first in line, who is mailed; others see that it is kept", async () => {
    const evening = await fullEvening();
    const { at, parents, pupils } = evening;
    expect(await evening.join(3)).toBe("ok");
    expect(await evening.join(4)).toBe("ok");
    expect(await evening.line()).toEqual([3, 4]);
    expect(await evening.cancel(0, "15:00")).toBe("ok");
    expect(await evening.kept()).toEqual(["15:00 for 3"]);
    expect(await evening.mailed()).toEqual([evening.addresses[3]!]);
    expect(await at.times(parents[3]!, pupils[3]!)).toMatchObject({ "15:00": "free" });
    expect(await at.times(parents[4]!, pupils[4]!)).toMatchObject({ "15:00": "held" });
    expect(await evening.book(2, "15:00")).toBe("heldForOther");
    expect(await evening.book(4, "15:00")).toBe("heldForOther");
    expect(await evening.book(3, "15:00")).toBe("ok");
    expect(await evening.line()).toEqual([4]);
  });

  test("is mailed with how long the talk is, and to who has a time that this stays theirs", async () => {
    const evening = await fullEvening();
    await evening.join(1);
    await evening.cancel(0, "15:00");
    const mailed = async () =>
      (await house.mails()).find(({ subject }) => subject.includes("er is een tijd voor u vrij"))!;
    const { text } = await mailed();
    expect(text).toContain("is een tijd vrijgekomen: maandag 16 november, 15.00 uur.");
    expect(text).toContain("Het gesprek duurt 10 minuten.");
    const keeps = "blijft van u tot u een andere kiest";
    expect(text).toContain(`Uw tijd van nu, maandag 16 november, 15.10 uur, ${keeps}.`);
    expect(await evening.quit(1)).toBe("ok");
    await evening.join(4);
    await evening.cancel(1, "15:10");
    expect((await mailed()).text).not.toContain(keeps);
  });

  test("with nobody in line is simply free", async () => {
    const evening = await fullEvening();
    await evening.cancel(0, "15:00");
    expect(await evening.kept()).toEqual([]);
    await evening.join(3);
    await tick();
    expect(await evening.kept()).toEqual([]);
    expect(await evening.book(2, "15:00")).toBe("ok");
  });

  test("and is not taken in time goes to the next, each once, and then is free for all", async () => {
    const evening = await fullEvening();
    await evening.join(3);
    await evening.join(4);
    await evening.cancel(0, "15:00");
    house.clock.travel("2026-11-10T10:59:00+01:00");
    await tick();
    expect(await evening.kept()).toEqual(["15:00 for 3"]);
    house.clock.travel("2026-11-10T11:00:00+01:00");
    await tick();
    expect(await evening.kept()).toEqual(["15:00 for 4"]);
    expect(await evening.mailed()).toEqual([evening.addresses[4]!]);
    house.clock.travel("2026-11-10T13:00:00+01:00");
    await tick();
    expect(await evening.kept()).toEqual([]);
    expect(await evening.mailed()).toEqual([]);
    expect(await evening.line()).toEqual([3, 4]);
    expect(await evening.book(2, "15:00")).toBe("ok");
    await evening.cancel(2, "15:00");
    expect(await evening.kept()).toEqual(["15:00 for 3"]);
  });

  test("goes to the next at once when the first does not want it, or leaves the line", async () => {
    const evening = await fullEvening();
    for (const n of [2, 3, 4]) await evening.join(n);
    await evening.cancel(0, "15:00");
    expect(await evening.decline(2)).toBe("ok");
    expect(await evening.kept()).toEqual(["15:00 for 3"]);
    expect(await evening.line()).toEqual([2, 3, 4]);
    expect(await evening.decline(2)).toBe("ok");
    expect(await evening.kept()).toEqual(["15:00 for 3"]);
    expect(await evening.quit(3)).toBe("ok");
    expect(await evening.kept()).toEqual(["15:00 for 4"]);
    expect(await evening.quit(4)).toBe("ok");
    expect(await evening.kept()).toEqual([]);
    expect(await evening.line()).toEqual([2]);
  });

  test("by a move, by the teacher, or added or put back, is kept for who waits as well", async () => {
    const evening = await fullEvening({ families: 7 });
    const { round, keeper, slot, pupils } = evening;
    for (const n of [2, 3, 4, 5, 6]) await evening.join(n);
    await unbook(db(), keeper, round, { slotId: await slot("15:00") }, now());
    expect(await evening.kept()).toEqual(["15:00 for 2"]);
    await addSlot(db(), keeper, round, { day: "2026-11-16", begin: "16:00" }, now());
    expect(await evening.kept()).toEqual(["15:00 for 2", "16:00 for 3"]);
    const added = await slot("16:00");
    await removeSlot(db(), keeper, { roundId: round, slotId: added }, now());
    expect(await evening.kept()).toEqual(["15:00 for 2"]);
    await restoreSlot(db(), keeper, { roundId: round, slotId: added }, now());
    expect(await evening.kept()).toEqual(["15:00 for 2", "16:00 for 3"]);
    await evening.decline(3);
    for (const n of [4, 5, 6]) await evening.decline(n);
    expect(await evening.kept()).toEqual(["15:00 for 2"]);
    const talk = { slotId: await slot("15:10"), to: added };
    expect(outcome(await moveBooking(db(), keeper, round, talk, now()))).toBe("ok");
    expect(await evening.kept()).toEqual(["15:00 for 2", "15:10 for 3"]);
    await bookFor(db(), keeper, round, { slotId: await slot("15:00"), pupilId: pupils[2]! }, now());
    expect(await evening.line()).toEqual([3, 4, 5, 6]);
    expect(await evening.book(1, "15:10", "16:00")).toBe("heldForOther");
  });

  test("is asked about once more when the teacher shifts it", async () => {
    const evening = await fullEvening();
    await evening.join(3);
    await evening.cancel(1, "15:10");
    await evening.mailed();
    const slotId = await evening.slot("15:10");
    await shiftSlots(db(), evening.keeper, evening.round, { slotId }, 5, now());
    expect(await evening.kept()).toEqual(["15:15 for 3"]);
    expect(await evening.mailed(), "of the time it is now").toEqual([evening.addresses[3]!]);
  });

  test("and taken out at the moment it goes to the next is kept for nobody", async () => {
    for (let round = 0; round < 8; round++) {
      const evening = await fullEvening();
      for (const n of [2, 3, 4]) await evening.join(n);
      await evening.cancel(0, "15:00");
      const slot = { roundId: evening.round, slotId: await evening.slot("15:00") };
      house.clock.travel("2026-11-10T11:05:00+01:00");
      const [, removed] = await Promise.all([
        evening.passOn(),
        removeSlot(db(), evening.keeper, slot, now()),
        evening.decline(2),
      ]);
      expect(outcome(removed)).toBe("ok");
      expect(await evening.kept()).toEqual([]);
    }
  });

  test("of who cancels in two places at once goes to two, never both to one", async () => {
    const evening = await fullEvening();
    for (const n of [2, 3, 4]) await evening.join(n);
    await Promise.all([evening.cancel(0, "15:00"), evening.cancel(1, "15:10")]);
    const kept = await evening.kept();
    expect(kept.map((one) => one.at(-1)).toSorted()).toEqual(["2", "3"]);
    expect((await evening.mailed()).toSorted()).toEqual(
      [2, 3].map((n) => evening.addresses[n]!).toSorted(),
    );
  });

  test("is passed on by one of two clocks, and told once", async () => {
    const evening = await fullEvening();
    for (const n of [2, 3, 4]) await evening.join(n);
    await evening.cancel(0, "15:00");
    await evening.mailed();
    house.clock.travel("2026-11-10T11:05:00+01:00");
    await Promise.all([tick(), tick(), tick()]);
    expect(await evening.kept()).toEqual(["15:00 for 3"]);
    expect(await evening.mailed()).toEqual([evening.addresses[3]!]);
  });
});

describe("who is next in line", () => {
  test("is passed over for a day they cannot, or while they are at another talk", async () => {
    const days = ["2026-11-16", "2026-11-17"].map((day) => ({ day, begin: "15:00", end: "15:10" }));
    const evening = await fullEvening({ talks: 1, plan: planOf(2, { days }) });
    const { at, village, parents, pupils, five } = evening;
    const [joris, six] = [await village.staff("Joris", "teacher", []), await village.group("6")];
    const sister = await village.pupil("Zus", [six]);
    await village.guardian("Oma", [pupils[3]!]);
    await db().insertInto("guardianships").values({
      school_id: village.schoolId,
      person_id: parents[3]!.personId,
      pupil_id: sister,
    }).execute();
    const other = await at.round(joris, [six], { plan: planOf(1) });
    expect(await at.book(parents[3]!, await at.slot(joris, other, "15:00"), sister)).toBe("ok");
    expect(five).toBeGreaterThan(0);
    expect(await evening.join(2, ["2026-11-17"])).toBe("ok");
    await evening.join(3);
    await evening.join(4);
    await evening.cancel(0, "15:00");
    expect(await evening.kept()).toEqual(["15:00 for 4"]);
  });

  test("for a longer talk gets one block, with the free time beside it", async () => {
    const evening = await fullEvening({ talks: 3 });
    const { round, keeper, pupils, at, parents } = evening;
    await evening.cancel(2, "15:20");
    await setInvitee(db(), keeper, round, pupils[3]!, { slots: 2, note: "" }, now());
    await evening.join(3);
    await evening.join(4);
    await evening.cancel(0, "15:00");
    expect(await evening.kept()).toEqual(["15:00 for 4"]);
    await evening.cancel(1, "15:10");
    expect(await evening.kept()).toEqual(["15:00 for 4", "15:10 for 3", "15:20 for 3"]);
    expect(await at.times(parents[0]!, pupils[0]!)).toMatchObject({ "15:20": "held" });
    expect(await evening.book(3, "15:10")).toBe("ok");
  });

  test("is not offered the time they gave back themselves", async () => {
    const evening = await fullEvening();
    await evening.join(0);
    await evening.join(3);
    await evening.cancel(0, "15:00");
    expect(await evening.kept()).toEqual(["15:00 for 3"]);
    await evening.decline(3);
    expect(await evening.kept()).toEqual([]);
    expect(await evening.book(0, "15:00")).toBe("ok");
  });

  test("may have a time and wait for another, and keeps it until they take that", async () => {
    const evening = await fullEvening();
    await evening.join(0);
    await evening.cancel(1, "15:10");
    expect(await evening.kept()).toEqual(["15:10 for 0"]);
    await evening.join(2);
    expect(await evening.book(0, "15:10", "15:00")).toBe("ok");
    expect(await evening.line()).toEqual([2]);
    expect(await evening.kept()).toEqual(["15:00 for 2"]);
  });

  test("is each guardian by themselves where they have talks of their own", async () => {
    const evening = await fullEvening({ separateTalks: true, talks: 1, families: 2 });
    const { at, village, pupils, parents, round } = evening;
    const father = await village.guardian("Vader", [pupils[1]!]);
    await evening.join(1);
    const his = { roundId: round, pupilId: pupils[1]!, days: null };
    await joinLine(db(), await at.viewer(father), his, now());
    expect(await evening.line()).toEqual([1, 1]);
    await evening.cancel(0, "15:00");
    expect(await evening.mailed()).toEqual([evening.addresses[1]!]);
    expect(await at.times(father, pupils[1]!)).toMatchObject({ "15:00": "held" });
    const slotId = await evening.slot("15:00");
    expect(await at.book(father, slotId, pupils[1]!)).toBe("heldForOther");
    const [place] = await listPlaces(db(), await at.viewer(father), now());
    expect(place).toMatchObject({ place: 2, kept: null });
    expect(await at.book(parents[1]!, slotId, pupils[1]!)).toBe("ok");
  });
});

describe("who may not choose any more", () => {
  const blocks = {
    "is kept from the child": (personId: number) =>
      db().updateTable("guardianships").set({ blocked_at: now() })
        .where("person_id", "=", personId).execute(),
    "may only look on": (personId: number) =>
      db().updateTable("people").set({ read_only: true }).where("id", "=", personId).execute(),
    "left the school": (personId: number) =>
      db().updateTable("people").set({ left_at: now() }).where("id", "=", personId).execute(),
  };

  for (const [what, block] of Object.entries(blocks)) {
    test(`as they ${what} is passed over in line`, async () => {
      const evening = await fullEvening();
      await evening.join(3);
      await evening.join(4);
      await block(evening.parents[3]!.personId);
      expect(await evening.line()).toEqual([4]);
      await evening.cancel(0, "15:00");
      expect(await evening.kept()).toEqual(["15:00 for 4"]);
    });
  }

  test("loses what was kept for them to the next", async () => {
    const evening = await fullEvening();
    await evening.join(3);
    await evening.join(4);
    await evening.cancel(0, "15:00");
    await blocks["is kept from the child"](evening.parents[3]!.personId);
    await evening.passOn();
    expect(await evening.kept()).toEqual(["15:00 for 4"]);
  });

  test("does not end the waiting of their child, when its other guardian can choose", async () => {
    const evening = await fullEvening();
    await evening.village.guardian("Vader", [evening.pupils[3]!]);
    await evening.join(3);
    await blocks["is kept from the child"](evening.parents[3]!.personId);
    await evening.cancel(0, "15:00");
    expect(await evening.kept()).toEqual(["15:00 for 3"]);
  });

  test("and had a talk by themselves does not come: the time is the next one's", async () => {
    const evening = await fullEvening({ separateTalks: true });
    await evening.join(3);
    await blocks["is kept from the child"](evening.parents[0]!.personId);
    house.clock.travel("2026-11-10T10:00:00+01:00");
    await tick();
    house.clock.travel("2026-11-10T10:01:00+01:00");
    await tick();
    expect(await evening.kept()).toEqual(["15:00 for 3"]);
  });
});

describe("the teacher changes the talk of who is asked", () => {
  test("who is skipped gets no time, and it goes to the next", async () => {
    const evening = await fullEvening();
    await evening.join(3);
    await evening.join(4);
    await evening.cancel(0, "15:00");
    await evening.invite(3, 0);
    expect(await evening.kept()).toEqual(["15:00 for 4"]);
  });

  test("a longer talk does not keep a time that is too short for it", async () => {
    const evening = await fullEvening();
    await evening.join(3);
    await evening.join(4);
    await evening.cancel(0, "15:00");
    await evening.invite(3, 2);
    expect(await evening.kept()).toEqual(["15:00 for 4"]);
    await evening.invite(3, 1);
    await evening.decline(4);
    expect(await evening.kept(), "asked again, as it could not be taken then").toEqual([
      "15:00 for 3",
    ]);
  });

  test("another note changes nothing of it", async () => {
    const evening = await fullEvening();
    await evening.join(3);
    await evening.join(4);
    await evening.cancel(0, "15:00");
    await evening.invite(3, 1);
    expect(await evening.kept()).toEqual(["15:00 for 3"]);
  });
});

describe("the waiting list", () => {
  test("is told to its guardians with their place, and to no one else", async () => {
    const evening = await fullEvening();
    await evening.join(3);
    await evening.join(4);
    await evening.join(3, ["2026-11-16"]); // again: the place stays
    const places = async (n: number) => await listPlaces(db(), await evening.viewer(n), now());
    expect(await places(3)).toMatchObject([{ place: 1, days: ["2026-11-16"], kept: null }]);
    expect(await places(4)).toMatchObject([{ place: 2, days: null }]);
    expect(await places(2)).toEqual([]);
  });

  test("says what one waits for, and that what is free now can be chosen all the same", async () => {
    const evening = await fullEvening({ families: 3 });
    const told = async () => {
      const page = `/${evening.village.shortName}/conversations`;
      const { text } = await evening.parents[2]!.visitor.get(page);
      return /U staat als eerste op de wachtlijst[^<]*/.exec(text)![0].trim();
    };
    await evening.join(2);
    expect(await told())
      .toBe("U staat als eerste op de wachtlijst. Voor elke tijd die vrijkomt.");
    await evening.cancel(0, "15:00");
    await evening.decline(2);
    expect(await told()).toBe(
      "U staat als eerste op de wachtlijst. Voor elke tijd die vrijkomt. Wat nu vrij is, kunt u gewoon kiezen.",
    );
    await evening.join(2, ["2026-11-16"]);
    expect(await told()).toContain("op de wachtlijst. Voor een tijd op maandag 16 november. Wat");
  });

  test("is not for another's child, in a round that is closed, or for who may only look", async () => {
    const evening = await fullEvening();
    const { at, village, round, pupils, keeper } = evening;
    const other = { roundId: round, pupilId: pupils[3]!, days: null };
    const press = async (who: Villager) =>
      outcome(await joinLine(db(), await at.viewer(who), other, now()));
    expect(await press(evening.parents[4]!)).toBe("notYourChild");
    expect(await press(await village.guardian("Tante", [pupils[3]!], { readOnly: true })))
      .toBe("readOnly");
    await setInvitee(db(), keeper, round, pupils[3]!, { slots: 0, note: "" }, now());
    expect(await evening.join(3)).toBe("notInvited");
    const closesAt = new Date("2026-11-10T12:00:00+01:00");
    await changeRound(db(), keeper, round, { closesAt }, now());
    expect(await evening.join(4)).toBe("ok");
    house.clock.travel("2026-11-10T12:00:00+01:00");
    expect(await evening.join(2)).toBe("roundClosed");
    await close(db(), keeper, round, now());
    expect(await evening.join(2)).toBe("roundClosed");
    expect(await evening.line()).toEqual([]);
  });

  test("ends when the round is closed: what was kept is the teacher's to give", async () => {
    const evening = await fullEvening();
    const { keeper, round, pupils } = evening;
    await evening.join(3);
    await evening.cancel(0, "15:00");
    expect(await evening.kept()).toEqual(["15:00 for 3"]);
    await close(db(), keeper, round, now());
    expect(await evening.kept()).toEqual([]);
    const waits = await db().selectFrom("talk_waits").select("id").where("round_id", "=", round)
      .execute();
    expect(waits).toEqual([]);
    const move = { slotId: await evening.slot("15:10"), to: await evening.slot("15:00") };
    expect(outcome(await moveBooking(db(), keeper, round, move, now()))).toBe("ok");
    expect(await evening.at.choices(evening.parents[1]!)).toMatchObject([{
      pupilId: pupils[1],
      rounds: [{ talk: { slotId: move.to } }],
    }]);
  });

  test("keeps a time no longer than until the round closes, and at night until nine", () => {
    const until = (at: string, ...ends: string[]) =>
      keptUntil({ timeZone }, new Date(`${at}+01:00`), ends.map((end) => new Date(`${end}+01:00`)));
    const on = (at: string) => new Date(`${at}+01:00`);
    expect(until("2026-11-10T19:13")).toEqual(on("2026-11-10T21:15"));
    expect(until("2026-11-10T20:30")).toEqual(on("2026-11-11T09:00"));
    expect(until("2026-11-11T03:00")).toEqual(on("2026-11-11T09:00"));
    expect(until("2026-11-11T07:30")).toEqual(on("2026-11-11T09:30"));
    expect(until("2026-11-10T19:13", "2026-11-10T20:00")).toEqual(on("2026-11-10T20:00"));
  });

  test("is for days on which there are talks, and who asks for another is told so", async () => {
    const evening = await fullEvening();
    const { village, round, parents, pupils } = evening;
    const wait = (day: string) =>
      parents[3]!.visitor.post(`/${village.shortName}/conversations/rounds/${round}/waiting`, {
        pupil: String(pupils[3]),
        day,
      });
    const refused = await wait("2026-11-17");
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("Op deze dagen zijn er geen gesprekken.");
    expect(await evening.line()).toEqual([]);
    expect((await wait("2026-11-16")).status).toBe(303);
    expect(await evening.line()).toEqual([3]);
  });

  test("is served with the times of a child that left the school", async () => {
    const evening = await fullEvening();
    await evening.join(3);
    await db().updateTable("pupils").set({ left_at: now() }).where("id", "=", evening.pupils[0]!)
      .execute();
    house.clock.travel("2026-11-10T10:00:00+01:00");
    await tick();
    house.clock.travel("2026-11-10T10:01:00+01:00");
    await tick();
    expect(await evening.kept()).toEqual(["15:00 for 3"]);
  });
});
