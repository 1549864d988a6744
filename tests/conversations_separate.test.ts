import { expect, test } from "vitest";
import type { KeptMail } from "../emails/sender.ts";
import { listAskedChildren } from "../modules/conversations/mod.ts";
import { eventIn, eventOf } from "./support/calendar.ts";
import { db, house, openTalks, planOf, TalkVillage } from "./support/talks.ts";
import type { Villager } from "./support/village.ts";

// Where guardians have talks of their own, each hears of their own, and of nothing of the other's.

openTalks();

let schools = 0;

/** Noor's parents come apart: her mother at 15:00 and her father at 15:20, unless told. */
async function parted({ booked = true } = {}) {
  house.clock.travel("2026-11-10T09:00:00+01:00");
  const at = await TalkVillage.found(`parted${++schools}`);
  const { village } = at;
  const five = await village.group("5");
  const noor = await village.pupil("Noor", [five]);
  const hanneke = await village.staff("Hanneke", "teacher", [five]);
  const mother = await village.guardian("Samira", [noor]);
  const father = await village.guardian("Jeroen", [noor]);
  const round = await at.round(hanneke, [five], { separateTalks: true, plan: planOf(6) });
  const slot = (time: string) => at.slot(hanneke, round, time);
  if (booked) {
    expect(await at.book(mother, await slot("15:00"), noor)).toBe("ok");
    expect(await at.book(father, await slot("15:20"), noor)).toBe("ok");
  }
  await house.mails();
  const page = `/${village.shortName}/conversations`;
  const path = `${page}/rounds/${round}`;
  const keep = async (address: string, fields = {}) => {
    const { status } = await hanneke.visitor.post(address, fields);
    expect(status).toBe(303);
  };
  return { at, village, five, noor, hanneke, mother, father, round, slot, page, path, keep };
}

/** What they were sent since the last look. */
async function mailsTo(...people: Villager[]): Promise<KeptMail[][]> {
  const mails = await house.mails();
  return await Promise.all(people.map(async ({ accountId }) => {
    const { email } = await db().selectFrom("accounts").select("email")
      .where("id", "=", accountId).executeTakeFirstOrThrow();
    return mails.filter((mail) => mail.to[0]?.address === email);
  }));
}

test("when the mother's time is taken away the father hears nothing: his stands", async () => {
  const { mother, father, slot, page, keep } = await parted();
  await keep(`${page}/slots/${await slot("15:00")}/unbooking`);
  const [toMother, toFather] = await mailsTo(mother, father);
  expect(toMother!.map(({ subject }) => subject))
    .toEqual(["Herfstgesprekken: uw gesprek gaat niet door"]);
  expect(toMother![0]!.text).toContain("Noor op maandag 16 november om 15.00 uur");
  expect(toFather).toEqual([]);
});

test("when the round is called off each hears of the own talk", async () => {
  const { mother, father, path, keep } = await parted();
  await keep(`${path}/withdrawal`);
  const [[toMother], [toFather]] = await mailsTo(mother, father) as [[KeptMail], [KeptMail]];
  expect(toMother.text).toContain("15.00 uur");
  expect(toMother.text).not.toContain("15.20 uur");
  expect(toFather.text).toContain("15.20 uur");
  expect(toFather.text).not.toContain("15.00 uur");
});

test("when the mother's talk is moved the father's time is not told to have changed", async () => {
  const { mother, father, slot, page, keep } = await parted();
  await keep(`${page}/slots/${await slot("15:00")}/move`, { to: String(await slot("15:40")) });
  const [toMother, toFather] = await mailsTo(mother, father);
  expect(toMother).toHaveLength(1);
  expect(toMother![0]!.text).toContain("15.40 uur");
  expect(toFather).toEqual([]);
});

