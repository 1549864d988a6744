import { join } from "node:path";
import type { Connection } from "../../db/connection.ts";
import type { Record } from "./crowd.ts";
import type { Copy } from "./mail_server.ts";
import type { School } from "./school.ts";

/** What was acknowledged and is not there, or is there twice; empty when all is well. */
export async function lostWrites(
  { db }: Pick<Connection, "db">,
  record: Record,
  dataDir: string,
): Promise<string[]> {
  const losses: string[] = [];
  // What is acknowledged while we look is no business of this look.
  const [news, urgent, comments, files] = [
    record.news,
    record.urgent,
    record.comments,
    record.files,
  ]
    .map((set) => [...set]) as [string[], string[], string[], string[]];
  const votes = new Map([...record.votes].map(([account, options]) => [account, [...options]]));

  const count = (rows: { word: string }[]) => {
    const counts = new Map<string, number>();
    for (const { word } of rows) counts.set(word, (counts.get(word) ?? 0) + 1);
    return counts;
  };
  const posts = count(await db.selectFrom("posts").select("title as word").execute());
  const bodies = count(await db.selectFrom("comments").select("body as word").execute());
  const expect = (kind: string, words: string[], found: Map<string, number>) => {
    for (const word of words) {
      if (found.get(word) !== 1) {
        losses.push(`${kind} ${word} is there ${found.get(word) ?? 0} times`);
      }
    }
  };
  expect("news", news, posts);
  expect("urgent", urgent, posts);
  expect("comment", comments, bodies);
  for (const [word, times] of [...posts, ...bodies]) {
    if (times > 1) losses.push(`${word} is there ${times} times`);
  }

  const hashes = new Set(
    (await db.selectFrom("files").select("hash").execute()).map((f) => f.hash),
  );
  for (const hash of files) {
    const path = join(dataDir, "files", hash.slice(0, 2), hash);
    const there = await Deno.stat(path).then(({ size }) => size > 0, () => false);
    if (!hashes.has(hash) || !there) losses.push(`the file ${hash} is gone`);
  }

  const cast = await db.selectFrom("poll_votes").select(["account_id", "option_id"]).execute();
  for (const [account, options] of votes) {
    const now = record.votes.get(account) ?? [];
    const mine = cast.filter((vote) => vote.account_id === account);
    const fits = mine.length === 1 && [...options, ...now].includes(mine[0]!.option_id);
    if (!fits) losses.push(`the vote of account ${account} is gone`);
  }
  return losses;
}

/** What is wrong with the mails of the urgent messages, once all has been sent. */
export async function lostMails(
  { db }: Pick<Connection, "db">,
  record: Record,
  school: School,
  copies: Copy[],
  kills: number[],
): Promise<{ losses: string[]; twice: number }> {
  const losses: string[] = [];
  const open = await db.selectFrom("deliveries").select(["id", "state"])
    .where("state", "<>", "sent").execute();
  for (const { id, state } of open) losses.push(`mail ${id} is ${state}`);

  const byMail = Map.groupBy(copies, ({ to, subject }) => `${to} ${subject}`);
  const subjectOf = new Map<string, string>();
  for (const { subject } of copies) {
    const word = /[0-9a-f-]{36}/.exec(subject)?.[0];
    if (word) subjectOf.set(word, subject);
  }
  for (const word of record.urgent) {
    for (const to of school.receivers) {
      if (!byMail.has(`${to} ${subjectOf.get(word)}`)) losses.push(`${to} did not get ${word}`);
    }
  }
  let twice = 0;
  for (const [mail, all] of byMail) {
    if (new Set(all.map(({ messageId }) => messageId)).size > 1) {
      losses.push(`${mail} went under two Message-IDs`);
    }
    for (const [place, copy] of all.slice(1).entries()) {
      twice++;
      const before = all[place]!;
      const killed = kills.some((at) => at > before.at - 5_000 && at < copy.at);
      if (!before.unheard && !killed) losses.push(`${mail} went again without a reason`);
    }
  }
  return { losses, twice };
}
