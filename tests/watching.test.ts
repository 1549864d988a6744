import { afterAll, beforeAll, expect, test } from "vitest";
import { demoSignIns } from "../db/demo/mod.ts";
import { createSender, readKept } from "../emails/sender.ts";
import { runTicks } from "../jobs/clock.ts";
import { sendDue } from "../jobs/worker.ts";
import { createApp, listRoutes } from "../web/app.ts";
import type { House } from "../web/house.ts";
import { processFigures } from "../web/process_figures.ts";
import { openTestHouse, password, type TestHouse } from "./support/house.ts";
import { sampleIds } from "./support/samples.ts";
import { Visitor } from "./support/visitor.ts";

let school: TestHouse;
let house: House;
let app: ReturnType<typeof createApp>;
const lines: string[] = [];
beforeAll(async () => {
  processFigures.resetMetrics(); // another file in this process may have restarted its database
  school = await openTestHouse();
  house = {
    ...school.house,
    log: (event, fields = {}) => void lines.push(JSON.stringify({ event, ...fields })),
  };
  app = createApp(house);
}, 60_000);
afterAll(() => school.close());

/** Everything about people that the database knows, and what was typed and handed out meanwhile. */
async function secrets(visitors: Visitor[]): Promise<Set<string>> {
  const { pool } = house;
  const rows = await pool.unsafe<Record<string, string | null>[]>(`
    select first_name, last_name, email, phone, street, postcode from people
    union all select first_name, last_name, email, null, null, null from pupils
    union all select user_name, email, null, null, null, null from accounts
    union all select title, author_name, excerpt, null, null, null from posts
    union all select address, null, null, null, null, null from deliveries`);
  const known = rows.flatMap((row) => Object.values(row));
  const cookies = visitors.flatMap(({ cookies }) => [...cookies.values()]);
  return new Set([...known, ...cookies].filter((word) => word !== null && word.length >= 3)) as Set<
    string
  >;
}

/** Asks for everything there is, as one person; and types something personal where it can. */
async function aDay(userName: string): Promise<Visitor> {
  const ids = await sampleIds(house);
  const visitor = new Visitor(app);
  await visitor.post("/regenton/sign-in", { userName, password: "Verkeerd-Wachtwoord9" });
  await visitor.post("/regenton/sign-in", { userName, password });
  const routes = listRoutes(app).filter(({ path }) => !path.endsWith("/sign-out"));
  for (const { method, path } of routes) {
    const address = path.replace("/:school", "/regenton")
      .replace(/:(\w+)/g, (_, name) => ids[name] ?? "1");
    if (method === "GET") await visitor.get(address);
    else await visitor.post(address, { text: "Geheime Tekst", name: "Iemand Anders" });
  }
  await visitor.get("/regenton/people?q=Samira%20de%20Wit");
  await visitor.get("/regenton/activate/geheim-token-uit-een-mail");
  await visitor.get("/Samira/de/Wit/ouder@regenton.example");
  await visitor.post("/regenton/password/forgotten", { userName });
  return visitor;
}

test(
  "a day of everyone in the demo leaves no name, address, text or token in the log",
  async () => {
    const visitors: Visitor[] = [];
    for (const { userName } of demoSignIns) visitors.push(await aDay(userName));
    await house.pool.unsafe("update posts set announced_at = null where kind = 'urgent'");
    await runTicks(house);
    const sender = createSender({ keepIn: house.mailDir });
    await sendDue(house, sender);
    expect(lines.length).toBeGreaterThan(500);

    const before = lines.length;
    await house.pool.unsafe("alter table people rename to persons"); // now everything goes wrong
    for (const visitor of visitors) await visitor.get("/regenton/people?q=Samira");
    await new Visitor(app).post("/regenton/sign-in", {
      userName: "ouder@regenton.example",
      password,
    });
    await runTicks(house);
    await house.pool.unsafe("alter table persons rename to people");
    expect(lines.slice(before).join("\n")).toContain('"event":"error"');

    const tokens: string[] = [];
    const kept = await house.pool.unsafe("select id from deliveries where state = 'kept'");
    for (const { id } of kept) {
      const mail = await readKept(house.mailDir, `d1-${id}`);
      tokens.push(
        ...[...(mail?.text ?? "").matchAll(/\/([\w-]{20,})/g)].map(([, token]) => token!),
      );
    }
    expect(tokens.length).toBeGreaterThan(0);
    const typed = [
      "Geheime Tekst",
      "Iemand Anders",
      "Verkeerd-Wachtwoord9",
      "geheim-token-uit-een-mail",
      password,
    ];
    const log = lines.join("\n");
    const told = [...await secrets(visitors), ...tokens, ...typed].filter((secret) =>
      new RegExp(`(?<!\\w)${RegExp.escape(secret)}(?![\\w-])`).test(log)
    );
    expect(told).toEqual([]);
  },
  120_000,
);

test("whoever watches sees what waits, whether the clock goes and how the database is", async () => {
  await house.pool.unsafe("update deliveries set state = 'cancelled' where state = 'due'");
  await house.pool.unsafe(
    `insert into deliveries (school_id, kind, cause, address, due_at)
     select id, 'digest', 'test', 'iemand@regenton.example', $1 from schools`,
    [new Date(house.clock.now().getTime() - 90_000)],
  );
  const connections = Array.from({ length: 3 }, () => house.pool.unsafe("select pg_sleep(0.1)"));
  await Promise.all(connections); // those of the tests before may have been closed by now
  const { text } = await new Visitor(app, "127.0.0.1").get("/metrics");
  const figure = (name: string) =>
    Number(new RegExp(`^${RegExp.escape(name)} (.*)$`, "m").exec(text)?.[1]);
  expect(figure('schoolbel_deliveries{state="due"}')).toBe(1);
  expect(figure("schoolbel_deliveries_oldest_due_seconds")).toBe(90);
  expect(figure("schoolbel_clock_last_run_timestamp_seconds"))
    .toBe(house.clock.now().getTime() / 1000);
  expect(figure('schoolbel_database_connections{state="idle"}')).toBeGreaterThan(0);
  expect(figure("schoolbel_database_up")).toBe(1);
  expect(figure("schoolbel_database_restarts_total")).toBe(0);
});
