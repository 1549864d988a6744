import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runTicks } from "../jobs/clock.ts";
import { openTestHouse, type TestHouse, testNow } from "./support/house.ts";
import type { Visitor } from "./support/visitor.ts";

let school: TestHouse;
let teacher: Visitor, office: Visitor, parent: Visitor;
let own: number, other: number;
const home = "/regenton";

beforeAll(async () => {
  school = await openTestHouse();
  teacher = await school.signIn("juf@regenton.example");
  office = await school.signIn("administratie@regenton.example");
  parent = await school.signIn("ouder@regenton.example");
  const rows = await query<{ id: number; own: boolean }>(`
    select g.id, exists (
      select from group_staff t join people p on p.id = t.person_id
      where t.group_id = g.id and p.email = 'juf@regenton.example') as own
    from groups g where g.school_year = 2026 order by g.position`);
  own = rows.find((row) => row.own)!.id;
  other = rows.find((row) => !row.own)!.id;
  await school.mails();
});
afterAll(() => school.close());

const query = <T>(sql: string, values: unknown[] = []) =>
  school.house.pool.unsafe(sql, values as never[]) as unknown as Promise<T[]>;

const urgent = (more: Record<string, string | string[]> = {}) => ({
  intent: "publish",
  key: randomUUID(),
  kind: "urgent",
  audience: String(own),
  title: "Geen water",
  body: "De kraan is stuk. Geef uw kind water mee.",
  ...more,
});

const idIn = (address: string | null) => Number(/\/posts\/(\d+)/.exec(address ?? "")?.[1]);

async function post(someone: Visitor, form: ReturnType<typeof urgent>): Promise<number> {
  const answer = await someone.post(`${home}/posts`, form);
  expect(answer.status).toBe(303);
  return idIn(answer.location);
}

const addresses = async (id: number, state?: string) =>
  (await query<{ address: string }>(
    `select address from deliveries where cause = 'post:' || $1::text
     and ($2::text is null or state = $2) order by address`,
    [id, state ?? null],
  )).map((row) => row.address);

/** Every adult of a group, one by one, as plainly as it can be said. */
async function adultsOf(group: number): Promise<string[]> {
  const rows = await query<{ email: string; gone: boolean }>(
    `
    select coalesce(a.email, p.email) as email,
      (p.left_at is not null or p.blocked_at is not null or p.deceased) as gone
    from people p left join accounts a on a.id = p.account_id
    where p.id in (
      select gs.person_id from guardianships gs, group_pupils gp, pupils k
      where gs.pupil_id = gp.pupil_id and k.id = gp.pupil_id and k.left_at is null
        and gp.group_id = $1 and gs.blocked_at is null
      union select person_id from group_staff where group_id = $1)`,
    [group],
  );
  const wanted = rows.filter((row) => row.email && !row.gone).map((row) => row.email.toLowerCase());
  return [...new Set(wanted)].sort();
}

test("an urgent message goes at once to every adult of the group, each address once", async () => {
  const answer = await teacher.post(`${home}/posts`, urgent());
  expect(answer.location).toMatch(/\/posts\/\d+\/delivery$/);
  const sent = await addresses(idIn(answer.location));
  expect(sent).toEqual(await adultsOf(own));
  expect(sent).toContain("ouder@regenton.example");
  expect(sent).toContain("juf@regenton.example");

  const mails = await school.mails();
  expect(mails).toHaveLength(sent.length);
  for (const mail of mails) {
    expect(mail.subject).toContain("Geen water");
    expect(mail.text).toContain("De kraan is stuk.");
    expect(mail.headers.find((header) => header.name === "list-id")?.value)
      .toContain("<urgent.regenton.school.test>");
  }
});

test("those who may only read, or have no password yet, get it too; who is blocked does not", async () => {
  const [blocked, inactive] = await query<{ id: number; email: string; account: number }>(
    `
    select p.id, coalesce(a.email, p.email) as email, a.id as account
    from people p join accounts a on a.id = p.account_id
    where p.email not like '%@regenton.example' and p.id in (
      select gs.person_id from guardianships gs join group_pupils gp on gp.pupil_id = gs.pupil_id
      where gp.group_id = $1 group by gs.person_id)
      and (select count(*) from people x where x.account_id = a.id) = 1
    order by p.id limit 2`,
    [own],
  );
  await query("update people set blocked_at = now(), blocked_reason = 'x' where id = $1", [
    blocked!.id,
  ]);
  await query("update people set read_only = true where id = $1", [inactive!.id]);
  await query("update accounts set activated_at = null, password_hash = null where id = $1", [
    inactive!.account,
  ]);
  const sent = await addresses(await post(teacher, urgent()));
  expect(sent).toContain(inactive!.email);
  expect(sent).not.toContain(blocked!.email);
  await school.mails();
});

