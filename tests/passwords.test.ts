import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { passwordError } from "../modules/accounts/password_rules.ts";
import {
  addGuardian,
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

// Passwords: forgotten, chosen and judged.

openAccounts();

describe("forgotten password", () => {
  test("a mail with a link comes, the new password works, the owner is told, others are out", async () => {
    const { userName } = await addGuardian();
    const thief = await signedIn(userName);
    const visitor = newcomer();
    const asked = await visitor.post("/regenton/password/forgotten", { userName });
    expect(asked.text).toContain("Kijk in uw mail");
    const path = await linkFor(userName);
    expect((await visitor.get(path)).status).toBe(200);
    expect((await visitor.post(path, choice(better))).status).toBe(303);
    expect(await isIn(visitor)).toBe(true);
    expect(await isIn(thief)).toBe(false);
    const [mail] = await home.mails();
    expect(mail?.subject).toBe("Uw wachtwoord voor De Regenton is gewijzigd");
    expect(mail?.text).toContain("dinsdag 10 november om 9.00 uur");
    expect((await signIn(newcomer(), userName)).status).toBe(422);
    expect((await signIn(newcomer(), userName, { password: better })).status).toBe(303);
    expect((await newcomer().post(path, choice(better))).status).toBe(410);
  });

  test("the link works for an hour", async () => {
    const { userName } = await addGuardian();
    await newcomer().post("/regenton/password/forgotten", { userName });
    const path = await linkFor(userName);
    home.clock.travel("2026-11-10T09:59:00+01:00");
    expect((await newcomer().get(path)).status).toBe(200);
    home.clock.travel("2026-11-10T10:01:00+01:00");
    expect((await newcomer().get(path)).status).toBe(410);
    expect((await newcomer().post(path, choice(better))).status).toBe(410);
  });

  test("a weak password leaves the link working", async () => {
    const { userName } = await addGuardian();
    await newcomer().post("/regenton/password/forgotten", { userName });
    const path = await linkFor(userName);
    const weak = await newcomer().post(path, choice("welkom"));
    expect(weak.status).toBe(422);
    expect(weak.text).toContain("te makkelijk");
    const other = await newcomer().post(path, { password: better, repeat: `${better}x` });
    expect(other.text).toContain("niet gelijk");
    expect((await newcomer().post(path, choice(better))).status).toBe(303);
  });

  test("the answer and its time do not tell who is known, and who is unknown gets no mail", async () => {
    const { userName } = await addGuardian();
    const ask = async (name: string) => {
      const begin = performance.now();
      const answer = await newcomer().post("/regenton/password/forgotten", { userName: name });
      expect(performance.now() - begin).toBeGreaterThan(140);
      return [answer.status, answer.text.replaceAll(name, "…")];
    };
    const unknown = await ask("niemand@voorbeeld.example");
    expect(await home.mails()).toEqual([]);
    expect(await ask(userName)).toEqual(unknown);
    expect(await home.mails()).toHaveLength(1);
  });

  test("a school may choose to say that a user is unknown", async () => {
    const { db } = home.house;
    const reveal = (on: boolean) =>
      db.updateTable("schools").set({ reveal_unknown_user: on }).where("id", "=", school.id)
        .execute();
    await reveal(true);
    const userName = "niemand@voorbeeld.example";
    const answer = await newcomer().post("/regenton/password/forgotten", { userName });
    await reveal(false);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain("Onbekende gebruiker");
    expect(answer.text).toContain(`value="${userName}"`);
  });

  test("who is not active yet gets the activation instead", async () => {
    const guardian = await addGuardian({ active: false });
    await newcomer().post("/regenton/password/forgotten", { userName: guardian.userName });
    expect(await linkFor(guardian.userName)).toContain("/activate/");
  });

  test("asking again and again mails once per ten minutes, and then has to wait", async () => {
    const { userName } = await addGuardian();
    const visitor = newcomer("203.0.113.40");
    const statuses: number[] = [];
    for (let i = 0; i < 22; i++) {
      statuses.push((await visitor.post("/regenton/password/forgotten", { userName })).status);
    }
    expect(statuses.slice(0, 20)).toEqual(Array(20).fill(200));
    expect(statuses.slice(20)).toEqual([429, 429]);
    expect(await home.mails()).toHaveLength(1);
  });

  test("links never follow the Host header", async () => {
    const { userName } = await addGuardian();
    await newcomer().post("/regenton/password/forgotten", { userName }, {
      host: "evil.example",
      "x-forwarded-host": "evil.example",
    });
    const [mail] = await home.mails();
    expect(mail?.text).toContain("http://school.test/regenton/password/reset/");
    expect(mail?.html).not.toContain("evil.example");
  });

  test("tokens are kept hashed", async () => {
    const { userName } = await addGuardian();
    await newcomer().post("/regenton/password/forgotten", { userName });
    const token = (await linkFor(userName)).split("/").at(-1)!;
    const rows = await home.house.db.selectFrom("account_tokens").selectAll().execute();
    const hex = rows.map((row) => Array.from(row.token_hash, (b) => b.toString(16)).join(""));
    expect(JSON.stringify(rows) + hex.join()).not.toContain(token);
  });
});

describe("passwords", () => {
  test("follow the rules, or are long", () => {
    const wrong = (chosen: string) => passwordError(chosen, "ouder@voorbeeld.example");
    expect(wrong("Schoolbel1!")).toBeUndefined();
    expect(wrong("het paard loopt door de gang")).toBeUndefined();
    for (const weak of ["Sc1!", "schoolbel1!", "SCHOOLBEL1!", "Schoolbel!!", "Schoolbel11"]) {
      expect([weak, wrong(weak)]).toEqual([weak, "weak"]);
    }
    expect(wrong("Ouder@Voorbeeld.example")).toBe("userName");
    for (
      const common of [
        "Welkom2026!",
        "Password1!",
        "Ajax1234!",
        "passwordpassword",
        "Ab1!Ab1!Ab1!Ab1!",
      ]
    ) {
      expect([common, wrong(common)]).toEqual([common, "common"]);
    }
    expect(wrong("é".repeat(3) + "Aa1! lange zin ".repeat(8) + "x".repeat(5))).toBeUndefined();
    expect(wrong("ab ".repeat(43))).toBe("tooLong");
  });

  test("are judged by the live checklist as by the server", async () => {
    Object.assign(globalThis, { document: { querySelectorAll: () => [] } });
    const address = new URL("../web/static/password.js", import.meta.url).href;
    const { rulesFor } = await import(address) as {
      rulesFor(userName: string): Record<string, (password: string) => boolean>;
    };
    const userName = "Ouder1!@voorbeeld.example";
    const rules = rulesFor(userName);
    const all = (chosen: string, ...names: string[]) => names.every((name) => rules[name]!(chosen));
    const signs = fc.constantFrom(..."abAB12!?@#$%^&[]() éÉß👍");
    const passwords = fc.oneof(
      fc.array(signs, { minLength: 1, maxLength: 20 }).map((some) => some.join("")),
      fc.string({ minLength: 1, maxLength: 20, unit: "grapheme" }),
      fc.constantFrom(userName, userName.toUpperCase()),
    );
    fc.assert(fc.property(passwords, (chosen) => {
      const ticked = all(chosen, "notUserName") &&
        (all(chosen, "long") || all(chosen, "length", "lower", "upper", "digit", "symbol"));
      const error = passwordError(chosen, userName);
      expect(ticked).toBe(error === undefined || error === "common");
    }));
  });

  test("wait their turn when many come at once, and nobody is lost", async () => {
    const guardians = await Promise.all(Array.from({ length: 12 }, () => addGuardian()));
    const answers = await Promise.all(
      guardians.map(({ userName }) => signIn(newcomer(), userName)),
    );
    expect(answers.map((answer) => answer.status)).toEqual(Array(12).fill(303));
  });
});
