import { expect, test } from "vitest";
import { openTestHouse } from "./support/house.ts";
import { Record } from "./torture/crowd.ts";
import { lostMails, lostWrites } from "./torture/losses.ts";
import type { Copy } from "./torture/mail_server.ts";
import { foundSchool } from "./torture/school.ts";
import { torture } from "./torture/torture.ts";

test(
  "killed ten times under load, with a mail server that drops connections, it loses nothing",
  async () => {
    const outcome = await torture({ kills: 10, seed: 20261110 });
    expect(outcome.losses).toEqual([]);
    expect([...outcome.back.values()].flat()).toHaveLength(10);
    // It was under load indeed, and the mail server was trouble.
    expect(outcome.acknowledged).toBeGreaterThan(100);
    expect(outcome.mails).toBeGreaterThan(30);
    expect(outcome.dropped.before).toBeGreaterThan(0);
    expect(outcome.dropped.after).toBeGreaterThan(0);
  },
  180_000,
);

test("what would be lost is noticed", async () => {
  const { house, close } = await openTestHouse({ seed: "empty" });
  const school = await foundSchool(house);
  const record = new Record();
  expect(await lostWrites(house, record, house.config.dataDir)).toEqual([]);
  record.news.add("nieuws");
  record.comments.add("reactie");
  record.files.add("bijlage");
  record.votes.set(school.guardians[0]!.accountId, [school.answers[0]!]);
  expect(await lostWrites(house, record, house.config.dataDir)).toHaveLength(4);

  const word = crypto.randomUUID();
  record.urgent.add(word);
  const [to] = school.receivers as [string];
  const copy: Copy = {
    to,
    subject: `Spoed: ${word}`,
    messageId: "d1-1@x",
    at: 1e6,
    unheard: false,
  };
  const mails = async (copies: Copy[], kills: number[]) =>
    (await lostMails(house, record, school, copies, kills)).losses;
  const others = school.receivers.slice(1).map((to) => ({ ...copy, to, messageId: to }));
  expect(await mails([copy, ...others], [])).toEqual([]);
  expect(await mails(others, [])).toEqual([`${to} did not get ${word}`]);
  const again = { ...copy, at: 2e6 };
  expect(await mails([copy, again, ...others], [])).toHaveLength(1);
  expect(await mails([copy, again, ...others], [1.5e6])).toEqual([]);
  expect(await mails([{ ...copy, unheard: true }, again, ...others], [])).toEqual([]);
  expect(await mails([copy, { ...again, messageId: "d1-2@x" }, ...others], [1.5e6])).toHaveLength(
    1,
  );
  await close();
});