test("who is blocked while the mail waits does not get it any more", async () => {
  const id = await post(teacher, urgent({ title: "Toch dicht" }));
  const [waiting] = await query<{ address: string; account: number }>(
    `select d.address, d.account_id as account from deliveries d
     where d.cause = 'post:' || $1::text and d.account_id is not null
       and d.address not like '%@regenton.example'
       and (select count(*) from people p where p.account_id = d.account_id) = 1
     order by d.id limit 1`,
    [id],
  );
  await query(
    "update people set blocked_at = now(), blocked_reason = 'x' where account_id = $1",
    [waiting!.account],
  );
  const mails = await school.mails();
  expect(mails).toHaveLength((await addresses(id)).length - 1);
  expect(mails.flatMap((mail) => mail.to.map((to) => to.address))).not.toContain(waiting!.address);
  expect(await addresses(id, "cancelled")).toEqual([waiting!.address]);
});

test("for the whole school everyone gets it, and only the office can send that", async () => {
  expect((await teacher.post(`${home}/posts`, urgent({ audience: "school" }))).status).toBe(422);
  const id = await post(office, urgent({ audience: "school", title: "School dicht" }));
  const everyone = await query<{ n: number }>(`
    select count(distinct lower(coalesce(a.email, p.email)))::int as n
    from people p left join accounts a on a.id = p.account_id
    where p.left_at is null and p.blocked_at is null and not p.deceased
      and (exists (select from staff s where s.person_id = p.id and s.left_at is null)
        or exists (select from guardianships g join pupils k on k.id = g.pupil_id and k.left_at is null
          where g.person_id = p.id and g.blocked_at is null))`);
  expect(await addresses(id)).toHaveLength(everyone[0]!.n);
  await school.mails();
});

test("pressing twice sends one mail to each", async () => {
  const form = urgent({ title: "Twee keer" });
  const answers = await Promise.all([1, 2, 3].map(() => teacher.post(`${home}/posts`, form)));
  expect(new Set(answers.map((answer) => answer.location)).size).toBe(1);
  const mails = await school.mails();
  expect(mails).toHaveLength((await addresses(idIn(answers[0]!.location))).length);
});

test("the sender sees how far it is, and who must be phoned", async () => {
  const [lonely] = await query<{ name: string }>(
    `
    update people p set email = null, account_id = null
    where id = (select gs.person_id from guardianships gs
      join group_pupils gp on gp.pupil_id = gs.pupil_id join people q on q.id = gs.person_id
      where gp.group_id = $1 and gs.blocked_at is null and q.blocked_at is null
        and coalesce(q.email, '') not like '%@regenton.example' order by q.id desc limit 1)
    returning concat_ws(' ', nullif(first_name, ''), nullif(prefix, ''), nullif(last_name, '')) as name`,
    [own],
  );
  const answer = await teacher.post(`${home}/posts`, urgent());
  const total = (await addresses(idIn(answer.location))).length;
  const before = await teacher.get(answer.location!);
  expect(before.text).toContain(`0 van ${total} mails verstuurd`);
  expect(before.text).toContain("every 1s");
  expect(before.text).toContain(lonely!.name);
  await school.mails();
  await query("update deliveries set state = 'sent' where cause = 'post:' || $1::text", [
    idIn(answer.location),
  ]);
  const after = await teacher.get(`${answer.location}?part=progress`);
  expect(after.text).toContain(`${total} van ${total} mails verstuurd`);
  expect(after.text).toContain("Iedereen met een e-mailadres heeft het.");
  expect(after.text).not.toContain("every 1s");
  expect(after.text).not.toContain("<html");
});

test("without a mail server its sender reads that nobody has it, and an admin where it lies", async () => {
  const id = await post(teacher, urgent());
  const total = (await school.mails()).length;
  const page = (await teacher.get(`${home}/posts/${id}/delivery`)).text;
  expect(page).toContain(`0 van ${total} mails verstuurd`);
  expect(page).toContain(`${total} mails zijn bewaard, niet verstuurd: er is geen mailserver.`);
  expect(page).not.toContain("Iedereen met een e-mailadres heeft het.");
  expect(page).not.toContain(`${home}/outgoing`);
  const admin = await school.signIn("directie@regenton.example");
  const text = (await admin.get(`${home}/posts/${id}/delivery`)).text;
  expect(text).toContain(`href="${home}/outgoing?state=kept"`);
});

