import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ChildChoices, Choice } from "../modules/conversations/choices.queries.ts";
import { daysMissed, planFamily, type Wishes } from "../modules/conversations/family.plan.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import { openRound, timesFrom, whoHas } from "./support/open_round.ts";
import { Village } from "./support/village.ts";

// "Plan it for us": the best times for all children of a family, booked in one piece.

const timeZone = "Europe/Amsterdam";
const monday = "2026-11-16";
const tuesday = "2026-11-17";
const at = (day: string, time: string) => new Date(`${day}T${time}:00+01:00`);

/** A child with one round whose free times are given as `"15:00"` per day. */
function child(
  pupilId: number,
  free: Record<string, string[]>,
  { talk, round = pupilId, minutes = 10 }: {
    talk?: [string, string];
    round?: number;
    minutes?: number;
  } = {},
): ChildChoices {
  const choice = (day: string, time: string, state: Choice["state"]): Choice => ({
    slotId: round * 10_000 + Number(day.slice(-2)) * 100 + Number(time.slice(0, 2)) * 6 +
      Number(time.slice(3)) / 10,
    from: at(day, time),
    until: new Date(at(day, time).getTime() + minutes * 60_000),
    state,
    beside: null,
  });
  const mine = talk && choice(...talk, "mine");
  const days = Object.entries(free).map(([day, times]) => ({
    day,
    choices: [
      ...times.map((time) => choice(day, time, "free")),
      ...(mine && talk![0] === day ? [mine] : []),
    ],
  }));
  return {
    pupilId,
    firstName: `Kind ${pupilId}`,
    photo: null,
    readOnly: false,
    rounds: [{
      round: { id: round } as ChildChoices["rounds"][0]["round"],
      phase: "open",
      slots: 1,
      note: "",
      talk: mine ? { slotId: mine.slotId, from: mine.from, until: mine.until, subject: "" } : null,
      wishes: [],
      inLine: false,
      days,
    }],
  };
}

function plan(family: ChildChoices[], wishes: Partial<Wishes> = {}, walk = 5) {
  const found = planFamily(family, { when: "any", notDays: [], ...wishes }, { walk, timeZone });
  if (!found.ok) return "pupilId" in found ? [found.why, found.pupilId] : [found.why];
  return found.talks.map(({ pupilId, day, from }) => {
    const time = new Intl.DateTimeFormat("nl", { timeZone, timeStyle: "short" }).format(from);
    return `${pupilId} ${day === monday ? "ma" : "di"} ${time}`;
  });
}

