import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { letIn } from "../modules/school/admin.actions.ts";
import { runCommand } from "./support/command.ts";
import { openTestHouse, password, type TestHouse } from "./support/house.ts";

let school: TestHouse;
let env: Record<string, string>;
beforeAll(async () => {
  school = await openTestHouse();
  const { host, user } = inject("database");
  const [row] = await school.house.pool.unsafe<{ name: string }[]>(
    "select current_database() as name",
  );
  env = {
    DATABASE_URL: `postgres:///${row!.name}`,
    PGHOST: host,
    PGUSER: user,
    ORIGIN: "https://portaal.regenton.example",
  };
});
afterAll(() => school?.close());

const newPassword = "Appelmoes-met-kaneel-7";

/** Opens a printed link, chooses a password, and comes to the page where the school is set up. */
async function follow(path: string) {
  const visitor = school.visitor();
  expect((await visitor.get(path)).status).toBe(200);
  const chosen = await visitor.post(path, { password: newPassword, repeat: newPassword });
  expect(chosen.status).toBe(303);
  return visitor;
}

test("a new admin gets a link, chooses a password, and runs the school", async () => {
  school.clock.travel(new Date().toISOString()); // the command goes by the real time
  const { code, out } = await runCommand(
    [
      "user",
      "--school",
      "regenton",
      "--email",
      "Ida@regenton.example",
      "--admin",
      "--name",
      "Ida de Vries",
    ],
    env,
  );
  expect(code).toBe(0);
  const link = new URL(out.trim());
  expect(link.origin).toBe("https://portaal.regenton.example");
  const visitor = await follow(link.pathname);
  expect((await visitor.get("/regenton/settings")).status).toBe(200);
  expect((await visitor.get("/regenton/people")).text).toContain("Ida de Vries");
  const again = await school.visitor().post(link.pathname, {
    password: newPassword,
    repeat: newPassword,
  });
  expect(again.status).not.toBe(303);
  const [row] = await school.house.pool.unsafe(
    "select prefix, last_name from people where lower(email) = 'ida@regenton.example'",
  );
  expect(row).toMatchObject({ prefix: "de", last_name: "Vries" });
});

test("an admin who is locked out is back in, and the old password is not", async () => {
  const { house } = school;
  const [admin] = await house.pool.unsafe<
    { user_name: string; person_id: number; school_id: number }[]
  >(
    `select a.user_name, p.id as person_id, p.school_id from accounts a
     join people p on p.account_id = a.id join staff s on s.school_id = p.school_id and s.person_id = p.id
     where s.role = 'admin' and a.password_hash is not null order by p.id limit 1`,
  );
  const { user_name: email, person_id } = admin!;
  await house.pool.unsafe("update people set blocked_at = now() where id = $1", [person_id]);
  const target = { id: admin!.school_id, language: "nl" };
  const link = await letIn(house.db, target, { email, admin: true }, school.clock.now());
  const visitor = await follow(`/regenton/${link!.path}`);
  expect((await visitor.get("/regenton/settings")).status).toBe(200);
  const old = await school.visitor().post("/regenton/sign-in", { userName: email, password });
  expect(old.status).toBe(422);
});

test("two commands at once make one admin", async () => {
  const { house } = school;
  const [row] = await house.pool.unsafe<{ id: number }[]>("select id from schools");
  const target = { id: row!.id, language: "nl" };
  const wish = { email: "samen@regenton.example", admin: true };
  await Promise.all([1, 2].map(() => letIn(house.db, target, wish, school.clock.now())));
  const people = await house.pool.unsafe("select 1 from people where email = $1", [wish.email]);
  expect(people).toHaveLength(1);
});

test("a parent gets a link without becoming an admin; who is unknown gets none", async () => {
  const { house } = school;
  const [parent] = await house.pool.unsafe<{ user_name: string; school_id: number; id: number }[]>(
    `select a.user_name, p.school_id, p.id from accounts a join people p on p.account_id = a.id
     join guardianships g on g.person_id = p.id where p.blocked_at is null
       and a.password_hash is not null and not exists (select from staff s where s.person_id = p.id)
     order by p.id limit 1`,
  );
  const target = { id: parent!.school_id, language: "nl" };
  const wish = { email: parent!.user_name, admin: false };
  const link = await letIn(house.db, target, wish, school.clock.now());
  const visitor = await follow(`/regenton/${link!.path}`);
  expect((await visitor.get("/regenton")).status).toBe(200);
  expect((await visitor.get("/regenton/settings")).status).not.toBe(200);
  expect(await letIn(house.db, target, { email: "x@y.nl", admin: false }, school.clock.now()))
    .toBeUndefined();
});

test.each([
  [[], 2, "Usage"],
  [["--school", "regenton", "--email", "geen adres"], 2, "--email"],
  [["--school", "nergens", "--email", "x@y.nl"], 2, "regenton"],
  [["--school", "regenton", "--email", "x@y.nl"], 1, "--admin"],
])("user %j is refused in one line", async (args, code, named) => {
  const end = await runCommand(["user", ...args], env);
  expect(end.code).toBe(code);
  expect(end.said.trim().split("\n")).toHaveLength(1);
  expect(end.said).toContain(named);
});
