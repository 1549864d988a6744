import { hashToken } from "../../web/session.ts";
import { dayIn, schoolYearOf } from "../../web/clock.ts";
import type { House } from "../../web/house.ts";

export interface Person {
  id: number;
  accountId: number;
  /** The cookie of a session. */
  cookie: string;
}

/** A small school, as far as the crowd needs it. */
export interface School {
  teachers: Person[];
  guardians: Person[];
  /** Whom an urgent message to `group` reaches. */
  receivers: string[];
  group: number;
  /** A board post that is open for comments, with a poll. */
  board: number;
  answers: number[];
}

/** Makes the school `regenton` in the house's database: `size` guardians, one group of six. */
export async function foundSchool({ db, clock }: House, size = 12): Promise<School> {
  const now = clock.now();
  const school = await db.insertInto("schools")
    .values({ short_name: "regenton", name: "De Regenton" }).returning("id")
    .executeTakeFirstOrThrow();
  const school_id = school.id;
  const school_year = schoolYearOf(dayIn("Europe/Amsterdam", now));
  const groups = await db.insertInto("groups")
    .values([{ school_id, school_year, name: "1a" }, { school_id, school_year, name: "1b" }])
    .returning("id").execute();

  async function adult(name: string): Promise<Person & { address: string }> {
    const address = `${name}@regenton.example`;
    const account = await db.insertInto("accounts")
      .values({ user_name: address, email: address, activated_at: now }).returning("id")
      .executeTakeFirstOrThrow();
    const person = await db.insertInto("people")
      .values({ school_id, account_id: account.id, first_name: name, last_name: "Bos" })
      .returning("id").executeTakeFirstOrThrow();
    const token = crypto.randomUUID();
    await db.insertInto("sessions").values({
      token_hash: hashToken(token),
      account_id: account.id,
      device: "test",
      persistent: true,
      created_at: now,
      last_seen_at: now,
      expires_at: new Date(now.getTime() + 864e5),
    }).execute();
    return { id: person.id, accountId: account.id, cookie: `session=${token}`, address };
  }

  const teachers: Person[] = [];
  for (const [place, role] of (["admin", "teacher", "teacher"] as const).entries()) {
    const teacher = await adult(`juf${place}`);
    await db.insertInto("staff").values({ school_id, person_id: teacher.id, role }).execute();
    await db.insertInto("group_staff")
      .values(groups.map(({ id }) => ({ school_id, group_id: id, person_id: teacher.id })))
      .execute();
    teachers.push(teacher);
  }
  const guardians: Person[] = [];
  const receivers: string[] = [];
  for (let n = 0; n < size; n++) {
    const guardian = await adult(`ouder${n}`);
    const pupil = await db.insertInto("pupils").values({ school_id, first_name: `Kind${n}` })
      .returning("id").executeTakeFirstOrThrow();
    await db.insertInto("guardianships")
      .values({ school_id, person_id: guardian.id, pupil_id: pupil.id }).execute();
    const group = n < 6 ? groups[0]! : groups[1]!;
    await db.insertInto("group_pupils")
      .values({ school_id, group_id: group.id, pupil_id: pupil.id }).execute();
    guardians.push(guardian);
    if (n < 6) receivers.push(guardian.address);
  }

  const board = await db.insertInto("posts").values({
    school_id,
    kind: "board",
    author_id: teachers[0]!.id,
    author_name: "juf Nul",
    title: "Wat eten we op het zomerfeest?",
    body: "<p>Kies maar.</p>",
    for_school: true,
    publish_at: now,
    comments_open: true,
    created_at: now,
    updated_at: now,
  }).returning("id").executeTakeFirstOrThrow();
  const of = { school_id, post_id: board.id };
  await db.insertInto("polls").values({ ...of, question: "Wat eten we?" }).execute();
  const answers = await db.insertInto("poll_options")
    .values(["Soep", "Patat", "Pizza"].map((label, position) => ({ ...of, position, label })))
    .returning("id").execute();
  return {
    teachers,
    guardians,
    receivers,
    group: groups[0]!.id,
    board: board.id,
    answers: answers.map(({ id }) => id),
  };
}