test("shifting one talk is told to whose it is, a whole day to each with the own time", async () => {
  const { mother, father, slot, page, path, keep } = await parted();
  await keep(`${page}/slots/${await slot("15:00")}/shift`, { minutes: "-5" });
  const [one, none] = await mailsTo(mother, father);
  expect(one!.map(({ text }) => text.includes("14.55 uur"))).toEqual([true]);
  expect(none).toEqual([]);
  house.clock.travel("2026-11-10T09:01:00+01:00");
  await keep(`${path}/shift`, { day: "2026-11-16", minutes: "10" });
  const [[toMother], [toFather]] = await mailsTo(mother, father) as [[KeptMail], [KeptMail]];
  expect(toMother.text).toContain("15.05 uur");
  expect(toMother.text).not.toContain("15.30 uur");
  expect(toFather.text).toContain("15.30 uur");
  expect(toFather.text).not.toContain("15.05 uur");
});

test("who has no time yet is reminded, also when the other parent has one; the page counts both", async () => {
  const { at, hanneke, mother, father, noor, slot, page, path, keep } = await parted({
    booked: false,
  });
  const seen = async () => (await hanneke.visitor.get(path)).text.replace(/<[^>]+>/g, "");
  const remind = () => keep(`${path}/reminders`, { key: crypto.randomUUID() });
  expect(await seen()).toContain("0 van 2 gekozen");
  expect(await at.book(mother, await slot("15:00"), noor)).toBe("ok");
  expect(await seen()).toContain("1 van 2 gekozen");
  expect(await seen()).toContain("1 nog zonder tijd");
  expect(await seen()).toContain("15:00 ma 16 november, nog geen tijd (Jeroen Vos)");
  expect((await hanneke.visitor.get(page)).text).toContain("1 van 2 gekozen");
  await remind();
  const [toMother, toFather] = await mailsTo(mother, father);
  expect(toMother).toEqual([]);
  expect(toFather!.map(({ subject }) => subject))
    .toEqual(["Herfstgesprekken: u heeft nog geen tijd gekozen"]);
  expect(await at.book(father, await slot("15:20"), noor)).toBe("ok");
  expect(await seen()).toContain("Iedereen heeft een tijd.");
  house.clock.travel("2026-11-10T10:30:00+01:00");
  await remind();
  expect(await mailsTo(mother, father)).toEqual([[], []]);
});

test("parents who share an account have one talk, and are not asked for a second", async () => {
  const { at, hanneke, mother, father, noor, slot, path, page, keep } = await parted({
    booked: false,
  });
  await db().updateTable("people").set({ account_id: mother.accountId })
    .where("id", "=", father.personId).execute();
  const seen = async () => (await hanneke.visitor.get(path)).text.replace(/<[^>]+>/g, "");
  const asked = async () =>
    await listAskedChildren(
      db(),
      (await at.viewer(mother)).school,
      mother.accountId,
      house.clock.now(),
    );
  expect(await seen()).toContain("0 van 1 gekozen");
  expect((await asked()).choose).toEqual(["Noor"]);
  expect(await at.book(mother, await slot("15:00"), noor)).toBe("ok");
  expect(await seen()).toContain("Iedereen heeft een tijd.");
  expect((await hanneke.visitor.get(page)).text).toContain("1 van 1 gekozen");
  expect((await asked()).choose).toEqual([]);
  await keep(`${path}/reminders`, { key: crypto.randomUUID() });
  expect(await mailsTo(mother)).toEqual([[]]);
});

test("on a shared account the talk that the teacher booked for one is moved and given back", async () => {
  const { at, hanneke, mother, father, noor, slot, page, path, keep } = await parted({
    booked: false,
  });
  await db().updateTable("people").set({ account_id: mother.accountId })
    .where("id", "=", father.personId).execute();
  const [first, second] = [await slot("15:00"), await slot("15:20")];
  const booking = { slot: String(first), pupil: String(noor), guardian: String(father.personId) };
  await keep(`${path}/bookings`, booking);
  expect((await hanneke.visitor.get(page)).text).toContain("1 van 1 gekozen");
  expect(await at.book(mother, second, noor)).toBe("alreadyBooked");
  expect(await at.book(mother, second, noor, { insteadOf: first })).toBe("ok");
  const removal = `${page}/slots/${second}/booking/removal`;
  expect((await mother.visitor.post(removal, { pupil: String(noor) })).status).toBe(303);
  expect(Object.values(await at.times(mother, noor))).not.toContain("mine");
});

