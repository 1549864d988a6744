import { beforeAll, describe, expect, test } from "vitest";
import {
  changeEmail,
  changeUserName,
  linkAccounts,
  queueActivations,
} from "../modules/accounts/mod.ts";
import type { School } from "../web/viewer.ts";
import {
  addGuardian,
  addSchool,
  choice,
  home,
  invite,
  isIn,
  linkFor,
  newcomer,
  openAccounts,
  school,
  signedIn,
} from "./support/accounts.ts";
import { password } from "./support/house.ts";
import type { Visitor } from "./support/visitor.ts";

// How people get their account, at their first school and at a further one.

openAccounts();

describe("activation", () => {
  test("a guardian opens the link from the mail, chooses a password and is in", async () => {
    const guardian = await addGuardian({ active: false });
    expect(await invite(guardian)).toBe(1);
    const [mail] = await home.mails();
    expect(mail?.subject).toContain("De Regenton");
    expect(mail?.headers.some((header) => header.name === "list-unsubscribe")).toBe(false);
    const path = mail!.text.match(/http:\/\/school\.test(\/regenton\/activate\/\S+)/)![1]!;

    const visitor = newcomer();
    const opened = await visitor.get(path);
    expect(opened.text).toContain(guardian.userName);
    const answer = await visitor.post(path, choice(password));
    expect([answer.status, answer.location]).toEqual([303, "/regenton"]);
    expect(await isIn(visitor)).toBe(true);
    await signedIn(guardian.userName);
  });

  test("looking at the link does not use it up, however often a mail scanner does", async () => {
    const guardian = await addGuardian({ active: false });
    await invite(guardian);
    const path = await linkFor(guardian.userName);
    for (let i = 0; i < 3; i++) expect((await newcomer().get(path)).status).toBe(200);
    expect((await newcomer().post(path, choice(password))).status).toBe(303);
  });

  test("of two people who use one link at the same moment exactly one gets in", async () => {
    const guardian = await addGuardian({ active: false });
    await invite(guardian);
    const path = await linkFor(guardian.userName);
    const answers = await Promise.all(
      ["Kastanje88!a", "Kastanje88!b", "Kastanje88!c", "Kastanje88!d"].map((chosen) =>
        newcomer().post(path, choice(chosen))
      ),
    );
    expect(answers.map((a) => a.status).sort()).toEqual([303, 410, 410, 410]);
  });

  test("a used, an old and a garbled link say so, with the way to a new one", async () => {
    const [used, old] = [
      await addGuardian({ active: false }),
      await addGuardian({ active: false }),
    ];
    await invite(used);
    const usedPath = await linkFor(used.userName);
    await newcomer().post(usedPath, choice(password));
    await invite(old);
    const oldPath = await linkFor(old.userName);
    home.clock.travel("2026-11-25T09:00:00+01:00");

    for (
      const [path, words] of [
        [usedPath, "al gebruikt"],
        [oldPath, "te oud"],
        ["/regenton/activate/nonsense", "niet van ons"],
      ] as const
    ) {
      for (const answer of [await newcomer().get(path), await newcomer().post(path)]) {
        expect([path, answer.status]).toEqual([path, 410]);
        expect(answer.text).toContain(words);
        expect(answer.text).toContain('action="/regenton/activate/new"');
        expect(answer.text).toContain('href="/regenton/sign-in"');
      }
    }

    await newcomer().post("/regenton/activate/new", { userName: old.userName });
    const path = await linkFor(old.userName);
    expect((await newcomer().post(path, choice(password))).status).toBe(303);
  });

  test("a second invitation leaves no first link lying around once one is used", async () => {
    const guardian = await addGuardian({ active: false });
    await invite(guardian);
    const first = await linkFor(guardian.userName);
    home.clock.travel("2026-11-10T10:00:00+01:00");
    await invite(guardian);
    const second = await linkFor(guardian.userName);
    await newcomer().post(second, choice(password));
    expect((await newcomer().get(first)).status).toBe(410);
  });

  test("pressing invite twice mails once; who is active or blocked gets nothing", async () => {
    const waiting = await addGuardian({ active: false });
    const active = await addGuardian();
    const blocked = await addGuardian({ active: false });
    await home.house.db.updateTable("people").set({ blocked_at: home.clock.now() })
      .where("id", "=", blocked.personId).execute();
    const sent = await Promise.all([
      invite(waiting, active, blocked),
      invite(waiting, active, blocked),
    ]);
    expect(sent.sort()).toEqual([0, 1]);
    const mails = (await home.mails()).map((mail) => mail.to[0]?.address);
    expect(mails).toEqual([waiting.userName]);
  });

  test("a link of one school opens nothing at another", async () => {
    await addSchool("eik", "De Eik");
    const guardian = await addGuardian({ active: false });
    await invite(guardian);
    const path = await linkFor(guardian.userName);
    const elsewhere = path.replace("/regenton/", "/eik/");
    expect((await newcomer().get(elsewhere)).status).toBe(410);
    expect((await newcomer().post(elsewhere, choice(password))).status).toBe(410);
    expect((await newcomer().post(path, choice(password))).status).toBe(303);
  });
});

