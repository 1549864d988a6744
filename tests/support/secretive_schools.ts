import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { runTicks } from "../../jobs/clock.ts";
import type { TestHouse } from "./house.ts";
import { Planter, type Secret } from "./secrets.ts";
import { SmallSchool } from "./small_school.ts";
import type { Visitor } from "./visitor.ts";

const teachers = ["hanneke", "wouter"]; // of 5a and of 6b
const office = ["bibi", "mieke"]; // the office and the admin
const staff = [...teachers, ...office];
/** Who keep the notes and results of 5a. */
const keepers = ["hanneke", ...office];
/** Parents of 5a: Emma reads English, Lezer only reads, Dralvo lives apart from Snorrik. */
const near = ["kees", "emma", "lezer", "dralvo", "krabbux"];
/** And of 6b: Tjoepel is blocked for the child he has in 5a. */
const parents = [...near, "anders", "tjoepel"];
/** The admin of De Klimboom, and Krabbux there, with the same account. */
const elsewhere = ["dirk", "knurfel"];

/** The code names of those who look around. */
export const lookers = [...staff, ...parents, ...elsewhere];
/** The school at which they do. */
export const homeOf = (code: string) => elsewhere.includes(code) ? "/klimboom" : "/regenton";

export interface SecretiveSchools {
  secrets: Secret[];
  /** Those who look around, signed in. */
  visitors: Map<string, Visitor>;
  /** The code name behind a mail address. */
  codes: Map<string, string>;
}

type Adult = Parameters<SmallSchool["browserOf"]>[0];

/**
 * De Regenton with families of whom everything is secret, each in its own way, and De Klimboom
 * where one of them has a child as well. A day goes by there, until after the digest.
 */
