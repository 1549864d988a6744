import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { runTicks } from "../jobs/clock.ts";
import {
  changeEmail,
  changeUserName,
  UsedElsewhere,
  UserNameTaken,
} from "../modules/accounts/mod.ts";
import {
  addGuardian,
  addSchool,
  better,
  choice,
  home,
  isIn,
  linkFor,
  newcomer,
  openAccounts,
  school,
  signedIn,
  signIn,
} from "./support/accounts.ts";
import { password } from "./support/house.ts";

// One's own account and its sessions, what the office changes of it, and what the night clears.

openAccounts();

/** Until so many statements wait for what someone else holds. */
async function waiting(count: number): Promise<void> {
  await expect.poll(async () => {
    const { rows } = await sql<{ waiting: number }>`select count(*)::int as waiting
      from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      .execute(home.house.db);
    return rows[0]!.waiting;
  }, { timeout: 10_000 }).toBe(count);
}

describe("my account", () => {
  test("a changed password keeps this session under a new secret and ends all others", async () => {
    const { userName } = await addGuardian();
    const [visitor, other] = [await signedIn(userName), await signedIn(userName)];
    const before = visitor.cookies.get("session")!;
    const answer = await visitor.post("/regenton/account/password", {
      current: password,
      ...choice(better),
    });
    expect(answer.status).toBe(303);
    expect(await isIn(visitor)).toBe(true);
    expect(visitor.cookies.get("session")).not.toBe(before);
    const copy = newcomer();
    copy.cookies.set("session", before);
    expect(await isIn(copy)).toBe(false);
    expect(await isIn(other)).toBe(false);
    expect((await home.mails()).map((mail) => mail.subject))
      .toEqual(["Uw wachtwoord voor De Regenton is gewijzigd"]);
  });

  test("whoever is signing in with the old password while it changes is not left inside", async () => {
    const { userName, accountId } = await addGuardian();
    const owner = await signedIn(userName);
    const others = Array.from({ length: 4 }, newcomer);
    const ways: Promise<unknown>[] = [];
    // The old password was found right; before the session is there, it is changed.
    await home.house.db.transaction().execute(async (trx) => {
      await trx.selectFrom("accounts").select("id").where("id", "=", accountId).forUpdate()
        .execute();
      ways.push(owner.post("/regenton/account/password", { current: password, ...choice(better) }));
      await waiting(1);
      ways.push(...others.map((other) => signIn(other, userName)));
      await waiting(5);
    });
    await Promise.all(ways);
    expect(await isIn(owner)).toBe(true);
    expect(await Promise.all(others.map(isIn))).toEqual([false, false, false, false]);
  });

  test("a session that is ended while its password changes gets the sign-in page, not an error", async () => {
    const { userName, accountId } = await addGuardian();
    const owner = await signedIn(userName);
    const { db } = home.house;
    const answer = await db.transaction().execute(async (trx) => {
      await trx.selectFrom("accounts").select("id").where("id", "=", accountId).forUpdate()
        .execute();
      const change = owner.post("/regenton/account/password", {
        current: password,
        ...choice(better),
      });
      await waiting(1);
      await db.deleteFrom("sessions").where("account_id", "=", accountId).execute();
      return { change };
    });
    expect((await answer.change).status).toBe(401);
    expect((await signIn(newcomer(), userName)).status).toBe(303); // nothing was changed
  });

  test("the current password is needed, and guessing it is held up", async () => {
    const { userName } = await addGuardian();
    const visitor = await signedIn(userName);
    const change = () =>
      visitor.post("/regenton/account/password", { current: "Verkeerd1!", ...choice(better) });
    const first = await change();
    expect(first.status).toBe(422);
    expect(first.text).toContain("Dit wachtwoord klopt niet. Probeer het opnieuw.");
    for (let i = 0; i < 4; i++) await change();
    expect((await change()).status).toBe(429);
    expect((await signIn(newcomer(), userName)).status).toBe(303);
  });

  test("lists where one is signed in, in words, and ends one or all others", async () => {
    const { userName } = await addGuardian();
    const phone = newcomer();
    await phone.post("/regenton/sign-in", { userName, password }, {
      "user-agent":
        "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
    });
    const tablet = newcomer();
    await tablet.post("/regenton/sign-in", { userName, password }, {
      "user-agent":
        "Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
    });
    const desk = await signedIn(userName);
    const list = (await desk.get("/regenton/account/sessions")).text;
    expect(list).toContain("Chrome op Android");
    expect(list).toContain("Safari op iPad");
    expect(list).toContain("Onbekend apparaat");

    const end = list.match(/action="(\/regenton\/account\/sessions\/\d+\/sign-out)"/g)!;
    expect(end).toHaveLength(2);
    await desk.post(end[0]!.slice(8, -1)); // the tablet: signed in last
    expect([await isIn(phone), await isIn(tablet), await isIn(desk)]).toEqual([true, false, true]);
    await desk.post("/regenton/account/sessions/sign-out");
    expect([await isIn(phone), await isIn(desk)]).toEqual([false, true]);
  });

  test("nobody ends someone else's session", async () => {
    const [mine, theirs] = [await addGuardian(), await addGuardian()];
    const victim = await signedIn(theirs.userName);
    const { id } = await home.house.db.selectFrom("sessions").select("id")
      .where("account_id", "=", theirs.accountId).executeTakeFirstOrThrow();
    const visitor = await signedIn(mine.userName);
    const answer = await visitor.post(`/regenton/account/sessions/${id}/sign-out`);
    expect(answer.status).toBe(404);
    expect(await isIn(victim)).toBe(true);
  });

  test("mail can be switched off and on per kind, by a read-only guardian too", async () => {
    const { userName, accountId } = await addGuardian({ readOnly: true });
    const visitor = await signedIn(userName);
    const path = "/regenton/account/notifications";
    const unwanted = async () =>
      (await home.house.db.selectFrom("notification_choices").select("kind")
        .where("account_id", "=", accountId).orderBy("kind").execute()).map((row) => row.kind);
    expect((await visitor.post(path, { kinds: ["news"] })).status).toBe(303);
    expect(await unwanted()).toEqual(["agenda", "board"]);
    await visitor.post(path, { kinds: ["news", "board", "agenda", "urgent", "x"] });
    expect(await unwanted()).toEqual([]);
    await visitor.post(path, {});
    expect(await unwanted()).toEqual(["agenda", "board", "news"]);
    expect((await visitor.get(path)).text).toMatch(/name="urgent" checked="" disabled=""/);
  });

  test("the portal and the mails speak the chosen language", async () => {
    const { userName } = await addGuardian();
    const visitor = await signedIn(userName);
    expect((await visitor.get("/regenton/account")).text).toContain("Persoonlijke gegevens");
    await visitor.post("/regenton/account/language", { language: "en" });
    expect((await visitor.get("/regenton/account")).text).toContain("Personal data");
    await newcomer().post("/regenton/password/forgotten", { userName });
    expect((await home.mails())[0]?.subject).toBe("A new password for De Regenton");
    const strange = await visitor.post("/regenton/account/language", { language: "klingon" });
    expect(strange.status).toBe(422);
  });
});

describe("a user name changed by the office", () => {
  const change = (accountId: number, userName: string) =>
    home.house.db.transaction().execute((trx) =>
      changeUserName(trx, school, accountId, userName, accountId, home.clock.now())
    );

  test("both addresses are told, and old links stop working", async () => {
    const { userName, accountId } = await addGuardian();
    await newcomer().post("/regenton/password/forgotten", { userName });
    const path = await linkFor(userName);
    const newName = `nieuw-${userName}`;
    await change(accountId, newName.toUpperCase());
    const mails = await home.mails();
    expect(mails.map((mail) => mail.to[0]?.address).sort()).toEqual([newName, userName].sort());
    expect(mails[0]?.text).toContain(`Vanaf nu logt u in met ${newName}.`);
    expect((await signIn(newcomer(), userName)).status).toBe(422);
    await signedIn(newName);
    expect((await newcomer().get(path)).status).toBe(410);
  });

  test("a name in use is refused, and nothing changes", async () => {
    const [one, two] = [await addGuardian(), await addGuardian()];
    await expect(change(one.accountId, two.userName)).rejects.toBeInstanceOf(UserNameTaken);
    await signedIn(one.userName);
  });

  test("an office cannot draw the mail of someone at another school to itself", async () => {
    const other = await addSchool("linde", "De Linde");
    const { userName, accountId } = await addGuardian();
    await addGuardian({ at: other, as: userName });
    const evil = `evil-${userName}`;
    await expect(change(accountId, evil)).rejects.toBeInstanceOf(UsedElsewhere);
    await newcomer().post("/regenton/password/forgotten", { userName });
    expect((await home.mails()).map((mail) => mail.to[0]?.address)).toEqual([userName]);
    const changed = await home.house.db.transaction().execute((trx) =>
      changeEmail(trx, school, accountId, evil, home.clock.now())
    );
    expect(changed).toBe(false);
  });

  test("another mail address leaves the user name as it is", async () => {
    const { userName, accountId } = await addGuardian();
    const address = `post-${userName}`;
    await home.house.db.transaction().execute((trx) =>
      changeEmail(trx, school, accountId, address, home.clock.now())
    );
    await signedIn(userName);
    await newcomer().post("/regenton/password/forgotten", { userName });
    expect((await home.mails()).map((mail) => mail.to[0]?.address)).toEqual([address]);
  });
});

describe("bad input", () => {
  test("gets a sentence and a 4xx, never a 500", async () => {
    const { userName } = await addGuardian();
    const visitor = await signedIn(userName);
    const long = "x".repeat(10_000);
    const fields = ["userName", "password", "repeat", "current", "kinds", "language", "next"];
    const paths = [
      "/sign-in",
      "/activate/new",
      "/activate/nonsense",
      "/activate/%00",
      `/activate/${long}`,
      "/password/forgotten",
      "/password/reset/nonsense",
      "/account/password",
      "/account/language",
      "/account/sessions/0/sign-out",
      "/account/sessions/999999999999999/sign-out",
      "/account/sessions/x/sign-out",
    ];
    for (const path of paths) {
      const ask = async (
        what: string,
        init: RequestInit & { headers?: Record<string, string> },
      ) => {
        const { status } = await visitor.send(`/regenton${path}`, { method: "POST", ...init });
        expect([path.slice(0, 40), what, status >= 400 && status < 500]).toEqual([
          path.slice(0, 40),
          what,
          true,
        ]);
      };
      await ask("nothing", {});
      await ask("json", { body: "{}", headers: { "content-type": "application/json" } });
      await ask("broken multipart", {
        body: "--x",
        headers: { "content-type": "multipart/form-data; boundary=x" },
      });
      for (const value of ["", long, "a\0b", "\ud800"]) {
        if (path === "/activate/new" || path === "/password/forgotten") {
          if (value === "a\0b" || value === "\ud800") continue; // an unknown user name like others
        }
        const body = new URLSearchParams(fields.map((name) => [name, value]));
        await ask(`all ${value.slice(0, 5)}`, { body });
        const twice = new URLSearchParams(fields.flatMap((name) => [[name, value], [name, value]]));
        await ask(`twice ${value.slice(0, 5)}`, { body: twice });
      }
    }
  });
});

describe("the night", () => {
  test("clears sessions, links and tries that are over, and nothing else", async () => {
    const { db } = home.house;
    const { userName, accountId } = await addGuardian();
    const phone = newcomer();
    await signIn(phone, userName, { stay: "on" });
    await signedIn(userName);
    await newcomer().post("/regenton/password/forgotten", { userName });
    await linkFor(userName);
    await signIn(newcomer(), userName, { password: "Verkeerd1!" });

    home.clock.travel("2026-12-20T00:05:00+01:00");
    await runTicks(home.house);
    expect(await isIn(phone)).toBe(true);
    const count = async (table: "sessions" | "account_tokens") =>
      (await db.selectFrom(table).select("account_id").where("account_id", "=", accountId)
        .execute()).length;
    expect(await count("sessions")).toBe(1);
    expect(await count("account_tokens")).toBe(0);
    const keys = (await db.selectFrom("throttles").select("key").execute()).map((row) => row.key);
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.every((key) => key.startsWith("device:"))).toBe(true);
  });
});