test("of a child that changed group the parent without a talk finds nothing of the other's", async () => {
  const { at, village, noor, mother, father, slot, page } = await parted({ booked: false });
  const choosable = await slot("15:00");
  expect(await at.book(mother, choosable, noor)).toBe("ok");
  await db().updateTable("group_pupils").set({ group_id: await village.group("6") })
    .where("pupil_id", "=", noor).execute();
  expect((await mother.visitor.get(page)).text).toContain("16 november, 15.00 uur");
  expect((await father.visitor.get(page)).text).toContain("Er zijn nu geen oudergesprekken");
  expect((await father.visitor.get(`/${village.shortName}`)).text).not.toContain(
    'aria-labelledby="talks"',
  );
  const press = `${page}/slots/${choosable}/booking`;
  expect((await father.visitor.post(press, { pupil: String(noor) })).status).toBe(404);
});

test("the teacher is told of whom no mail reaches, also of a child that has nobody", async () => {
  const { village, five, hanneke, father, path } = await parted({ booked: false });
  const { db } = house.house;
  await village.pupil("Teun", [five]);
  await db.updateTable("guardianships").set({ blocked_at: house.clock.now() })
    .where("person_id", "=", father.personId).execute();
  const zofia = await village.pupil("Zofia", [five]);
  const ewa = await village.guardian("Ewa", [zofia]);
  await db.updateTable("people").set({ account_id: null }).where("id", "=", ewa.personId).execute();
  const { text } = await hanneke.visitor.get(path);
  expect(text).toContain("Zonder e-mailadres, bel of spreek ze even: Teun, Ewa Vos (Zofia).");
  expect(text).toContain("3 nog zonder tijd");
  expect(text).toContain("Herinner dit gezin");
});

test("each puts their own talk in the calendar, as it is mailed; nobody gets that of the other", async () => {
  const { mother, father, five, slot, path, page, keep, village } = await parted();
  const teun = await village.pupil("Teun", [await village.group("6")]);
  const neighbour = await village.guardian("Kees", [teun]);
  const classmate = await village.guardian("Linh", [await village.pupil("Sem", [five])]);
  const [hers, his] = [await slot("15:00"), await slot("15:20")].map((id) =>
    `${page}/slots/${id}/calendar`
  ) as [string, string];
  expect((await mother.visitor.get(page)).text).toContain(hers);
  const { headers, text } = await mother.visitor.get(hers);
  expect(headers.get("content-type")).toContain("text/calendar");
  expect(headers.get("content-disposition")).toContain("oudergesprek-1500.ics");
  const own = eventOf(text);
  expect(own).toMatchObject({ method: "PUBLISH", starts: "20261116T140000Z" });
  for (const other of [father, neighbour, classmate]) {
    expect((await other.visitor.get(hers)).status).toBe(404);
  }
  expect((await mother.visitor.get(his)).status).toBe(404);
  expect((await mother.visitor.get(`${page}/slots/${await slot("15:10")}/calendar`)).status)
    .toBe(404);
  house.clock.travel("2026-11-10T10:00:00+01:00");
  await keep(`${path}/closing`);
  const [[mail]] = await mailsTo(mother) as [KeptMail[]];
  const sent = await eventIn(house, mail!);
  expect(sent).toMatchObject({ uid: own.uid, starts: own.starts });
  expect(sent.sequence).toBeGreaterThan(own.sequence);
});