describe("the plan", () => {
  test("puts all talks on one day, next to each other", () => {
    const noor = child(1, { [monday]: ["15:00", "16:00"], [tuesday]: ["18:30"] });
    const mees = child(2, { [monday]: ["15:30", "16:20"], [tuesday]: ["20:00"] });
    expect(plan([noor, mees])).toEqual(["1 ma 16:00", "2 ma 16:20"]);
  });

  test("leaves time to walk from one teacher to the next, and none at the same teacher", () => {
    const times = { [monday]: ["15:00", "15:10", "15:20"] };
    expect(plan([child(1, times), child(2, { [monday]: ["15:10", "15:20"] })]))
      .toEqual(["1 ma 15:00", "2 ma 15:20"]);
    expect(plan([child(1, times), child(2, { [monday]: ["15:10", "15:20"] })], {}, 0))
      .toEqual(["1 ma 15:00", "2 ma 15:10"]);
    const twins = [1, 2].map((id) => child(id, times, { round: 7 }));
    const twinTimes = plan(twins).map((talk) => String(talk).slice(2));
    expect(twinTimes).toEqual(["ma 15:00", "ma 15:10"]);
  });

  test("is early or late as the family wishes", () => {
    const family = [1, 2].map((id) =>
      child(id, { [monday]: ["15:00", "15:20", "17:00", "17:20"], [tuesday]: ["19:00", "19:20"] })
    );
    expect(plan(family, { when: "early" }).map((talk) => String(talk).slice(2)))
      .toEqual(["ma 15:00", "ma 15:20"]);
    expect(plan(family, { when: "late" }).map((talk) => String(talk).slice(2)))
      .toEqual(["di 19:00", "di 19:20"]);
  });

  test("keeps away from days on which the family cannot come, and says when that leaves none", () => {
    const family = [1, 2].map((id) =>
      child(id, { [monday]: ["15:00", "15:20"], [tuesday]: ["18:30", "19:30"] })
    );
    expect(plan(family, { notDays: [monday] }).map((talk) => String(talk).slice(2)))
      .toEqual(["di 18:30", "di 19:30"]);
    const onMonday = child(1, { [monday]: ["15:00"] });
    expect(plan([onMonday, child(2, { [tuesday]: ["18:30"] })], { notDays: [monday] }))
      .toEqual(["notThatDay", 1]);
    expect(plan([onMonday], { notDays: [monday] })).toEqual(["noDays"]);
    expect(plan(family, { notDays: [tuesday, monday] })).toEqual(["noDays"]);
  });

  test("takes two days when one does not do", () => {
    const family = [child(1, { [monday]: ["15:00"] }), child(2, { [tuesday]: ["18:30"] })];
    expect(plan(family)).toEqual(["1 ma 15:00", "2 di 18:30"]);
  });

  test("comes as near as it can to what was chosen already, and leaves that as it is", () => {
    const noor = child(1, { [monday]: ["15:00"] }, { talk: [monday, "16:00"] });
    const mees = child(2, { [monday]: ["15:00", "15:50", "16:10", "16:20"], [tuesday]: ["18:30"] });
    expect(plan([noor, mees])).toEqual(["1 ma 16:00", "2 ma 16:20"]);
  });

  test("says of which talk no time fits on the days of the others, where it takes another day", () => {
    const missed = (family: ChildChoices[], notDays: string[] = []) => {
      const wishes: Wishes = { when: "any", notDays };
      const found = planFamily(family, wishes, { walk: 5, timeZone });
      if (!found.ok) throw new Error(found.why);
      return daysMissed(family, wishes, found.talks, 5)
        .map(({ talk, days }) => [talk.pupilId, ...days]).sort();
    };
    const mees = child(2, { [monday]: [] }, { talk: [monday, "15:40"] });
    const noor = child(1, { [monday]: ["15:40"], [tuesday]: ["19:00"] });
    expect(missed([mees, noor])).toEqual([[1, monday]]);
    expect(missed([mees, noor], [monday])).toEqual([]); // they ruled that day out themselves
    expect(missed([mees, child(1, { [monday]: ["16:00"], [tuesday]: ["19:00"] })])).toEqual([]);
    const both = { [monday]: ["15:00"], [tuesday]: ["18:30"] };
    expect(missed([child(1, both), child(2, both)])).toEqual([[1], [2]]);
  });

  test("says why there is none", () => {
    expect(plan([])).toEqual(["nothing"]);
    expect(plan([child(1, {}, { talk: [monday, "15:00"] })])).toEqual(["allChosen"]);
    const later = child(2, { [tuesday]: ["18:30"] });
    later.rounds[0]!.phase = "wishes";
    expect(plan([child(1, {}, { talk: [monday, "15:00"] }), later])).toEqual(["chosen"]);
    expect(plan([later])).toEqual(["nothing"]);
    expect(plan([child(1, {}, {}), child(2, { [monday]: ["15:00"] })])).toEqual(["noTimes", 1]);
    expect(plan([1, 2].map((id) => child(id, { [monday]: ["15:00"] })))).toEqual(["noFit"]);
    expect(plan(Array.from({ length: 7 }, (_, id) => child(id, { [monday]: ["15:00"] }))))
      .toEqual(["tooMany"]);
  });

  test("of five children is as good as trying everything, and comes at once", () => {
    const times = ["15:00", "15:10", "15:20", "15:40", "16:00", "16:10"];
    for (let round = 0; round < 40; round++) {
      const family = [1, 2, 3].map((id) =>
        child(id, { [monday]: times.filter((_, n) => (round * 7 + id * 3 + n * n) % 3 > 0) })
      );
      const found = planFamily(family, { when: "any", notDays: [] }, { walk: 5, timeZone });
      const span = (from: Date[]) => Math.max(...from.map(Number)) - Math.min(...from.map(Number));
      const spans = combinations(family).filter(apart).map((talks) =>
        span(talks.map(({ from }) => from))
      );
      expect(found.ok ? span(found.talks.map(({ from }) => from)) : Infinity)
        .toBe(spans.length > 0 ? Math.min(...spans) : Infinity);
    }
    const wide = Array.from(
      { length: 60 },
      (_, n) => timesFrom(`${monday}T08:00`, 60)[n]!.slice(11),
    );
    const five = [1, 2, 3, 4, 5].map((id) => child(id, { [monday]: wide, [tuesday]: wide }));
    const began = performance.now();
    expect(plan(five)).toHaveLength(5);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

/** Every way to give each child one of its free times. */
const combinations = (family: ChildChoices[]): Choice[][] =>
  family.reduce<Choice[][]>(
    (ways, { rounds }) =>
      ways.flatMap((way) =>
        rounds[0]!.days.flatMap(({ choices }) => choices.map((one) => [...way, one]))
      ),
    [[]],
  );

const apart = (talks: Choice[]) =>
  talks.every((a) => talks.every((b) => a === b || Math.abs(+a.from - +b.from) >= 15 * 60_000));

describe("the page", () => {
  let house: TestHouse;
  beforeAll(async () => void (house = await openTestHouse({ seed: "empty" })));
  afterAll(() => house.close());
  let schools = 0;

  /** Noor, Mees and Lot, in three groups with a round each on one afternoon. */
  async function found() {
    const name = `family${++schools}`;
    const village = await Village.found(house, name);
    const groups = [];
    for (const one of ["2", "5", "7"]) groups.push(await village.group(one));
    const pupils = [];
    for (const [n, one] of ["Noor", "Mees", "Lot"].entries()) {
      pupils.push(await village.pupil(one, [groups[n]!]));
    }
    const rounds = [];
    for (const group of groups) {
      const teacher = await village.staff("Joris", "teacher", [group]);
      rounds.push(
        await openRound(house, village, {
          groups: [group],
          teachers: [teacher.personId],
          times: timesFrom("2026-11-16T15:00", 9),
        }),
      );
    }
    const mother = await village.guardian("Samira", pupils);
    const rival = await village.guardian("Kees", [await village.pupil("Teun", [groups[0]!])]);
    return { name, village, pupils, rounds, mother, rival, page: `/${name}/conversations/family` };
  }

  const talksIn = (text: string) =>
    [...text.matchAll(/name="talk" value="([^"]*)"/g)].map(([, talk]) => talk!);

  test("a family of three is done in one press", async () => {
    const { mother, page, name, pupils } = await found();
    const { text } = await mother.visitor.get(page);
    const talk = talksIn(text);
    expect(talk.map((one) => Number(one.split("-")[0])).sort()).toEqual(pupils.toSorted());
    expect(text).toContain("Reserveer deze 3 tijden");
    const answer = await mother.visitor.post(page, { talk, when: "any" });
    expect([answer.status, answer.location]).toEqual([303, `/${name}/conversations`]);
    for (const one of talk) {
      const [pupil, slot] = one.split("-").map(Number);
      expect(await whoHas(house, slot!)).toMatchObject({ pupil, guardian: mother.personId });
    }
    const done = await mother.visitor.get(page);
    expect(done.text).toContain("Er is nu niets te plannen: alle gesprekken hebben al een tijd.");
    expect(done.text).not.toContain("Wat komt u het best uit?");
    const again = await mother.visitor.post(page, { talk, when: "any" });
    expect(again.status).toBe(303); // pressed twice: they have what they asked for
  });

  test("who has one talk on Monday reads why the other is on another day, and of which round each is", async () => {
    const { village, mother, page, name, pupils, rounds } = await found();
    const [noor] = pupils;
    const two = (await house.house.db.selectFrom("talk_round_groups").select("group_id")
      .where("round_id", "=", rounds[0]!.id).executeTakeFirstOrThrow()).group_id;
    const gym = await openRound(house, village, {
      groups: [two],
      teachers: [(await village.staff("Sven", "teacher", [])).personId],
      times: ["2026-11-16T15:00", "2026-11-17T19:00"],
    });
    await house.house.db.updateTable("talk_rounds").set({ title: "Gymgesprekken" })
      .where("id", "=", gym.id).execute();
    await mother.visitor.post(`/${name}/conversations/slots/${rounds[0]!.slots[0]}/booking`, {
      pupil: String(noor),
    });
    const { text } = await mother.visitor.get(page);
    expect(text).toContain("Dinsdag 17 november");
    expect(text).toContain(
      "Op maandag 16 november is er geen tijd vrij die past, met tijd om te lopen.",
    );
    expect(text.match(/ Gymgesprekken</g)).toHaveLength(1);
    expect(text.match(/ Voortgang</g)).toHaveLength(1); // Mees and Lot are in one each
  });

  test("when one of the times was just taken nothing is booked, and a new proposal stands ready", async () => {
    const { mother, rival, page, name, rounds } = await found();
    const talk = talksIn((await mother.visitor.get(page)).text);
    const wanted = talk.map((one) => Number(one.split("-")[1]))
      .find((slot) => rounds[0]!.slots.includes(slot))!;
    const teun = await house.house.db.selectFrom("pupils").select("id")
      .where("first_name", "=", "Teun").orderBy("id", "desc").executeTakeFirstOrThrow();
    await rival.visitor.post(`/${name}/conversations/slots/${wanted}/booking`, {
      pupil: String(teun.id),
    });
    const lost = await mother.visitor.post(page, { talk, when: "any" });
    expect(lost.status).toBe(409);
    expect(lost.text).toContain("Iemand was u net voor");
    expect(lost.text).toContain("Er is nog niets gereserveerd");
    expect(talksIn(lost.text)).toHaveLength(3);
    expect(talksIn(lost.text)).not.toEqual(talk);
    expect(lost.text).not.toContain("niets te plannen");
    for (const slot of talk.map((one) => Number(one.split("-")[1])).filter((s) => s !== wanted)) {
      expect(await whoHas(house, slot)).toMatchObject({ pupil: null });
    }
  });

  test("when the other parent planned it meanwhile, one sentence says that nothing is left to plan", async () => {
    const { village, pupils, mother, page } = await found();
    const father = await village.guardian("Jeroen", pupils);
    const late = talksIn((await mother.visitor.get(`${page}?when=late`)).text);
    const early = talksIn((await father.visitor.get(`${page}?when=early`)).text);
    expect((await father.visitor.post(page, { talk: early, when: "early" })).status).toBe(303);
    const lost = await mother.visitor.post(page, { talk: late, when: "late" });
    expect(lost.status).toBe(409);
    expect(lost.text).toContain(
      "Intussen is er al een tijd gekozen. Er is nu niets te plannen: alle gesprekken hebben al een tijd.",
    );
    expect(lost.text.match(/niets te plannen/g)).toHaveLength(1);
    expect(lost.text).not.toContain("nieuw voorstel");
    expect(lost.text).not.toContain("Wat komt u het best uit?");
  });

  test("who rules out all days is told so, and finds what was filled in", async () => {
    const { mother, page, rounds, village } = await found();
    const none = await mother.visitor.get(`${page}?when=late&notDay=${monday}`);
    expect(none.status).toBe(422);
    expect(none.text).toContain("U streepte alle dagen af.");
    expect(none.text).not.toContain("op de andere dagen");
    const chosen = [...none.text.matchAll(/<input[^>]*value="([^"]*)"[^>]* checked/g)];
    expect(chosen.map(([, value]) => value)).toEqual(["late", monday]);

    const { group_id } = await house.house.db.selectFrom("talk_round_groups").select("group_id")
      .where("round_id", "=", rounds[0]!.id).executeTakeFirstOrThrow();
    await openRound(house, village, {
      groups: [group_id],
      teachers: [(await village.staff("Sven", "teacher", [])).personId],
      times: [`${tuesday}T18:30`],
    });
    const left = await mother.visitor.get(`${page}?notDay=${monday}`);
    expect(left.status).toBe(200);
    expect(left.text).toContain("op de andere dagen geen tijd meer vrij");
  });

  test("two families that press for the same times at once both get all or nothing", async () => {
    const { mother, village, page, rounds } = await found();
    const others = [];
    for (const { id } of rounds) {
      const { group_id } = await house.house.db.selectFrom("talk_round_groups").select("group_id")
        .where("round_id", "=", id).executeTakeFirstOrThrow();
      others.push(await village.pupil("Ander", [group_id]));
    }
    const father = await village.guardian("Ander", others);
    const [hers, his] = await Promise.all(
      [mother, father].map(async ({ visitor }) => talksIn((await visitor.get(page)).text)),
    );
    const answers = await Promise.all([
      mother.visitor.post(page, { talk: hers!, when: "any" }),
      father.visitor.post(page, { talk: his!, when: "any" }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    const booked = await house.house.db.selectFrom("talk_slots").select(["round_id", "guardian_id"])
      .where("pupil_id", "is not", null).where("school_id", "=", village.schoolId).execute();
    expect(booked).toHaveLength(3);
    expect(new Set(booked.map((slot) => slot.guardian_id)).size).toBe(1);
  });

  test("a read-only guardian sees what would fit, without a button", async () => {
    const { village, pupils, page } = await found();
    const aunt = await village.guardian("Tante", pupils, { readOnly: true });
    const { text } = await aunt.visitor.get(page);
    expect(text).toContain("Ons voorstel");
    expect(text).not.toContain("Reserveer deze");
    const talk = talksIn(text);
    expect((await aunt.visitor.post(page, { talk, when: "any" })).status).toBe(403);
  });

  test("someone else's child and nonsense are answered with a sentence", async () => {
    const { rival, mother, page, pupils, rounds } = await found();
    const talk = `${pupils[0]}-${rounds[0]!.slots[0]}`;
    const stranger = await rival.visitor.post(page, { talk, when: "any" });
    expect(stranger.status).toBe(409);
    expect(stranger.text).toContain("uw eigen kind");
    for (const wrong of ["x", "1", "-", `${talk}-1`, "9".repeat(10_000)]) {
      expect((await mother.visitor.post(page, { talk: wrong })).status).toBe(409);
    }
    const odd = await mother.visitor.get(`${page}?when=never&notDay=2026-02-31&notDay=x`);
    expect(odd.status).toBe(200);
  });
});
