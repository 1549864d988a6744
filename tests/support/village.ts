import { hashToken } from "../../web/session.ts";
import type { School } from "../../web/viewer.ts";
import type { PostKind } from "../../modules/messaging/tables.ts";
import type { TestHouse } from "./house.ts";
import type { Visitor } from "./visitor.ts";

/** A person of the village: with an account, and signed in. */
export interface Villager {
  personId: number;
  accountId: number;
  visitor: Visitor;
}

interface PostOptions {
  kind?: PostKind;
  title: string;
  body?: string;
  by: Villager;
  /** Group ids; without them it is for the whole school. */
  groups?: number[];
  /** `null` is a draft. */
  publishAt?: string | null;
  expiresAt?: string;
  withdrawnAt?: string;
  pinned?: boolean;
  commentsOpen?: boolean;
}

/**
 * A school of exactly the people a test needs, in an empty house: each line of it stands in the
 * test that is about it.
 */
export class Village {
  private people = 0;

  private constructor(
    private readonly house: TestHouse,
    readonly schoolId: number,
    readonly shortName: string,
  ) {}

  static async found(house: TestHouse, shortName: string, menu: School["menu"] = {}) {
    const { id } = await house.house.db.insertInto("schools")
      .values({ short_name: shortName, name: `School ${shortName}`, menu: JSON.stringify(menu) })
      .returning("id").executeTakeFirstOrThrow();
    return new Village(house, id, shortName);
  }

  private get db() {
    return this.house.house.db;
  }

  async group(name: string, schoolYear = 2026): Promise<number> {
    const { id } = await this.db.insertInto("groups")
      .values({ school_id: this.schoolId, name, school_year: schoolYear })
      .returning("id").executeTakeFirstOrThrow();
    return id;
  }

  async pupil(firstName: string, groups: number[]): Promise<number> {
    const { id } = await this.db.insertInto("pupils")
      .values({ school_id: this.schoolId, first_name: firstName })
      .returning("id").executeTakeFirstOrThrow();
    for (const group of groups) {
      await this.db.insertInto("group_pupils")
        .values({ school_id: this.schoolId, group_id: group, pupil_id: id }).execute();
    }
    return id;
  }

  /** A guardian of these pupils, signed in. */
  async guardian(name: string, pupils: number[], { readOnly = false } = {}): Promise<Villager> {
    const villager = await this.person(name, readOnly);
    for (const pupil of pupils) {
      await this.db.insertInto("guardianships").values({
        school_id: this.schoolId,
        person_id: villager.personId,
        pupil_id: pupil,
      }).execute();
    }
    return villager;
  }

  /** Someone who works here and teaches these groups, signed in. */
  async staff(
    name: string,
    role: "teacher" | "office" | "admin" = "teacher",
    groups: number[] = [],
  ): Promise<Villager> {
    const villager = await this.person(name, false);
    const { personId } = villager;
    await this.db.insertInto("staff")
      .values({ school_id: this.schoolId, person_id: personId, role, title: `juf ${name}` })
      .execute();
    for (const group of groups) {
      await this.db.insertInto("group_staff")
        .values({ school_id: this.schoolId, group_id: group, person_id: personId }).execute();
    }
    return villager;
  }

  private async person(name: string, readOnly: boolean): Promise<Villager> {
    const { db } = this;
    const now = this.house.clock.now();
    const userName = `${this.shortName}-${++this.people}@voorbeeld.example`;
    const account = await db.insertInto("accounts")
      .values({ user_name: userName, email: userName, activated_at: now })
      .returning("id").executeTakeFirstOrThrow();
    const person = await db.insertInto("people").values({
      school_id: this.schoolId,
      account_id: account.id,
      first_name: name,
      last_name: "Vos",
      read_only: readOnly,
    }).returning("id").executeTakeFirstOrThrow();
    const token = `token of ${userName}`;
    await db.insertInto("sessions").values({
      token_hash: hashToken(token),
      account_id: account.id,
      device: "test",
      created_at: now,
      last_seen_at: now,
      expires_at: new Date("2099-01-01T00:00:00Z"),
    }).execute();
    const visitor = this.house.visitor();
    visitor.cookies.set("session", encodeURIComponent(token));
    return { personId: person.id, accountId: account.id, visitor };
  }

  /** Writes a post straight into the database, in any state. */
  async post(options: PostOptions): Promise<number> {
    const now = this.house.clock.now();
    const { publishAt = now.toISOString() } = options;
    const date = (iso: string | null | undefined) => iso ? new Date(iso) : null;
    const { id } = await this.db.insertInto("posts").values({
      school_id: this.schoolId,
      kind: options.kind ?? "news",
      author_id: options.by.personId,
      author_name: "juf Hanneke",
      title: options.title,
      body: options.body ?? `<p>${options.title}</p>`,
      excerpt: options.title,
      for_school: !options.groups,
      publish_at: date(publishAt),
      expires_at: date(options.expiresAt),
      withdrawn_at: date(options.withdrawnAt),
      pinned: options.pinned ?? false,
      comments_open: options.commentsOpen ?? options.kind === "board",
      created_at: now,
      updated_at: now,
    }).returning("id").executeTakeFirstOrThrow();
    for (const group of options.groups ?? []) {
      await this.db.insertInto("post_groups")
        .values({ school_id: this.schoolId, post_id: id, group_id: group }).execute();
    }
    return id;
  }

  /** A poll under a post; returns the ids of its options. */
  async poll(
    post: number,
    labels: string[],
    { multiple = false, anonymous = false, closesAt = null as string | null } = {},
  ): Promise<number[]> {
    const key = { school_id: this.schoolId, post_id: post };
    await this.db.insertInto("polls").values({
      ...key,
      question: "Wat vindt u?",
      multiple,
      anonymous,
      closes_at: closesAt ? new Date(closesAt) : null,
    }).execute();
    const rows = await this.db.insertInto("poll_options")
      .values(labels.map((label, position) => ({ ...key, position, label })))
      .returning("id").execute();
    return rows.map((row) => row.id);
  }

  /** A file under a post: a picture in three sizes, or any other kind as it is. */
  async file(post: number, name: string, { picture = false } = {}): Promise<number> {
    const { db, files } = this.house.house;
    const bytes = new TextEncoder().encode(`content of ${name}`);
    const hash = await files.put(bytes);
    const { id } = await db.insertInto("files").values({
      school_id: this.schoolId,
      hash,
      name,
      type: picture ? "image/jpeg" : "application/pdf",
      size: bytes.length,
      width: picture ? 800 : null,
      height: picture ? 600 : null,
    }).returning("id").executeTakeFirstOrThrow();
    const sizes = picture ? ["small", "medium", "large"] as const : [];
    for (const size of sizes) {
      await db.insertInto("file_variants").values({
        school_id: this.schoolId,
        file_id: id,
        size,
        hash,
        width: 400,
        height: 300,
        bytes: bytes.length,
      }).execute();
    }
    await db.insertInto("post_files")
      .values({ school_id: this.schoolId, post_id: post, file_id: id, position: 0 }).execute();
    return id;
  }
}
