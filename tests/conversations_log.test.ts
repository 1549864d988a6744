import { expect, test } from "vitest";
import { runTicks } from "../jobs/clock.ts";
import { db, house, openTalks, planOf, TalkVillage } from "./support/talks.ts";
import type { Villager } from "./support/village.ts";

// Who looks at talks, and who changes what in them, is written down.

openTalks();

let schools = 0;

async function found({ fair = false } = {}) {
  house.clock.travel("2026-11-10T09:00:00+01:00");
  const at = await TalkVillage.found(`log${++schools}`);
  const { village } = at;
  const five = await village.group("5");
  const [noor, teun] = [await village.pupil("Noor", [five]), await village.pupil("Teun", [five])];
  const hanneke = await village.staff("Hanneke", "teacher", [five]);
  const wishesUntil = fair ? new Date("2026-11-12T20:00:00+01:00") : null;
  const round = await at.round(hanneke, [five], { fair, wishesUntil, plan: planOf(4) });
  const page = `/${village.shortName}/conversations`;
  return {
    ...{ at, village, five, noor, teun, hanneke, round, page },
    path: `${page}/rounds/${round}`,
    slot: (time: string) => at.slot(hanneke, round, time),
    samira: await village.guardian("Samira", [noor]),
    kees: await village.guardian("Kees", [teun]),
  };
}

/** What stands in the log of what they did or looked at, in order. */
async function linesOf({ accountId }: Villager) {
  const rows = await db().selectFrom("audit_entries").select(["action", "subject"])
    .where("account_id", "=", accountId).orderBy("id").execute();
  return rows.map(({ action, subject }) => ({ action, ...subject as Record<string, unknown> }));
}

test("staff who look at the talks of a class do not do so unseen, and not for each look without news", async () => {
  const { village, noor, teun, path } = await found();
  const joris = await village.staff("Joris");
  const { text } = await joris.visitor.get(path);
  const live = /hx-get="([^"]+part=live[^"]+)"/.exec(text)![1]!.replaceAll("&amp;", "&");
  expect((await joris.visitor.get(live)).status).toBe(204);
  const look = { action: "dataSeen", what: "talks", pupilIds: [noor, teun] };
  expect(await linesOf(joris)).toEqual([look]);
});

test("who looks at a proposal has seen its children", async () => {
  const { hanneke, noor, teun, path } = await found({ fair: true });
  house.clock.travel("2026-11-12T20:01:00+01:00");
  await hanneke.visitor.post(`${path}/proposal`);
  await hanneke.visitor.get(`${path}/proposal`);
  const looks = (await linesOf(hanneke)).filter(({ action }) => action === "dataSeen");
  expect(looks).toEqual([{ action: "dataSeen", what: "talks", pupilIds: [noor, teun] }]);
});

test("what parents change is written down once: a subject, preferences, an offer that is declined", async () => {
  const { at, noor, teun, samira, kees, round, slot, page, path, hanneke } = await found();
  const about = (change: string, pupilId: number) => ({
    ...{ action: "talkChanged", change, pupilId, roundId: round },
  });
  const changesOf = async (who: Villager) =>
    (await linesOf(who)).filter(({ action }) => action === "talkChanged");
  const first = await slot("15:00");
  expect(await at.book(samira, first, noor)).toBe("ok");
  for (const subject of ["Lezen", "Lezen"]) {
    await samira.visitor.post(`${page}/slots/${first}/subject`, { pupil: String(noor), subject });
  }
  const [booked, written, ...more] = await changesOf(samira);
  expect(booked).toMatchObject(about("booked", noor));
  expect(written).toEqual(about("subject", noor));
  expect(more).toEqual([]);

  const line = `${path}/waiting`;
  await kees.visitor.post(line, { pupil: String(teun) });
  await hanneke.visitor.post(`${page}/slots/${first}/unbooking`);
  for (let press = 0; press < 2; press++) {
    await kees.visitor.post(`${line}/refusal`, { pupil: String(teun) });
  }
  expect(await changesOf(kees)).toEqual([about("waits", teun), about("declined", teun)]);
  expect((await hanneke.visitor.get(path)).status).toBe(200);
});

test("preferences are written down when they change", async () => {
  const { noor, samira, round, slot, page } = await found({ fair: true });
  const wish = async (what = "") =>
    await samira.visitor.post(`${page}/slots/${await slot("15:00")}/wish${what}`, {
      pupil: String(noor),
    });
  await wish();
  await wish();
  await wish("/removal");
  const line = { action: "talkChanged", change: "wishes", pupilId: noor, roundId: round };
  expect(await linesOf(samira)).toEqual([line, line]);
});

test("a talk that ends because the child left is in the log, though nobody pressed anything", async () => {
  const { at, village, noor, samira, round, slot } = await found();
  const { db } = house.house;
  expect(await at.book(samira, await slot("15:00"), noor)).toBe("ok");
  await db.updateTable("pupils").set({ left_at: house.clock.now() }).where("id", "=", noor)
    .execute();
  await runTicks(house.house);
  house.clock.travel("2026-11-10T10:01:00+01:00");
  await runTicks(house.house);
  const lines = await db.selectFrom("audit_entries").select(["subject", "pupil_ids"])
    .where("school_id", "=", village.schoolId).where("account_id", "is", null)
    .where("action", "=", "talkChanged").execute();
  expect(lines).toEqual([{
    subject: {
      ...{ roundId: round, pupilId: noor, change: "cancelled" },
      at: expect.stringContaining("2026-11-16T14:00:00"),
    },
    pupil_ids: [noor],
  }]);
});
