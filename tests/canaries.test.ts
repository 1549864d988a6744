import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { KeptMail } from "../emails/sender.ts";
import { ask, contentsOf, crawl } from "./support/crawl.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import {
  foundSecretiveSchools,
  homeOf,
  lookers,
  type SecretiveSchools,
} from "./support/secretive_schools.ts";
import { readIn } from "./support/secrets.ts";

// Every word about a few families is a canary. Who may know one meets it, and nobody else does: on
// no page or piece, in no picture, PDF, download, search or mail, also on pages yet to be made.

let school: TestHouse;
let schools: SecretiveSchools;
let mails: KeptMail[];
/** Per looker what each address says: those that links lead to, and those that others found. */
const met = new Map<string, Map<string, string>>();

beforeAll(async () => {
  school = await openTestHouse({ seed: "empty" });
  schools = await foundSecretiveSchools(school);
  mails = await school.mails();
  const { visitors } = schools;
  for (const [code, visitor] of visitors) {
    met.set(code, await crawl(visitor, homeOf(code), ["o", "06", "kind"]));
  }
  const everywhere = placesOf([...met.values()].flatMap((own) => [...own.keys()]));
  for (const [code, visitor] of visitors) {
    const own = met.get(code)!;
    const strange = everywhere.map((place) => homeOf(code) + place).filter((at) => !own.has(at));
    for (const [address, text] of await ask(visitor, strange)) own.set(address, text);
    const download = await visitor.post(`${homeOf(code)}/account/data`);
    expect(download.headers.get("content-type")).toBe("application/zip");
    own.set("own data", await contentsOf(download, "own data"));
  }
}, 120_000);
afterAll(() => school.close());

/** The addresses without their school; of those that only ask differently, two. */
function placesOf(addresses: string[]): string[] {
  const places = new Set(addresses.map((at) => at.replace(/^\/(regenton|klimboom)/, "")));
  const byPath = Map.groupBy(places, (place) => place.split("?")[0]!);
  return [...byPath.values()].flatMap((alike) => alike.slice(0, 2));
}

describe.each(lookers)("%s, looking everywhere,", (code) => {
  test("meets of others what they may know, and nothing else", () => {
    const { secrets } = schools;
    const found = [...met.get(code)!].flatMap(([address, text]) =>
      readIn(text, secrets).map((secret) => ({ secret, address }))
    );
    const leaks = found.filter(({ secret }) => !secret.to.has(code))
      .map(({ secret, address }) => `${secret.name}: ${address}`);
    expect(leaks).toEqual([]);
    const seen = new Set(found.map(({ secret }) => secret));
    const missed = secrets.filter((secret) => secret.to.has(code) && !seen.has(secret));
    expect(missed.map(({ name }) => name)).toEqual([]);
  });
});

test("of every secret there is someone who meets it", () => {
  const unmet = schools.secrets.filter(({ to }) => !lookers.some((code) => to.has(code)));
  // A child's given names stand in the family's own data only, and not each family looks around.
  expect(unmet.filter(({ name }) => !name.endsWith(" doop"))).toEqual([]);
});

test("a mail tells nobody what they may not know", () => {
  const { secrets, codes } = schools;
  const read = mails.flatMap(({ to, subject, html, text }) => {
    const code = codes.get(to[0]!.address)!;
    return readIn(`${subject} ${html} ${text}`, secrets).map(({ name, to }) => ({
      what: `${name} to ${code}`,
      may: to.has(code),
    }));
  });
  expect(read.filter(({ may }) => !may)).toEqual([]);
  expect(read.map(({ what }) => what)).toEqual(
    expect.arrayContaining(["moxelkind voor to snorrik", "snorrik achter to bibi"]),
  );
  for (
    const kind of [/notitie/, /resultaat/, /Wijziging/, /Morgen/, /Spoed/, /Urgent/, /new mess/]
  ) {
    expect(mails.filter((mail) => kind.test(mail.subject)), String(kind)).not.toEqual([]);
  }
});

test("a teacher who guesses what is hidden is not told whose it is", async () => {
  const { secrets, visitors } = schools;
  const wouter = visitors.get("wouter")!;
  const special = [...met.get("wouter")!.keys()]
    .find((at) => /special-groups\/\d+\/members\/new$/.test(at))!;
  const found = async (letters: string) => {
    const query = `?part=found&q=${encodeURIComponent(letters)}`;
    const answers = await ask(wouter, [`/regenton/find${query}`, special + query]);
    return [...answers.values()].filter((text) =>
      /\/(find|pupils|people)\/\d|name="person"/.test(text)
    ).length;
  };
  // Staff do find a child by its given names, and an adult who is blocked by what is known of them.
  const hidden = secrets.filter(({ name, to }) =>
    !to.has("wouter") && !/doop$|^gribbas/.test(name)
  );
  expect(hidden.length).toBeGreaterThan(50);
  const told: string[] = [];
  for (const { name, text } of hidden) {
    if (await found(text) > 0) told.push(name);
  }
  expect(told).toEqual([]);
  expect(await found("plonskstraat")).toBe(2);
});
