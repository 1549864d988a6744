import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import { planOf, TalkVillage } from "./support/talks.ts";
import type { Villager } from "./support/village.ts";

// Who looks at talks, and who changes what in them, is written down.

let house: TestHouse;
beforeAll(async () => void (house = await openTestHouse({ seed: "empty" })));
afterAll(() => house.close());

let schools = 0;

async function found({ fair = false } = {}) {
  house.clock.travel("2026-11-10T09:00:00+01:00");
  const at = await TalkVillage.found(house, `log${++schools}`);
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
  const rows = await house.house.db.selectFrom("audit_entries").select(["action", "subject"])
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