export async function foundSecretiveSchools(school: TestHouse): Promise<SecretiveSchools> {
  const { db } = school.house;
  const regenton = await SmallSchool.found(school);
  const klimboom = await SmallSchool.found(school, "klimboom");
  await db.updateTable("schools").set({ uses_results: true }).execute();
  const [five, six] = [await regenton.group("5a"), await regenton.group("6b")];
  const three = await klimboom.group("3");
  const here = new Planter(regenton, staff, office);
  const there = new Planter(klimboom, ["dirk"], ["dirk"]);
  const visitors = new Map<string, Visitor>();
  const codes = new Map<string, string>();
  const known = <A extends Adult>(code: string, adult: A): A => {
    codes.set(adult.address, code);
    return adult;
  };
  const looking = async <A extends Adult>(code: string, adult: A): Promise<A> => {
    visitors.set(code, await regenton.browserOf(adult));
    return known(code, adult);
  };

  await looking("hanneke", await regenton.staff("Hanneke", "teacher", five));
  await looking("wouter", await regenton.staff("Wouter", "teacher", six));
  await looking("bibi", await regenton.staff("Bibi", "office"));
  await looking("mieke", await regenton.staff("Mieke", "admin"));
  await looking("dirk", await klimboom.staff("Dirk", "admin"));
  const parentOf = async (name: string, group: number) =>
    regenton.guardian(name, await regenton.pupil("Teun", group));
  const kees = await looking("kees", await parentOf("Kees", five));
  const emma = await looking("emma", await parentOf("Emma", five));
  const lezer = await looking("lezer", await parentOf("Lezer", five));
  await looking("anders", await parentOf("Anders", six));
  await db.updateTable("accounts").set({ language: "en" }).where("id", "=", emma.accountId)
    .execute();
  await db.updateTable("people").set({ read_only: true }).where("id", "=", lezer.id).execute();

  /** A parent with a child in 5a. */
  const family = async (code: string, options: Omit<Parameters<Planter["adult"]>[1], "wards">) => {
    const { shown, share } = options;
    const kind = { group: five, shown, share, home: [code] };
    const child = await here.pupil(`${code}kind`, kind);
    const adult = known(code, await here.adult(code, { ...options, wards: [child] }));
    return { adult, child };
  };
  const withSchool = { shown: parents, share: "school" } as const;
  const zwirrel = await family("zwirrel", { shown: [] });
  await family("plonsk", { shown: near, share: "group" });
  const krabbux = await family("krabbux", { ...withSchool, elsewhere });
  await looking("krabbux", krabbux.adult);
  await family("fluimpje", { ...withSchool, secretAddress: true });

  // Gribbas, who shares all, is blocked wholly; what the child shares stays.
  const gribbaskind = await here.pupil("gribbaskind", { ...withSchool, group: five, home: [] });
  const ofGribbas = { wards: [gribbaskind], shown: [], shutOut: teachers };
  const gribbas = await here.adult("gribbas", { ...ofGribbas, share: "school" });

  const apart = { group: five, shown: [], home: ["dralvo", "snorrik"] };
  const moxel = await here.pupil("moxelkind", apart);
  const dralvo = await looking("dralvo", await here.adult("dralvo", { shown: [], wards: [moxel] }));
  const atSecret = { shown: [], wards: [moxel], secretAddress: true };
  const snorrik = known("snorrik", await here.adult("snorrik", atSecret));

  const jumpel = await here.pupil("jumpelkind", { group: five, shown: [], home: ["brokmus"] });
  const vekkel = await here.pupil("vekkelkind", { ...withSchool, group: six, home: ["tjoepel"] });
  const ofTjoepel = { ...withSchool, wards: [jumpel, vekkel] };
  const tjoepel = await looking("tjoepel", await here.adult("tjoepel", ofTjoepel));
  const brokmus = known("brokmus", await here.adult("brokmus", { shown: [], wards: [jumpel] }));

  const ofKnurfel = { group: three, shown: [], home: ["knurfel"] };
  const knurfelkind = await there.pupil("knurfelkind", ofKnurfel);
  const { accountId } = krabbux.adult;
  await there.adult("knurfel", { shown: [], wards: [knurfelkind], accountId });
  visitors.set("knurfel", visitors.get("krabbux")!);
  const toKnurfel = { shown: ["knurfel"], share: "school" } as const;
  const wambukskind = await there.pupil("wambukskind", { ...toKnurfel, group: three, home: [] });
  await there.adult("wambuks", { ...toKnurfel, wards: [wambukskind] });

  // Done by its people, so that the mails and traces are as they are.
  const done = async (who: Visitor, path: string, fields: Parameters<Visitor["post"]>[1]) => {
    const answer = await who.post(`/regenton${path}`, fields);
    expect([path, answer.status]).toEqual([path, 303]);
    return answer.location!.replace("/regenton", "");
  };
  const hanneke = visitors.get("hanneke")!;
  const bibi = visitors.get("bibi")!;
  for (
    const [guardian, pupil, code, home] of [
      [zwirrel.adult, zwirrel.child, "zwirrelkind", ["zwirrel"]],
      [dralvo, moxel, "moxelkind", ["dralvo", "snorrik"]],
      [brokmus, jumpel, "jumpelkind", ["brokmus"]],
    ] as const
  ) {
    const body = here.plant(code, "notitie", keepers);
    await done(hanneke, `/pupils/${pupil}/notes`, { body });
    const open = [...keepers, ...home];
    const told = here.plant(code, "gedeeld", open);
    await done(hanneke, `/pupils/${pupil}/notes`, { body: told, shared: "yes" });
    await done(hanneke, `/pupils/${pupil}/results`, {
      title: here.plant(code, "rapport", open),
      heldOn: "2026-11-06",
      note: here.plant(code, "toelichting", open),
      subject: here.plant(code, "vak", open),
      score: here.plant(code, "cijfer", open),
      files: new File([`%PDF-1.7 ${here.plant(code, "bijlage", open)}`], "rapport.pdf"),
    });
    await done(await regenton.browserOf(guardian), `/children/${pupil}/contacts`, {
      kind: "phone",
      label: here.plant(code, "aanvraag", [...office, ...home]),
      value: "06-99999999",
    });
  }
  await done(await regenton.browserOf(snorrik), `/account/people/${snorrik.id}/contacts`, {
    kind: "phone",
    label: here.plant("snorrik", "aanvraag", [...office, "snorrik"]),
    value: "06-99999998",
  });
  await done(bibi, `/people/${tjoepel.id}/children/${jumpel}/block`, {
    reason: here.plant("tjoepel", "reden", office),
  });
  await done(bibi, `/people/${gribbas.id}/block`, {
    reason: here.plant("gribbas", "reden", office),
  });
  const special = await done(hanneke, "/special-groups", {
    kind: "activity",
    name: "Appels plukken",
    closesOn: "2026-11-20",
    closesAt: "20:00",
  });
  for (const { id } of [zwirrel.adult, krabbux.adult, snorrik, tjoepel, kees]) {
    await done(hanneke, `${special}/members`, { person: String(id) });
  }
  await done(hanneke, `${special}/mails`, { subject: "Morgen", body: "Neem een mand mee." });
  for (const kind of ["news", "board", "urgent"]) {
    const post = { intent: "publish", key: randomUUID(), kind, audience: String(five) };
    await done(hanneke, "/posts", { ...post, title: "Herfst", body: "Dat wilt u weten." });
  }
  school.clock.travel("2026-11-10T17:30:00+01:00");
  await runTicks(school.house);
  return { secrets: [...here.secrets, ...there.secrets], visitors, codes };
}