test("a mail server that does not answer is said where its sender waits", async () => {
  const id = await post(teacher, urgent());
  await query(
    "update deliveries set error = 'ECONNECTION', attempts = 1 where cause = 'post:' || $1::text",
    [id],
  );
  const page = (await teacher.get(`${home}/posts/${id}/delivery`)).text;
  expect(page).toContain("De mailserver antwoordt niet. We proberen het steeds opnieuw.");
  await school.mails();
});

test("a mail that fails for good is shown with the name of whose it was", async () => {
  const id = await post(teacher, urgent());
  await query(
    `update deliveries set state = 'bounced' where cause = 'post:' || $1::text
     and address = 'ouder@regenton.example'`,
    [id],
  );
  const page = await teacher.get(`${home}/posts/${id}/delivery`);
  expect(page.text).toContain("1 is niet aangekomen");
  expect(page.text).toContain("Samira de Wit");
  await school.mails();
});

test("only its sender and the office see how the sending goes", async () => {
  const id = await post(office, urgent({ audience: String(other) }));
  expect((await parent.get(`${home}/posts/${id}/delivery`)).status).toBe(403);
  expect((await teacher.get(`${home}/posts/${id}/delivery`)).status).toBe(404);
  await school.mails();
});

test("withdrawing stops every mail that has not left yet", async () => {
  const id = await post(teacher, urgent({ title: "Vergissing" }));
  const queued = (await addresses(id)).length;
  await teacher.post(`${home}/posts/${id}/withdrawal`);
  expect(await addresses(id, "cancelled")).toHaveLength(queued);
  expect(await school.mails()).toEqual([]);
});

test("a mail that a worker had in hand while it was withdrawn is not sent", async () => {
  const id = await post(teacher, urgent({ title: "Vergissing" }));
  await query(
    `update deliveries set state = 'sending', leased_until = $2 where cause = 'post:' || $1::text`,
    [id, new Date(school.clock.now().getTime() - 1000)],
  );
  await teacher.post(`${home}/posts/${id}/withdrawal`);
  expect(await school.mails()).toEqual([]);
});

test("who is added later gets it, who had it does not get it again", async () => {
  const id = await post(office, urgent());
  await school.mails();
  const first = await addresses(id);
  const edit = `${home}/posts/${id}/edit`;
  const [, seen = ""] = /name="seen" value="(\d+)"/.exec((await office.get(edit)).text) ?? [];
  await office.post(edit, urgent({ audience: [String(own), String(other)], seen }));
  const mails = await school.mails();
  expect(mails).toHaveLength((await addresses(id)).length - first.length);
  expect(mails.length).toBeGreaterThan(0);
});

test("a planned urgent message goes once when its minute comes, also when two clocks tick", async () => {
  const answer = await teacher.post(
    `${home}/posts`,
    urgent({ title: "Morgenvroeg", when: "later", day: "2026-11-10", time: "18:00" }),
  );
  expect(answer.location).toBe(`${home}/posts/drafts`);
  const [row] = await query<{ id: number }>("select id from posts where title = 'Morgenvroeg'");
  await runTicks(school.house);
  expect(await addresses(row!.id)).toEqual([]);
  school.clock.travel("2026-11-10T18:00:10+01:00");
  await Promise.all([runTicks(school.house), runTicks(school.house)]);
  const mails = (await school.mails()).filter((mail) => mail.subject.includes("Morgenvroeg"));
  expect(mails).toHaveLength((await addresses(row!.id)).length);
  expect(mails.length).toBeGreaterThan(0);
  school.clock.travel(testNow);
});

test("a planned urgent message that is removed before its minute never goes", async () => {
  await teacher.post(
    `${home}/posts`,
    urgent({ title: "Toch niet", when: "later", day: "2026-11-10", time: "19:00" }),
  );
  const [row] = await query<{ id: number }>("select id from posts where title = 'Toch niet'");
  await teacher.post(`${home}/posts/${row!.id}/withdrawal`);
  school.clock.travel("2026-11-10T19:00:10+01:00");
  await runTicks(school.house);
  expect(await addresses(row!.id)).toEqual([]);
  school.clock.travel(testNow);
});

test("for a school of 1,000 parents every mail is in the ledger when the sender sees the next page", async () => {
  await query(`
    with made as (
      insert into people (school_id, first_name, last_name, email)
      select 1, 'Ouder', 'Nummer ' || n, 'ouder' || n || '@veel.example' from generate_series(1, 1000) n
      returning id)
    insert into guardianships (school_id, person_id, pupil_id)
    select 1, made.id, (select min(pupil_id) from group_pupils where group_id = ${own}) from made`);
  const id = await post(office, urgent({ audience: "school", title: "Aan allen" }));
  expect((await addresses(id)).length).toBeGreaterThan(1000);
});
