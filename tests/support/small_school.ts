import { hashToken } from "../../web/session.ts";
import type { House } from "../../web/house.ts";
import type { TestHouse } from "./house.ts";
import type { Visitor } from "./visitor.ts";

type Kind = "news" | "board" | "urgent";

interface Adult {
  id: number;
  accountId: number;
  address: string;
}

/**
 * A school of one's own making, as small as a test needs: each call puts one thing in the
 * database. Its times are those of the house's clock.
 */
export class SmallSchool {
  private constructor(readonly school: TestHouse, readonly id: number, readonly name: string) {}

  static async found(school: TestHouse, name = "regenton"): Promise<SmallSchool> {
    const { id } = await school.house.db.insertInto("schools")
      .values({ short_name: name, name: `Basisschool ${name}` })
      .returning("id").executeTakeFirstOrThrow();
    return new SmallSchool(school, id, name);
  }

  private get house(): House {
    return this.school.house;
  }

  /** A group of the school year 2026-2027, unless told. */
  async group(name: string, schoolYear = 2026): Promise<number> {
    const { id } = await this.house.db.insertInto("groups")
      .values({ school_id: this.id, school_year: schoolYear, name })
      .returning("id").executeTakeFirstOrThrow();
    return id;
  }

  /** A child in groups. */
  async pupil(firstName: string, ...groups: number[]): Promise<number> {
    const { db } = this.house;
    const { id } = await db.insertInto("pupils")
      .values({ school_id: this.id, first_name: firstName }).returning("id")
      .executeTakeFirstOrThrow();
    for (const group_id of groups) {
      await db.insertInto("group_pupils").values({ school_id: this.id, group_id, pupil_id: id })
        .execute();
    }
    return id;
  }

  /** A guardian with an active account, of these children. */
  async guardian(firstName: string, ...children: number[]): Promise<Adult> {
    const adult = await this.adult(firstName);
    for (const pupil_id of children) {
      await this.house.db.insertInto("guardianships")
        .values({ school_id: this.id, person_id: adult.id, pupil_id }).execute();
    }
    return adult;
  }

  /** Someone who works here, with an active account. */
  async staff(
    firstName: string,
    role: "teacher" | "office" | "admin",
    ...groups: number[]
  ): Promise<Adult> {
    const { db } = this.house;
    const adult = await this.adult(firstName);
    await db.insertInto("staff").values({ school_id: this.id, person_id: adult.id, role })
      .execute();
    for (const group_id of groups) {
      await db.insertInto("group_staff")
        .values({ school_id: this.id, group_id, person_id: adult.id }).execute();
    }
    return adult;
  }

  private async adult(firstName: string): Promise<Adult> {
    const { db, clock } = this.house;
    const address = `${firstName.toLowerCase()}@${this.name}.example`;
    const account = await db.insertInto("accounts")
      .values({ user_name: address, email: address, activated_at: clock.now() })
      .returning("id").executeTakeFirstOrThrow();
    const person = await db.insertInto("people")
      .values({
        school_id: this.id,
        account_id: account.id,
        first_name: firstName,
        last_name: "Bos",
        email: address,
      }).returning("id").executeTakeFirstOrThrow();
    return { id: person.id, accountId: account.id, address };
  }

  /** A post published now, for these groups or else the whole school. */
  async post(
    author: Adult,
    title: string,
    { kind = "news", groups = [] }: { kind?: Kind; groups?: number[] } = {},
  ): Promise<number> {
    const { db, clock } = this.house;
    const now = clock.now();
    const { id } = await db.insertInto("posts").values({
      school_id: this.id,
      kind,
      author_id: author.id,
      author_name: "juf Hanneke",
      title,
      body: `<p>${title}, dat wilt u weten.</p>`,
      excerpt: `${title}, dat wilt u weten.`,
      for_school: groups.length === 0,
      publish_at: now,
      created_at: now,
      updated_at: now,
    }).returning("id").executeTakeFirstOrThrow();
    for (const group_id of groups) {
      await db.insertInto("post_groups").values({ school_id: this.id, post_id: id, group_id })
        .execute();
    }
    return id;
  }

  /** A whole day in the agenda of everyone. */
  async agendaItem(author: Adult, title: string, day: string): Promise<number> {
    const { db, clock } = this.house;
    const now = clock.now();
    const { id } = await db.insertInto("agenda_items").values({
      school_id: this.id,
      title,
      starts_on: day,
      ends_on: day,
      for_school: true,
      created_by: author.id,
      created_at: now,
      updated_at: now,
    }).returning("id").executeTakeFirstOrThrow();
    return id;
  }

  /** Someone's browser in which they have signed in. */
  async browserOf(adult: Adult): Promise<Visitor> {
    const { db, clock } = this.house;
    const token = crypto.randomUUID();
    const now = clock.now();
    await db.insertInto("sessions").values({
      token_hash: hashToken(token),
      account_id: adult.accountId,
      device: "test",
      persistent: true,
      created_at: now,
      last_seen_at: now,
      expires_at: new Date(now.getTime() + 864e5 * 365),
    }).execute();
    const visitor = this.school.visitor();
    visitor.cookies.set("session", token);
    return visitor;
  }
}
