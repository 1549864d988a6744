import { createHash } from "node:crypto";
import { sql } from "kysely";
import { keepTalks } from "./kept_talks.ts";
import type { SmallSchool } from "./small_school.ts";

/** Stands in every text about Sanne and Noor, followed by the table it is in. */
export const canary = "zwaluw";
/** Stands in every text about others, and in what the school keeps for itself. */
export const foreign = "karekiet";

export interface KeptFamily {
  sanne: { id: number; accountId: number; address: string };
  joost: { id: number; accountId: number; address: string };
  admin: { id: number; accountId: number; address: string };
  noor: number;
  /** Sanne's too, but the office blocked her for him. */
  fedde: number;
  post: number;
  poll: number;
  specialGroup: number;
}

const hash = (text: string) => createHash("sha256").update(text + crypto.randomUUID()).digest();

/**
 * A family of whom something is in every table: Sanne, who also teaches, and her daughter Noor.
 * Joost is Noor's other guardian, at a secret address; for her son Fedde Sanne is blocked.
 */
export async function keepFamily(small: SmallSchool): Promise<KeptFamily> {
  const { house } = small.school;
  const { db, files, clock } = house;
  const now = clock.now();
  const school_id = small.id;
  const group = await small.group("5a");
  const noor = await small.pupil("Noor", group);
  const fedde = await small.pupil("Fedde", group);
  const admin = await small.staff("Mieke", "admin");
  const sanne = await small.guardian("Sanne", noor, fedde);
  const joost = await small.guardian("Joost", noor);
  await db.insertInto("staff").values({
    school_id,
    person_id: sanne.id,
    role: "teacher",
    title: `${canary}-staff`,
  }).execute();
  await db.insertInto("group_staff").values({ school_id, group_id: group, person_id: sanne.id })
    .execute();
  const file = async (text: string) =>
    (await db.insertInto("files").values({
      school_id,
      hash: await files.put(new TextEncoder().encode(text)),
      name: `${text}.txt`,
      type: "text/plain",
      size: text.length,
      uploaded_by: sanne.accountId,
      created_at: now,
    }).returning("id").executeTakeFirstOrThrow()).id;

  await db.updateTable("people").set({
    key: `${canary}-key`,
    last_name: `${canary}-people`,
    phone: "06-12345678",
    street: `${canary}-street`,
    house_number: "1",
    postcode: "1234 AB",
    city: "Regenstad",
    shares: JSON.stringify({ phone: "group" }),
    photo_file_id: await file(`${canary}-photo`),
  }).where("id", "=", sanne.id).execute();
  await db.updateTable("people").set({
    last_name: foreign,
    phone: `${foreign}-phone`,
    street: `${foreign}-street`,
    secret_address: true,
  }).where("id", "=", joost.id).execute();
  await db.updateTable("pupils").set({
    key: `${canary}-pupil-key`,
    last_name: `${canary}-pupils`,
    born_on: "2018-03-04",
    photo_file_id: await file(`${canary}-pupil-photo`),
  }).where("id", "=", noor).execute();
  await db.updateTable("pupils").set({ last_name: `${foreign}-fedde` }).where("id", "=", fedde)
    .execute();
  await db.updateTable("guardianships").set({ relation: "mother" }).where("pupil_id", "=", noor)
    .where("person_id", "=", sanne.id).execute();
  await db.updateTable("guardianships")
    .set({ blocked_at: now, blocked_reason: `${foreign}-block` })
    .where("pupil_id", "=", fedde).where("person_id", "=", sanne.id).execute();
  const contact = { school_id, kind: "phone" as const, value: "06-87654321" };
  await db.insertInto("contacts").values([
    { ...contact, person_id: sanne.id, label: `${canary}-contacts` },
    { ...contact, pupil_id: noor, label: `${canary}-pupil-contacts` },
    { ...contact, person_id: joost.id, label: `${foreign}-contacts` },
  ]).execute();
  await db.insertInto("senders").values({
    school_id,
    person_id: sanne.id,
    title: `${canary}-senders`,
    group_id: group,
  }).execute();
  const asked = {
    school_id,
    field: "phone",
    old_value: JSON.stringify("06-1"),
    asked_at: now,
    asked_by: sanne.accountId,
  };
  await db.insertInto("change_requests").values([
    { ...asked, person_id: sanne.id, new_value: JSON.stringify(`${canary}-change_requests`) },
    { ...asked, pupil_id: noor, new_value: JSON.stringify(`${canary}-pupil-change`) },
    {
      ...asked,
      person_id: joost.id,
      asked_by: joost.accountId,
      new_value: JSON.stringify(`${foreign}-change`),
    },
  ]).execute();

  const post = await small.post(sanne, "Luizenpluizen");
  const poll = await small.post(admin, "Wanneer komt u");
  await db.updateTable("posts").set({ author_name: `${canary}-posts` }).where("id", "=", post)
    .execute();
  const draft = await small.post(sanne, `${canary}-draft`);
  await db.updateTable("posts").set({ publish_at: null }).where("id", "=", draft).execute();
  for (const [post_id, name] of [[post, "brief"], [draft, `${canary}-draft-file`]] as const) {
    await db.insertInto("post_files").values({
      school_id,
      post_id,
      file_id: await file(name),
      position: 0,
    }).execute();
  }
  await db.insertInto("polls").values({ school_id, post_id: poll, question: "Welke avond?" })
    .execute();
  const option = await db.insertInto("poll_options")
    .values({ school_id, post_id: poll, position: 0, label: "Dinsdag" })
    .returning("id").executeTakeFirstOrThrow();
  for (const { accountId } of [sanne, joost]) {
    const own = { school_id, post_id: poll, account_id: accountId };
    await db.insertInto("poll_votes")
      .values({ ...own, place: 0, option_id: option.id, voted_at: now }).execute();
    await db.insertInto("read_marks").values({ ...own, read_at: now }).execute();
    await db.insertInto("post_symbols").values({ ...own, symbol: "heart" }).execute();
  }
  const comment = { school_id, post_id: poll, author_name: "x", created_at: now };
  await db.insertInto("comments").values([
    { ...comment, person_id: sanne.id, body: `${canary}-comments` },
    { ...comment, person_id: joost.id, body: `${foreign}-comments` },
  ]).execute();
  await small.agendaItem(sanne, "Schoolreis", "2026-12-01");

  const mail = { school_id, kind: "digest", due_at: now, created_at: now, state: "kept" as const };
  await db.insertInto("deliveries").values([
    {
      ...mail,
      cause: "digest:1",
      account_id: sanne.accountId,
      address: sanne.address,
      payload: JSON.stringify({ name: `${canary}-deliveries` }),
    },
    { ...mail, cause: "digest:1", account_id: joost.accountId, address: joost.address },
    {
      ...mail,
      kind: "contact",
      cause: "contact:1",
      account_id: null,
      address: "office@school.example",
      payload: JSON.stringify({ email: sanne.address, message: `${canary}-question` }),
    },
  ]).execute();
  const ofAccount = { school_id, account_id: sanne.accountId };
  await db.insertInto("notification_choices").values({ ...ofAccount, kind: "board" }).execute();
  await db.insertInto("unsubscribe_tokens")
    .values({ ...ofAccount, token: `${canary}-unsubscribe_tokens` }).execute();
  const later = new Date(now.getTime() + 864e5);
  await db.insertInto("sessions").values({
    token_hash: hash("session"),
    account_id: sanne.accountId,
    device: `${canary}-sessions`,
    created_at: now,
    last_seen_at: now,
    expires_at: later,
  }).execute();
  await db.insertInto("account_tokens").values({
    token_hash: hash("token"),
    account_id: sanne.accountId,
    purpose: "password",
    created_at: now,
    expires_at: later,
  }).execute();
  await sql`insert into account_totp (account_id, secret, started_at, confirmed_at)
    values (${sanne.accountId}, ${hash("totp")}, ${now}, ${now})`.execute(db);
  await db.insertInto("recovery_codes")
    .values({ account_id: sanne.accountId, code_hash: hash("code") }).execute();

  const special = await db.insertInto("special_groups").values({
    school_id,
    school_year: 2026,
    name: "Luizenouders",
    created_by: sanne.id,
    created_at: now,
    taken: 2,
  }).returning("id").executeTakeFirstOrThrow();
  await db.insertInto("special_group_members").values(
    [sanne, joost].map(({ id }) => ({
      school_id,
      special_group_id: special.id,
      person_id: id,
      added_at: now,
    })),
  ).execute();
  await db.insertInto("special_group_mails").values({
    school_id,
    special_group_id: special.id,
    sender_id: sanne.id,
    sender_name: `${canary}-special_group_mails`,
    subject: "Morgen",
    body: "Kom om half negen",
    receivers: 2,
    sent_at: now,
  }).execute();

  const dated = { school_id, pupil_id: noor, created_at: now, updated_at: now };
  await db.insertInto("sitters").values({ ...dated, name: `${canary}-sitters`, phone: "06-2" })
    .execute();
  const note = { ...dated, author_id: sanne.id, author_name: `${canary}-pupil_notes-author` };
  await db.insertInto("pupil_notes").values([
    { ...note, body: `${canary}-pupil_notes`, shared: true },
    { ...note, body: `${canary} ${foreign}-hidden-note`, shared: false },
    { ...note, pupil_id: fedde, body: `${foreign}-note` },
  ]).execute();
  const result = await db.insertInto("pupil_results").values({
    ...dated,
    author_id: sanne.id,
    author_name: `${canary}-pupil_results-author`,
    title: `${canary}-pupil_results`,
    held_on: "2026-10-01",
  }).returning("id").executeTakeFirstOrThrow();
  await db.insertInto("pupil_scores").values({
    school_id,
    result_id: result.id,
    position: 0,
    subject: `${canary}-pupil_scores`,
    score: "A",
  }).execute();
  await db.insertInto("pupil_result_files").values({
    school_id,
    result_id: result.id,
    file_id: await file(`${canary}-pupil_result_files`),
  }).execute();
  await db.insertInto("coupling_codes").values({
    school_id,
    pupil_id: noor,
    code_hash: hash("couple"),
    created_by: sanne.accountId,
    created_at: now,
    expires_at: later,
    used_at: now,
    used_by: sanne.id,
  }).execute();

  await keepTalks(db, { school_id, group, noor, fedde, sanne, joost, now });

  const entry = { school_id, at: now, account_id: admin.accountId };
  const subject = (more: object) => JSON.stringify(more);
  await db.insertInto("audit_entries").values([
    {
      ...entry,
      action: "personChanged",
      subject: subject({
        personId: sanne.id,
        changed: { phone: { from: `${canary}-audit_entries`, to: "06-3" } },
      }),
      person_ids: [sanne.id],
    },
    {
      ...entry,
      action: "changeApproved",
      subject: subject({ pupilId: noor, field: "firstName", from: `${canary}-audit`, to: "Noor" }),
      pupil_ids: [noor],
    },
    {
      ...entry,
      action: "dataSeen",
      subject: subject({ what: "classList", pupilIds: [noor, fedde] }),
      pupil_ids: [noor, fedde],
    },
    {
      ...entry,
      action: "childBlocked",
      subject: subject({ personId: sanne.id, pupilId: fedde, reason: `${foreign} ${canary}` }),
      person_ids: [sanne.id],
      pupil_ids: [fedde],
    },
    {
      ...entry,
      action: "childLinked",
      subject: subject({ personId: joost.id, pupilId: noor, relation: foreign }),
      person_ids: [joost.id],
      pupil_ids: [noor],
    },
  ]).execute();
  return { sanne, joost, admin, noor, fedde, post, poll, specialGroup: special.id };
}