describe("someone with an account at one school, taken on by another", () => {
  let linde: School;
  beforeAll(async () => void (linde = await addSchool("esdoorn", "De Esdoorn")));

  /** A parent of De Esdoorn, entered by its office with this address. */
  async function takenOn(email: string): Promise<number> {
    const { db, clock } = home.house;
    const pupil = await db.insertInto("pupils").values({ school_id: linde.id, first_name: "Mus" })
      .returning("id").executeTakeFirstOrThrow();
    return await db.transaction().execute(async (trx) => {
      const accounts = await linkAccounts(trx, linde, [{ userName: email }]);
      const person = await trx.insertInto("people").values({
        school_id: linde.id,
        account_id: accounts.get(email) ?? null,
        first_name: "Vic",
        email,
      }).returning("id").executeTakeFirstOrThrow();
      await trx.insertInto("guardianships")
        .values({ school_id: linde.id, person_id: person.id, pupil_id: pupil.id }).execute();
      const account = await trx.selectFrom("accounts").select("id").where("user_name", "=", email)
        .executeTakeFirstOrThrow();
      await queueActivations(trx, linde, [account.id], clock.now());
      return person.id;
    });
  }
  const signInThere = (visitor: Visitor, userName: string) =>
    visitor.post("/esdoorn/sign-in", { userName, password });

  test("is in there only once the link that school mailed is opened with the own password", async () => {
    const { userName } = await addGuardian();
    await takenOn(userName);
    const path = await linkFor(userName);
    expect(path).toContain("/esdoorn/activate/");
    const parent = newcomer();
    const refused = await signInThere(parent, userName);
    expect(refused.status).toBe(403);
    expect(refused.text).toContain("Bevestig eerst dat u ook bij De Esdoorn hoort");
    expect((await parent.get(path)).text).toContain("U hebt al een account");
    expect((await parent.post(path, { password: "Iets-Anders1" })).status).toBe(422);
    expect((await parent.post(path, { password })).location).toBe("/esdoorn");
    expect((await parent.get("/esdoorn")).status).toBe(200);
    expect((await parent.get("/regenton")).status).toBe(200);
    expect((await newcomer().get(path)).status).toBe(410);
    expect((await signInThere(newcomer(), userName)).status).toBe(303);
  });

  test("who made the account in that name at the first school does not get in, link or no link", async () => {
    const { accountId } = await addGuardian();
    const victim = `slachtoffer${accountId}@voorbeeld.example`;
    await home.house.db.transaction().execute((trx) =>
      changeUserName(trx, school, accountId, victim, accountId, home.clock.now())
    );
    await home.mails();
    await takenOn(victim);
    const attacker = await signedIn(victim);
    expect((await attacker.get("/esdoorn")).status).not.toBe(200);
    expect((await signInThere(attacker, victim)).status).toBe(403);
    const path = await linkFor(victim);
    expect((await newcomer().post(path, { password: "Weet-Ik-Niet1" })).status).toBe(422);
    // the mailbox is theirs, so a new password makes the account theirs too, and nobody else's
    await newcomer().post("/esdoorn/password/forgotten", { userName: victim });
    const rightful = newcomer();
    expect((await rightful.post(await linkFor(victim), choice("Nieuw-Wachtwoord1"))).status)
      .toBe(303);
    expect((await rightful.get("/esdoorn")).status).toBe(200);
    expect(await isIn(attacker)).toBe(false);
  });

  test("has a link that the first school's office cannot prepare by readdressing the mail", async () => {
    const { userName, accountId } = await addGuardian();
    await newcomer().post("/regenton/password/forgotten", { userName });
    const old = await linkFor(userName);
    await home.house.db.transaction().execute((trx) =>
      changeEmail(trx, school, accountId, `kwaad-${userName}`, home.clock.now())
    );
    expect((await newcomer().get(old)).status).toBe(410);
    await takenOn(userName);
    await newcomer().post("/esdoorn/password/forgotten", { userName });
    expect((await home.mails()).map((mail) => mail.to[0]?.address)).toEqual([userName]);
  });

  test("an office that renames the account at the moment of linking comes too late or first, never both", async () => {
    const { userName, accountId } = await addGuardian({ active: false });
    const newName = `laat-${userName}`;
    const [renamed] = await Promise.allSettled([
      home.house.db.transaction().execute((trx) =>
        changeUserName(trx, school, accountId, newName, accountId, home.clock.now())
      ),
      takenOn(userName).catch(() => undefined),
    ]);
    const there = await home.house.db.selectFrom("people").select("id")
      .where("school_id", "=", linde.id).where("account_id", "=", accountId).executeTakeFirst();
    expect(there !== undefined).toBe(renamed.status === "rejected");
    await home.mails();
  });
});
